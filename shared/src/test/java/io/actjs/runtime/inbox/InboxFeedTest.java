package io.actjs.runtime.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.InboxMessage;
import io.actjs.model.Manifest;
import io.actjs.model.ProblemCode;
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
  private final TellRetry retry =
      new TellRetry(
          RuntimeLimits.DEFAULT,
          store.access,
          new DeadlineWheel(20, DrivenStore.NOW),
          new KeptDeliveries());
  private final InboxFeed feed = new InboxFeed();

  private static InboxPage page(String... ids) {
    List<InboxMessage> messages =
        Stream.of(ids).map(id -> Records.message(id, Deliveries.ACTOR)).toList();
    return new InboxPage(messages, Map.of(), false);
  }

  private List<String> fed(InboxPage page) {
    ArrayDeque<Delivery> into = new ArrayDeque<>();
    feed.feed(page, into, Budget.unbounded("server"), retry);
    return into.stream().map(Delivery::stored).map(InboxMessage::id).toList();
  }

  @Test
  void aMessageIsAcceptedOnce() {
    assertTrue(feed.accept("m1"));
    assertFalse(feed.accept("m1"));
    assertTrue(feed.accept("m2"));
    assertEquals(2, feed.waiting());
  }

  @Test
  void aMessageThatWasNotHandledIsAcceptedAgain() {
    assertTrue(feed.accept("m1"));
    feed.release("m1");
    assertEquals(0, feed.waiting());
    assertTrue(feed.accept("m1"));
  }

  @Test
  void aMessageThatHasLeftTheInboxIsNot() {
    assertTrue(feed.accept("m1"));
    feed.forget("m1");
    assertEquals(0, feed.waiting());
    assertFalse(feed.accept("m1"));
  }

  @Test
  void onlyTheMessagesHandledLatelyAreRemembered() {
    feed.forget("first");
    for (int i = 0; i < 1_023; i++) {
      feed.forget("m" + i);
    }
    assertFalse(feed.accept("first"));
    feed.forget("one more");
    assertTrue(feed.accept("first"));
  }

  @Test
  void aPageGivesWhatIsNewInItsOrder() {
    assertTrue(feed.accept("m2"));
    feed.forget("m4");
    assertEquals(List.of("m1", "m3"), fed(page("m1", "m2", "m3", "m4")));
    assertEquals(List.of(), fed(page("m1", "m2", "m3", "m4")));
  }

  @Test
  void aPageLeavesAloneWhatComesAgainByItself() {
    retry
        .delivery(Records.message("m1", Deliveries.ACTOR), null)
        .fail(new ActjsException(ProblemCode.HandlerError, "boom"));
    assertEquals(List.of("m2"), fed(page("m1", "m2")));
  }

  @Test
  void aMessageBringsItsPin() {
    Manifest manifest = Manifest.of(Map.of("Counter", Records.V1));
    InboxMessage message = Records.pinned(Records.message("m1", Deliveries.ACTOR), manifest.sha());
    ArrayDeque<Delivery> into = new ArrayDeque<>();
    feed.feed(
        new InboxPage(List.of(message), Map.of(manifest.sha(), manifest), false),
        into,
        Budget.unbounded("server"),
        retry);
    assertSame(manifest, into.getFirst().pin());
  }
}
