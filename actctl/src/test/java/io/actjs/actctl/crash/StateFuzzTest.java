package io.actjs.actctl.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.crash.FuzzClient.Gone;
import io.actjs.testservers.PostgresProcess;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random programs, a third of which fail for sure, change the states of actors of both kinds in a
 * real daemon, which is killed again and again. Each state stays the one that was answered, down to
 * the order of its members. {@code scripts/fuzz-state} runs as many programs as wanted.
 */
class StateFuzzTest {
  private static final int PROGRAMS = Integer.getInteger("actjs.fuzz.programs", 500);
  private static final String STORAGE = System.getProperty("actjs.fuzz.storage", "sqlite");
  private static final long SEED = Long.getLong("actjs.fuzz.seed", new Random().nextLong());
  private static final int CLIENTS = 4;
  private static final int ACTORS_OF_A_KIND = 5;

  /** How many programs one life of the daemon runs at least. */
  private static final int LIFE = Math.max(PROGRAMS / 20, 250);

  private final List<FuzzClient> clients = new ArrayList<>();

  @Test
  void fault7_statesAreAsTheyWereAnswered(@TempDir Path folder) throws Exception {
    if (STORAGE.equals("postgres")) {
      try (PostgresProcess postgres = new PostgresProcess(folder);
          DaemonProcess daemon = DaemonProcess.onDatabase(folder, postgres.url())) {
        fuzz(daemon);
      }
    } else {
      try (DaemonProcess daemon = new DaemonProcess(folder.resolve("data"))) {
        fuzz(daemon);
      }
    }
  }

  private void fuzz(DaemonProcess daemon) throws Exception {
    daemon.awaitReady();
    publish(daemon, "Fuzz", FuzzClasses.state());
    publish(daemon, "FuzzEvents", FuzzClasses.events());
    for (int i = 0; i < CLIENTS; i++) {
      FuzzClient client = new FuzzClient("c" + i + "-", ACTORS_OF_A_KIND, SEED + i);
      client.begin(daemon);
      clients.add(client);
    }
    int kills = 0;
    while (sum(client -> client.programs) < PROGRAMS) {
      live(daemon);
      daemon.restart();
      daemon.awaitReady();
      kills++;
      for (FuzzClient client : clients) {
        client.check(daemon);
      }
    }
    long failed = sum(client -> client.failed);
    long unknown = sum(client -> client.unknown);
    System.out.printf(
        "fuzz-state: seed %d, %s, %d programs, %d failed, %d in doubt, %d kills, no difference%n",
        SEED, STORAGE, sum(client -> client.programs), failed, unknown, kills);
    assertTrue(failed > PROGRAMS / 5 && failed < PROGRAMS * 4 / 5, failed + " programs failed");
    assertTrue(unknown <= (long) kills * CLIENTS, unknown + " programs in doubt");
  }

  /** Runs programs until the daemon is killed amid them. */
  private void live(DaemonProcess daemon) throws Exception {
    AtomicLong left = new AtomicLong(LIFE);
    try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
      List<Future<?>> running = new ArrayList<>();
      for (FuzzClient client : clients) {
        running.add(threads.submit(() -> act(client, daemon, left)));
      }
      for (Future<?> each : running) {
        each.get();
      }
    }
    daemon.kill();
  }

  private static Object act(FuzzClient client, DaemonProcess daemon, AtomicLong left)
      throws Exception {
    try {
      while (true) {
        client.act(daemon);
        if (left.decrementAndGet() == 0) {
          // The others are in the middle of something.
          daemon.kill();
        }
      }
    } catch (Gone e) {
      return e;
    }
  }

  private interface Count {
    long of(FuzzClient client);
  }

  private long sum(Count count) {
    return clients.stream().mapToLong(count::of).sum();
  }

  private static void publish(DaemonProcess daemon, String name, String source) throws Exception {
    ObjectNode body = new ObjectMapper().createObjectNode();
    body.put("version", "1.0.0").put("source", source).put("check", false);
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(daemon.uri("/v1/classes/" + name + "/versions"))
                  .header("content-type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertEquals(201, answer.statusCode(), answer.body());
    }
  }
}
