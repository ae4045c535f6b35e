package io.actjs.actjsd.ws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.actjs.policy.Budget;
import org.junit.jupiter.api.Test;

class NotificationFramesTest {
  private static final String LARGE = "\"" + "x".repeat(100_000) + "\"";

  private final Budget memory = Budget.unbounded("server");
  private final NotificationFrames frames = new NotificationFrames(memory);

  @Test
  void aLargeFrameOfManySubscribersIsChargedOnce() {
    NotificationFrames frames = new NotificationFrames(memory);
    OutFrame one = frames.snapshot("s", 1, LARGE);
    OutFrame other = frames.snapshot("s", 1, LARGE);
    assertSame(one, other);
    assertEquals(one.utf8.length, memory.used());
    one.release();
    assertEquals(one.utf8.length, memory.used());
    other.release();
    assertEquals(0, memory.used());
    OutFrame again = frames.snapshot("s", 1, LARGE);
    assertNotSame(one, again);
    again.release();
  }

  @Test
  void thereMayBeNoMemoryForAFrame() {
    Budget little = Budget.root("server", 1_000);
    NotificationFrames frames = new NotificationFrames(little);
    assertNull(frames.snapshot("s", 1, LARGE));
    assertNull(frames.patch("s", 1, "\"" + "x".repeat(2_000) + "\""));
    assertEquals(0, little.used());
  }

  @Test
  void fault2_theSameStateAskedForAgainTakesNoMoreMemory() {
    Budget little = Budget.root("server", 300_000);
    NotificationFrames narrow = new NotificationFrames(little);
    OutFrame first = narrow.snapshot("s", 1, LARGE);
    assertNotNull(first);
    OutFrame other = narrow.snapshot("t", 1, LARGE);
    assertNotNull(other);
    assertNull(narrow.snapshot("s", 2, LARGE), "there is no memory for a third");
    // Each time the kernel is asked, its answer is another string.
    for (int i = 0; i < 40; i++) {
      assertSame(first, narrow.snapshot("s", 1, new String(LARGE.toCharArray())));
    }
    assertEquals(first.utf8.length + other.utf8.length, little.used());
    for (int i = 0; i <= 40; i++) {
      first.release();
    }
    other.release();
    assertEquals(0, little.used());
  }

  @Test
  void anotherStateOfTheSameTurnIsAnotherFrame() {
    // A reducer that was edited under "dev" makes another state of the same events.
    OutFrame one = frames.snapshot("s", 1, LARGE);
    OutFrame edited = frames.snapshot("s", 1, LARGE.replace("xx\"", "xy\""));
    assertNotSame(one, edited);
    one.release();
    OutFrame again = frames.snapshot("s", 1, LARGE.replace("xx\"", "xy\""));
    assertSame(edited, again);
    edited.release();
    again.release();
    assertEquals(0, memory.used());
  }
}
