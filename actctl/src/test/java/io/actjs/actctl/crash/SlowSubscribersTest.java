package io.actjs.actctl.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many subscribers, some of which read nothing and could hold more than there is: calls are not
 * refused, the server's memory stays within the share that subscribers may have, those that read
 * get every change, and those that begin to read again get the present state. {@code
 * scripts/slow-subscribers} runs it with more of everything, and prints what the slow ones cost.
 */
class SlowSubscribersTest {
  private static final int FAST = Integer.getInteger("actjs.slow.fast", 12);
  private static final int SLOW = Integer.getInteger("actjs.slow.slow", 6);

  /** So often each of them subscribes: the network takes some MB of what it is sent. */
  private static final int TIMES = Integer.getInteger("actjs.slow.times", 14);

  private static final int ACTORS = Integer.getInteger("actjs.slow.actors", 6);
  private static final int SECONDS = Integer.getInteger("actjs.slow.seconds", 3);
  private static final int PER_SECOND = Integer.getInteger("actjs.slow.rate", 40);
  private static final int CHARS = Integer.getInteger("actjs.slow.chars", 30_000);
  private static final String MEMORY = System.getProperty("actjs.slow.memory", "16MiB");
  private static final String BOARD =
      """
      import { Actor, handler } from 'actjs';
      export class Board extends Actor<{ at: number; n: number; pad: string }> {
        state = { at: 0, n: 0, pad: '' };
        @handler('put') put({ at, n }: { at: number; n: number }) {
          this.state.at = at;
          this.state.n = n;
          this.state.pad = String(n % 10).repeat(CHARS);
        }
      }
      """;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long PATIENCE_NANOS = 120_000_000_000L;

  private final List<BoardWatcher> fast = new ArrayList<>();
  private final List<BoardWatcher> slow = new ArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private int sent;

  @Test
  void slowSubscribersCostTheOthersNothing(@TempDir Path folder) throws Exception {
    try (DaemonProcess daemon =
        new DaemonProcess(folder.resolve("data"), "--limit", "memory=" + MEMORY)) {
      daemon.awaitReady();
      publish(daemon);
      try (BoardWatcher caller = BoardWatcher.open(daemon.port())) {
        for (int i = 0; i < FAST; i++) {
          fast.add(BoardWatcher.subscribed(daemon.port(), "b" + i % ACTORS));
        }
        await("all have the first state", () -> fast.stream().allMatch(BoardWatcher::hasState));
        load(caller, 1);
        double[] without = load(caller, SECONDS);
        for (int i = 0; i < SLOW; i++) {
          slow.add(BoardWatcher.deaf(daemon.port(), "b" + i % ACTORS, TIMES));
        }
        double[] with = load(caller, SECONDS);
        long used = metric(daemon, "actjs_memory_used_bytes");
        long limit = metric(daemon, "actjs_memory_limit_bytes");
        assertTrue(used < 0.8 * limit, () -> "a quarter is left to calls, not " + (limit - used));
        System.out.printf(
            "fast subscribers: p50 %.1f ms, p99 %.1f ms alone; p50 %.1f ms, p99 %.1f ms beside %d"
                + " slow ones: p99 ratio %.2f; %d KiB in use of %s%n",
            without[0],
            without[1],
            with[0],
            with[1],
            SLOW,
            with[1] / without[1],
            used >> 10,
            MEMORY);
        for (BoardWatcher each : fast) {
          assertNull(each.broken());
          assertEquals(1, each.snapshots(), each::toString);
        }
        slow.forEach(BoardWatcher::listen);
        await("the slow ones see the last change", () -> slow.stream().allMatch(this::isUpToDate));
        for (BoardWatcher each : slow) {
          assertNull(each.broken());
        }
      } finally {
        fast.forEach(BoardWatcher::close);
        slow.forEach(BoardWatcher::close);
      }
    }
  }

  /** Changes all boards in turn, so many times a second; returns p50 and p99 in milliseconds. */
  private double[] load(BoardWatcher caller, int seconds) throws IOException {
    fast.forEach(BoardWatcher::forget);
    long begin = System.nanoTime();
    int count = seconds * PER_SECOND;
    for (int i = 0; i < count; i++) {
      long due = begin + i * 1_000_000_000L / PER_SECOND;
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      String board = "b" + sent % ACTORS;
      caller.put(board, ++sent);
    }
    await("all calls are answered", () -> caller.answers() == sent || caller.broken() != null);
    // Refused for want of memory, for example: then a subscriber would wait in vain.
    assertNull(caller.broken());
    await("the fast ones see the last change", () -> fast.stream().allMatch(this::isUpToDate));
    long[] all = fast.stream().flatMapToLong(each -> Arrays.stream(each.latencies())).toArray();
    Arrays.sort(all);
    return new double[] {all[all.length / 2] / 1e6, all[(int) (all.length * 0.99)] / 1e6};
  }

  /** Whether it has seen the last change of its board. */
  private boolean isUpToDate(BoardWatcher watcher) {
    int board = Integer.parseInt(watcher.board().substring(1));
    int last = sent - Math.floorMod(sent - 1 - board, ACTORS);
    return watcher.lastNumber() == Math.max(0, last) || watcher.broken() != null;
  }

  private void publish(DaemonProcess daemon) throws Exception {
    String body =
        JSON.createObjectNode()
            .put("version", "1.0.0")
            .put("source", BOARD.replace("CHARS", String.valueOf(CHARS)))
            .toString();
    HttpRequest request =
        HttpRequest.newBuilder(daemon.uri("/v1/classes/Board/versions"))
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    assertEquals(201, answer.statusCode(), answer::body);
  }

  private long metric(DaemonProcess daemon, String name) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(daemon.uri("/metrics")).build();
    String metrics = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    Matcher found = Pattern.compile("(?m)^" + name + " (\\S+)").matcher(metrics);
    assertTrue(found.find());
    return (long) Double.parseDouble(found.group(1));
  }

  private static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, "waited in vain: " + what);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }
}
