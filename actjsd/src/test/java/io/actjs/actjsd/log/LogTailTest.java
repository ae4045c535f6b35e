package io.actjs.actjsd.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogTailTest {
  private static final long MOST = 1 << 20;

  private final LogTail tail = new LogTail();

  private static LogLine line(String message) {
    return new LogLine(
        Instant.ofEpochMilli(5), "INFO", "l", message, Map.of("actor", "Cart/a"), null);
  }

  private static String text(int n) {
    return n + " " + "x".repeat(1_000);
  }

  @Test
  void readersAreToldWhatIsGoneAndMemoryStaysBounded() {
    tail.keep(MOST);
    for (int i = 1; i <= 5_000; i++) {
      tail.take(line(text(i)));
      assertTrue(tail.bytes() <= MOST);
    }
    LogPage page = tail.after(10, all -> true, 100);
    KeptLine first = page.lines().getFirst();
    assertEquals(first.number() - 11, page.missed());
    assertTrue(first.json().contains("\"" + first.number() + " x"), first.json());
    assertEquals(100, page.lines().size());
    assertEquals(first.number() + 99, page.last());
    LogPage next = tail.after(page.last(), all -> true, 10_000);
    assertEquals(0, next.missed());
    assertEquals(5_000, next.last());
    assertEquals(5_000, next.lines().getLast().number());
    assertEquals(List.of(), tail.after(5_000, all -> true, 10).lines());
    assertEquals(
        List.of(4_998L, 4_999L, 5_000L),
        tail.newest(all -> true, 3).lines().stream().map(KeptLine::number).toList());
    assertEquals(5_000, tail.after(4_000, none -> false, 5_000).last());
  }

  @Test
  void aHoleIsToldWhereItIs() {
    tail.keep(MOST);
    tail.take(line("one"));
    LogLine large = line("y".repeat((int) MOST / 8));
    tail.take(large);
    tail.take(line("three"));
    LogPage first = tail.after(0, all -> true, 10);
    assertEquals(List.of(1L), first.lines().stream().map(KeptLine::number).toList());
    assertEquals(0, first.missed());
    LogPage second = tail.after(first.last(), all -> true, 10);
    assertEquals(1, second.missed());
    assertEquals(List.of(3L), second.lines().stream().map(KeptLine::number).toList());
  }

  @Test
  void aFloodIsDroppedCountedAndNeverWaitedFor() throws Exception {
    LogTail idle = new LogTail();
    for (int i = 0; i < 3 * LogTail.MAX_WAITING; i++) {
      idle.offer(line("flood"));
    }
    idle.take(line("last"));
    assertEquals(2 * LogTail.MAX_WAITING + 1, idle.newest());
    tail.keep(MOST);
    long before = tail.newest();
    Thread reader = Thread.ofVirtual().start(() -> tail.newest(all -> true, 10));
    tail.offer(line("a token=abcdefgh1234 in it"));
    tail.await(before, 30_000);
    reader.join();
    String json = tail.newest(all -> true, 1).lines().getFirst().json();
    assertTrue(json.contains("[redacted]"), json);
    assertFalse(json.contains("abcdefgh1234"), json);
    assertEquals("Cart", tail.newest(all -> true, 1).lines().getFirst().className());
  }
}
