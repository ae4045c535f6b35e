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
import java.util.concurrent.locks.LockSupport;

/**
 * Adds operations with unique names to random actors, and remembers what it was told of each. With
 * keys it repeats each until it hears that it was done, so that none stays unknown.
 */
final class Client implements Runnable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final DaemonProcess daemon;
  private final HttpClient http = HttpClient.newHttpClient();
  private final String name;
  private final Random random;
  private final boolean keyed;

  /** Actor to the operations that were acknowledged, and to those of which nobody knows. */
  final Map<String, Set<String>> acknowledged = new HashMap<>();

  final Map<String, Set<String>> unknown = new HashMap<>();
  private volatile long acknowledgedCalls;
  private long unknownCalls;
  private volatile boolean stopped;

  Client(DaemonProcess daemon, String name, long seed, boolean keyed) {
    this.keyed = keyed;
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

  /** Whether nothing stayed unknown of what was repeated under a key. */
  boolean hasHeardAll() {
    return !keyed || unknown.isEmpty();
  }

  private boolean add(String actor, String operation) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(daemon.uri("/v1/actors/" + actor + "/add"))
            .header("content-type", "application/json")
            .timeout(Duration.ofSeconds(20))
            .POST(HttpRequest.BodyPublishers.ofString("{\"op\":\"" + operation + "\"}"));
    if (!keyed) {
      return isDone(request.build());
    }
    HttpRequest repeated = request.header("idempotency-key", operation).build();
    long end = System.nanoTime() + PATIENCE.toNanos();
    boolean done = isDone(repeated);
    while (!done && System.nanoTime() < end) {
      LockSupport.parkNanos(10_000_000);
      done = isDone(repeated);
    }
    return done;
  }

  private boolean isDone(HttpRequest request) {
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
