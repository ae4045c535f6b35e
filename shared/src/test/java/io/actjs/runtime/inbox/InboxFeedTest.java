package io.actjs.runtime.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.InboxEntry;
import io.actjs.model.InboxMessage;
import io.actjs.model.Manifest;
import io.actjs.model.Standing;
import io.actjs.policy.Budget;
import io.actjs.policy.RuntimeLimits;
import io.actjs.runtime.directory.KeptDeliveries;
import io.actjs.runtime.mailbox.DeadlineWheel;
import io.actjs.runtime.mailbox.Deliveries;
import io.actjs.runtime.mailbox.Delivery;
import io.actjs.runtime.output.DrivenStore;
import io.actjs.storage.Records;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InboxFeedTest {
  private final DrivenStore store = new DrivenStore();
  private final StoredMessages stored =
      new StoredMessages(
          RuntimeLimits.DEFAULT,
          store.access,
          new DeadlineWheel(20, DrivenStore.NOW),
          new KeptDeliveries());
  private final InboxFeed feed = new InboxFeed();
  private boolean whole = true;

  private static InboxMessage message(String id) {
    return Records.sentAt(Records.message(id, Deliveries.ACTOR), DrivenStore.NOW);
  }

  private static InboxPage page(String... ids) {
    List<InboxMessage> messages = Stream.of(ids).map(InboxFeedTest::message).toList();
    return new InboxPage(messages, Map.of(), false);
  }

  private List<String> fed(InboxPage page) {
    ArrayDeque<Delivery> into = new ArrayDeque<>();
    InboxFeed.Fed fed = feed.feed(page, into, Budget.unbounded("server"), stored);
    assertEquals(List.of(), fed.judged());
    whole = fed.isWhole();
    return into.stream().map(Delivery::stored).map(InboxMessage::id).toList();
  }

  @Test
  void aMessageIsAcceptedOnce() {
    assertTrue(feed.accept(message("m1")));
    assertFalse(feed.accept(message("m1")));
    assertTrue(feed.accept(message("m2")));
    assertEquals(2, feed.waiting());
  }

  @Test
  void aMessageThatWasNotHandledIsAcceptedAgain() {
    assertTrue(feed.accept(message("m1")));
    feed.release(message("m1"));
    assertEquals(0, feed.waiting());
    assertTrue(feed.accept(message("m1")));
  }

  @Test
  void aMessageThatHasLeftTheInboxIsNot() {
    assertTrue(feed.accept(message("m1")));
    feed.forget(message("m1"));
    assertEquals(0, feed.waiting());
    assertFalse(feed.accept(message("m1")));
  }

  @Test
  void aMessageThatComesThroughTheMailboxIsNotTakenFromStorage() {
    assertTrue(feed.announce(message("m1")));
    assertFalse(feed.announce(message("m1")), "its second copy need not come");
    assertTrue(feed.announce(message("m2")));
    feed.retract(message("m2"));
    assertEquals(List.of("m0"), fed(page("m0", "m1", "m2")), "m2 must not overtake m1");
    assertFalse(whole);
    feed.arrived(message("m1"));
    assertEquals(List.of("m1", "m2"), fed(page("m0", "m1", "m2")));
    assertTrue(whole);
    assertFalse(feed.accept(message("m1")), "its copy of the mailbox");
    assertFalse(feed.announce(message("m2")), "it is here");
  }

  @Test
  void whatIsHandledWhileAPageIsReadIsNotHandledAgain() {
    feed.beginRead();
    feed.forget(message("first"));
    for (int i = 0; i < 20_000; i++) {
      feed.forget(message("m" + i));
    }
    assertTrue(feed.endRead());
    assertEquals(List.of("new"), fed(page("first", "m7", "new")));
  }

  @Test
  void aPageThatIsReadForTooLongIsOfNoUse() {
    feed.beginRead();
    for (int i = 0; i < 40_000; i++) {
      feed.forget(message("m" + i));
    }
    assertFalse(feed.endRead());
    feed.beginRead();
    assertTrue(feed.endRead());
  }

  @Test
  void onlyTheMessagesHandledLatelyAreRemembered() {
    feed.forget(message("first"));
    for (int i = 0; i < 1_023; i++) {
      feed.forget(message("m" + i));
    }
    assertFalse(feed.accept(message("first")));
    feed.forget(message("one more"));
    assertTrue(feed.accept(message("first")));
  }

  @Test
  void aPageGivesWhatIsNewInItsOrder() {
    assertTrue(feed.accept(message("m2")));
    feed.forget(message("m4"));
    assertEquals(List.of("m1", "m3"), fed(page("m1", "m2", "m3", "m4")));
    assertEquals(List.of(), fed(page("m1", "m2", "m3", "m4")));
  }

  @Test
  void aMessageThatCameBackIsDueAtAnotherTimeAndIsAccepted() {
    InboxMessage again = message("m1").with(Standing.dueAt(DrivenStore.NOW + 5, 0));
    feed.forget(message("m1"));
    assertFalse(feed.accept(message("m1")));
    assertTrue(feed.accept(again));
    assertFalse(feed.accept(again));
  }

  @Test
  void whatAnEarlierProcessLeftBehindIsNotTriedBeforeItIsCounted() {
    InboxMessage old = Records.sentAt(message("m1"), DrivenStore.NOW - 1);
    ArrayDeque<Delivery> into = new ArrayDeque<>();
    InboxPage page = new InboxPage(List.of(old, message("m2")), Map.of(), false);
    assertEquals(
        List.of(old),
        feed.feed(page, into, Budget.unbounded("server"), stored).judged().stream()
            .map(InboxFeed.Judged::message)
            .toList());
    assertEquals(1, into.size());
    assertEquals(List.of(), feed.feed(page, into, Budget.unbounded("server"), stored).judged());
  }

  @Test
  void fault23_aMessageWhoseManifestIsGoneIsGivenUpAndTheOthersGoOn() {
    InboxMessage lost = Records.pinned(message("m1"), "f".repeat(64));
    ArrayDeque<Delivery> into = new ArrayDeque<>();
    InboxPage page = new InboxPage(List.of(lost, message("m2")), Map.of(), false);
    InboxEntry verdict =
        feed.feed(page, into, Budget.unbounded("server"), stored).judged().getFirst().verdict();
    assertTrue(
        assertInstanceOf(InboxEntry.DeadLettered.class, verdict)
            .reason()
            .startsWith("ManifestUnknown"));
    assertEquals(1, into.size());
  }

  @Test
  void aMessageBringsItsPin() {
    Manifest manifest = Manifest.of(Map.of("Counter", Records.V1));
    InboxMessage message = Records.pinned(message("m1"), manifest.sha());
    ArrayDeque<Delivery> into = new ArrayDeque<>();
    InboxPage page = new InboxPage(List.of(message), Map.of(manifest.sha(), manifest), false);
    assertEquals(List.of(), feed.feed(page, into, Budget.unbounded("server"), stored).judged());
    assertSame(manifest, into.getFirst().pin());
  }
}
