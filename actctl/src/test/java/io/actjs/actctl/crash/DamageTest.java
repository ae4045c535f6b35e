package io.actjs.actctl.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actctl.Ran;
import io.actjs.actctl.screen.Json;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real daemon is killed under load and its files are damaged: what it had acknowledged and no
 * longer has keeps it from starting, and it says how much that is.
 */
class DamageTest {
  private static final int CALLS = 190;
  private static final int CLIENTS = 3;
  private static final Pattern LACKS = Pattern.compile("lacks (\\d+) acknowledged turns");
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static final String COUNTER =
      """
      import { Actor, handler } from 'actjs';
      export class Counter extends Actor<{ count: number }> {
        state = { count: 0 };
        @handler('add') add() { return ++this.state.count; }
      }
      """;

  @TempDir Path folder;

  /** Damages a data directory. */
  private interface Damage {
    void to(Path data) throws IOException;
  }

  @Test
  void fault32_aServerDoesNotStartOverLostTurnsUnlessTheLossIsAccepted() throws Exception {
    int acknowledged = killUnderLoad(folder.resolve("data"));
    assertWhole(copy("whole"), acknowledged);
    refusedThenAccepted("deleted", acknowledged, data -> Files.delete(log(data)));
    refusedThenAccepted(
        "cut", acknowledged, data -> change(log(data), log -> log.setLength(log.length() * 3 / 4)));
    refusedThenAccepted(
        "changed",
        acknowledged,
        data ->
            change(
                log(data),
                log -> {
                  log.seek(log.length() / 2);
                  // Pages are full of zeros.
                  log.write("x".repeat(64).getBytes(StandardCharsets.US_ASCII));
                }));
    refusedThenAccepted(
        "empty", acknowledged, data -> change(data.resolve("actjs.db"), file -> file.setLength(0)));
  }

  private int killUnderLoad(Path data) throws Exception {
    AtomicInteger acknowledged = new AtomicInteger();
    List<Thread> clients = new ArrayList<>();
    try (DaemonProcess daemon = new DaemonProcess(data)) {
      daemon.awaitReady();
      Path source = Files.writeString(folder.resolve("Counter.ts"), COUNTER);
      String server = "--server=" + daemon.uri("");
      assertEquals(0, Ran.actctl("publish", source.toString(), "--version=1.0.0", server).exit());
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(Thread.ofVirtual().start(() -> addUntilItDies(daemon, acknowledged)));
      }
      while (acknowledged.get() < CALLS) {
        LockSupport.parkNanos(1_000_000);
      }
      daemon.kill();
      for (Thread client : clients) {
        client.join();
      }
    }
    return acknowledged.get();
  }

  private static void addUntilItDies(DaemonProcess daemon, AtomicInteger acknowledged) {
    try {
      while (add(daemon) > 0) {
        acknowledged.incrementAndGet();
      }
    } catch (IOException killed) {
      // What the test is about.
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The count, or 0 when the call was refused. */
  private static int add(DaemonProcess daemon) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        HTTP.send(
            HttpRequest.newBuilder(daemon.uri("/v1/actors/Counter/one/add"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("null"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    return answer.statusCode() == 200 ? Json.parse(answer.body()).get("result").intValue() : 0;
  }

  private static Path log(Path data) {
    return data.resolve("actjs.db-wal");
  }

  private interface Change {
    void to(RandomAccessFile file) throws IOException;
  }

  private static void change(Path path, Change change) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      change.to(file);
    }
  }

  private Path copy(String name) throws IOException {
    Path target = Files.createDirectories(folder.resolve(name).resolve("data"));
    try (Stream<Path> files = Files.list(folder.resolve("data"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, target.resolve(file.getFileName()));
      }
    }
    return target;
  }

  private static void assertWhole(Path data, int acknowledged) throws Exception {
    assertEquals(0, Ran.actctl("verify", "--data", data.toString()).exit());
    try (DaemonProcess daemon = new DaemonProcess(data)) {
      daemon.awaitReady();
      assertTrue(add(daemon) > acknowledged);
    }
  }

  private void refusedThenAccepted(String name, int acknowledged, Damage damage) throws Exception {
    Path data = copy(name);
    damage.to(data);
    Ran verified = Ran.actctl("verify", "--json", "--data", data.toString());
    assertEquals(1, verified.exit(), verified.out());
    long missing;
    try (DaemonProcess refused = new DaemonProcess(data)) {
      assertNotEquals(0, refused.awaitEnd());
      String said = refused.log();
      Matcher lacks = LACKS.matcher(said);
      assertTrue(lacks.find() && said.contains("--accept-loss"), said);
      missing = Long.parseLong(lacks.group(1));
      assertTrue(verified.out().contains("lacks " + missing + " acknowledged"), verified.out());
    }
    try (DaemonProcess accepted = new DaemonProcess(data, "--accept-loss")) {
      accepted.awaitReady();
      assertTrue(accepted.log().contains("lacks " + missing), accepted.log());
      String server = "--server=" + accepted.uri("");
      String audit = Ran.actctl("audit", "--json", server).out();
      assertTrue(audit.contains("store.loss-accepted"), audit);
      accepted.kill();
    }
    try (DaemonProcess again = new DaemonProcess(data)) {
      again.awaitReady();
      int counted = Math.max(1, add(again));
      // Up to one turn of each client was stored and not yet answered when the kill came.
      assertTrue(counted - 1 + missing >= acknowledged, counted + " and " + missing);
      assertTrue(counted - 1 + missing <= acknowledged + CLIENTS, counted + " and " + missing);
      again.kill();
    }
    Ran after = Ran.actctl("verify", "--data", data.toString());
    assertEquals(0, after.exit(), after.out() + after.err());
  }
}
