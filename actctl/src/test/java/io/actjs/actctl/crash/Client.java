package io.actjs.actctl.crash;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Adds operations with unique names to random actors, and remembers what it was told of each. */
final class Client implements Runnable {
  private final DaemonProcess daemon;
  private final HttpClient http = HttpClient.newHttpClient();
  private final String name;
  private final Random random;

  /** Actor to the operations that were acknowledged, and to those of which nobody knows. */
  final Map<String, Set<String>> acknowledged = new HashMap<>();

  final Map<String, Set<String>> unknown = new HashMap<>();
  private volatile long acknowledgedCalls;
  private long unknownCalls;
  private volatile boolean stopped;

  Client(DaemonProcess daemon, String name, long seed) {
    this.daemon = daemon;
    this.name = name;
    this.random = new Random(seed);
  }

  @Override
  public void run() {
    for (int i = 0; !stopped; i++) {
      int number = random.nextInt(CrashRun.ACTORS);
      String actor = CrashRun.className(number) + "/" + number;
      String operation = name + "-" + i;
      boolean answered = add(actor, operation);
      (answered ? acknowledged : unknown)
          .computeIfAbsent(actor, key -> new HashSet<>())
          .add(operation);
      if (answered) {
        acknowledgedCalls = i + 1 - unknownCalls;
      } else {
        unknownCalls++;
      }
    }
  }

  long acknowledgedCalls() {
    return acknowledgedCalls;
  }

  private boolean add(String actor, String operation) {
    HttpRequest request =
        HttpRequest.newBuilder(daemon.uri("/v1/actors/" + actor + "/add"))
            .header("content-type", "application/json")
            .timeout(Duration.ofSeconds(20))
            .POST(HttpRequest.BodyPublishers.ofString("{\"op\":\"" + operation + "\"}"))
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  void stop() {
    stopped = true;
  }
}
