package io.actjs.actjsd.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.actjs.model.ClassKind;
import io.actjs.model.Position;
import io.actjs.policy.Budget;
import io.actjs.policy.Charge;
import io.actjs.wire.Notification;
import io.actjs.wire.RpcFrames;
import org.junit.jupiter.api.Test;

class NotificationFramesTest {
  private static final String LARGE = "\"" + "x".repeat(100_000) + "\"";

  private final Budget memory = Budget.unbounded("server");
  private final NotificationFrames frames = new NotificationFrames(RpcFrames::notification, memory);

  private static OutFrame snapshot(NotificationFrames of, String id, long seq, String state) {
    return of.of(id, new Notification.Snapshot(new Position(seq, 7), state));
  }

  private static Notification patch(String json) {
    return new Notification.Change(ClassKind.STATE, 0, new Position(1, 7), json, null);
  }

  @Test
  void aLargeFrameOfManySubscribersIsChargedOnce() {
    NotificationFrames frames = new NotificationFrames(RpcFrames::notification, memory);
    OutFrame one = snapshot(frames, "s", 1, LARGE);
    OutFrame other = snapshot(frames, "s", 1, LARGE);
    assertSame(one, other);
    assertEquals(one.utf8().length, memory.used());
    one.release();
    assertEquals(one.utf8().length, memory.used());
    other.release();
    assertEquals(0, memory.used());
    OutFrame again = snapshot(frames, "s", 1, LARGE);
    assertNotSame(one, again);
    again.release();
  }

  @Test
  void aMessageIsEncodedOnceForAllItsSubscribers() {
    String data = "{\"x\":1}";
    OutFrame one = frames.of("s", new Notification.Emitted("moved", data));
    OutFrame other = frames.of("s", new Notification.Emitted("moved", data));
    assertSame(one.utf8(), other.utf8());
    OutFrame ofOtherType = frames.of("s", new Notification.Emitted("said", data));
    assertNotSame(one.utf8(), ofOtherType.utf8());
    OutFrame change = frames.of("s", patch(data));
    assertNotSame(ofOtherType.utf8(), change.utf8());
  }

  @Test
  void whoIsThereIsEncodedOnceForAllWatchers() {
    String present = "[]";
    OutFrame one = frames.of("s", new Notification.Presence(true, present, "[]"));
    OutFrame other = frames.of("s", new Notification.Presence(true, present, "[]"));
    assertSame(one.utf8(), other.utf8());
    OutFrame change = frames.of("s", new Notification.Presence(false, present, "[\"a\"]"));
    assertNotSame(one.utf8(), change.utf8());
  }

  @Test
  void thereMayBeNoMemoryForAFrame() {
    Budget little = Budget.root("server", 1_000);
    NotificationFrames frames = new NotificationFrames(RpcFrames::notification, little);
    assertNull(snapshot(frames, "s", 1, LARGE));
    assertNull(frames.of("s", patch("\"" + "x".repeat(2_000) + "\"")));
    assertEquals(0, little.used());
  }

  @Test
  void callsHaveAQuarterOfTheMemoryWhateverSubscribersHold() {
    Budget little = Budget.root("server", 100_000);
    NotificationFrames narrow = new NotificationFrames(RpcFrames::notification, little);
    Charge held = little.charge(75_000);
    assertNull(narrow.of("s", patch("[]")));
    assertNull(snapshot(narrow, "s", 1, "1"));
    assertNull(narrow.of("s", new Notification.Dropped(1)));
    assertNotNull(narrow.of("s", new Notification.Tombstone(1, 2)), "the last one cannot wait");
    held.close();
    assertNotNull(narrow.of("s", patch("[]")));
  }

  @Test
  void fault2_theSameStateAskedForAgainTakesNoMoreMemory() {
    Budget little = Budget.root("server", 400_000);
    NotificationFrames narrow = new NotificationFrames(RpcFrames::notification, little);
    OutFrame first = snapshot(narrow, "s", 1, LARGE);
    assertNotNull(first);
    OutFrame other = snapshot(narrow, "t", 1, LARGE);
    assertNotNull(other);
    assertNull(snapshot(narrow, "s", 2, LARGE), "there is no memory for a third");
    // Each time the kernel is asked, its answer is another string.
    for (int i = 0; i < 40; i++) {
      assertSame(first, snapshot(narrow, "s", 1, new String(LARGE.toCharArray())));
    }
    assertEquals(first.utf8().length + other.utf8().length, little.used());
    for (int i = 0; i <= 40; i++) {
      first.release();
    }
    other.release();
    assertEquals(0, little.used());
  }

  @Test
  void anotherStateOfTheSameTurnIsAnotherFrame() {
    // A reducer that was edited under "dev" makes another state of the same events.
    OutFrame one = snapshot(frames, "s", 1, LARGE);
    OutFrame edited = snapshot(frames, "s", 1, LARGE.replace("xx\"", "xy\""));
    assertNotSame(one, edited);
    one.release();
    OutFrame again = snapshot(frames, "s", 1, LARGE.replace("xx\"", "xy\""));
    assertSame(edited, again);
    edited.release();
    again.release();
    assertEquals(0, memory.used());
  }
}
