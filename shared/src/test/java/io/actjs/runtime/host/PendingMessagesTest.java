package io.actjs.runtime.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.InboxMessage;
import io.actjs.policy.Budget;
import io.actjs.policy.RuntimeLimits;
import io.actjs.runtime.directory.KeptDeliveries;
import io.actjs.runtime.inbox.InboxPage;
import io.actjs.runtime.inbox.StoredMessages;
import io.actjs.runtime.mailbox.DeadlineWheel;
import io.actjs.runtime.mailbox.Deliveries;
import io.actjs.runtime.mailbox.Delivery;
import io.actjs.runtime.mailbox.KeptOutcome;
import io.actjs.runtime.mailbox.Mailbox;
import io.actjs.runtime.mailbox.Receiver;
import io.actjs.runtime.output.DrivenStore;
import io.actjs.storage.Records;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PendingMessagesTest {
  private final DrivenStore store = new DrivenStore();
  private final PendingMessages pending =
      new PendingMessages(
          new Mailbox(4),
          Budget.unbounded("server"),
          new StoredMessages(
              RuntimeLimits.DEFAULT,
              store.access,
              new DeadlineWheel(20, DrivenStore.NOW),
              new KeptDeliveries()));
  private final Delivery first = Deliveries.call("first");
  private final Delivery second = Deliveries.call("second");
  private final Delivery third = Deliveries.call("third");

  private Delivery offer(Delivery delivery) {
    assertEquals(Mailbox.Offer.TAKEN, pending.offer(delivery));
    return delivery;
  }

  private static Delivery tell(String id) {
    return Deliveries.tell(id, Receiver.NOBODY);
  }

  private static InboxPage page(boolean more, String... ids) {
    List<InboxMessage> messages =
        Stream.of(ids)
            .map(id -> Records.sentAt(Records.message(id, Deliveries.ACTOR), DrivenStore.NOW))
            .toList();
    return new InboxPage(messages, Map.of(), more);
  }

  private String nextStored() {
    Delivery next = pending.next();
    InboxMessage stored = next == null ? null : next.stored();
    return stored == null ? "none" : stored.id();
  }

  @Test
  void whatTheKernelGaveBackGoesBeforeWhatWaitsAndThatBeforeTheMailbox() {
    offer(third);
    pending.putBack(second);
    pending.giveBack(first);
    assertFalse(pending.isEmpty());
    assertSame(first, pending.next());
    assertSame(second, pending.next());
    assertSame(third, pending.next());
    assertNull(pending.next());
    assertTrue(pending.isEmpty());
  }

  @Test
  void givenBackCallsKeepTheirOrder() {
    pending.giveBack(first);
    pending.giveBack(second);
    assertSame(first, pending.next());
    assertSame(second, pending.next());
  }

  @Test
  void whoAnswersAMessageThatIsGivenAwayFindsTheMailboxClosed() {
    offer(third);
    pending.putBack(second);
    pending.giveBack(first);
    List<Delivery> given = new ArrayList<>();
    pending.drain(
        delivery -> {
          given.add(delivery);
          assertEquals(Mailbox.Offer.CLOSED, pending.offer(Deliveries.call("answer")));
        });
    assertEquals(List.of(first, second, third), given);
    assertNull(pending.next());
  }

  @Test
  void theFirstMessageIsSeenWithoutBeingTaken() {
    offer(first);
    offer(second);
    assertSame(first, pending.first());
    assertSame(first, pending.first());
    assertSame(first, pending.next());
    assertSame(second, pending.next());
    assertThrows(IllegalStateException.class, pending::first);
  }

  @Test
  void aStoredMessageThatComesTwiceIsHandledOnce() {
    Delivery original = offer(tell("m1"));
    offer(tell("m1"));
    offer(first);
    assertSame(original, pending.next());
    assertSame(first, pending.next());
    assertNull(pending.next());
  }

  @Test
  void aMessageThatWasNotHandledMayComeAgain() {
    Delivery original = offer(tell("m1"));
    assertSame(original, pending.next());
    pending.release(original);
    pending.release(first);
    assertSame(offer(tell("m1")), pending.next());
  }

  @Test
  void anActorIsWantedAsLongAsSomebodyWaits() {
    offer(Deliveries.call(new KeptOutcome().abandon()));
    offer(first);
    assertTrue(pending.isWanted());
    assertSame(first, pending.next());
    offer(Deliveries.call(new KeptOutcome().abandon()));
    assertFalse(pending.isWanted());
    assertTrue(pending.isEmpty());
  }

  @Test
  void readsAPageWhenTheInboxIsBehindAndNothingElseWaits() {
    assertFalse(pending.wantsPage());
    pending.inboxBehind();
    assertFalse(pending.isIdle());
    pending.putBack(first);
    assertFalse(pending.wantsPage());
    assertSame(first, pending.next());
    assertTrue(pending.wantsPage());
    assertFalse(pending.wantsPage(), "one page at a time");
    assertFalse(pending.isIdle());
    pending.feed(page(false, "m1"));
    assertEquals("m1", nextStored());
    assertTrue(pending.isIdle());
    assertFalse(pending.wantsPage());
  }

  @Test
  void readsOnWhileThereMayBeMore() {
    pending.inboxBehind();
    assertTrue(pending.wantsPage());
    pending.feed(page(true, "m1", "m2"));
    assertFalse(pending.wantsPage());
    assertEquals("m1", nextStored());
    assertEquals("m2", nextStored());
    assertTrue(pending.wantsPage());
  }

  @Test
  void fault20_aMessageInTheMailboxAndInAPageIsTakenInThePagesOrder() {
    pending.inboxBehind();
    assertTrue(pending.wantsPage());
    offer(first);
    offer(tell("m2"));
    pending.feed(page(false, "m1", "m2", "m3"));
    assertEquals("m1", nextStored());
    assertEquals("m2", nextStored());
    assertEquals("m3", nextStored());
    assertSame(first, pending.next());
    assertNull(pending.next());
  }

  @Test
  void aMessageThatIsStoredWhileAPageIsReadIsNotForgotten() {
    pending.inboxBehind();
    assertTrue(pending.wantsPage());
    pending.inboxBehind();
    pending.feed(page(false));
    assertFalse(pending.isIdle());
    assertTrue(pending.wantsPage());
  }

  @Test
  void drainingGivesAllAwayInOrderAndClosesTheMailbox() {
    offer(third);
    pending.putBack(second);
    pending.giveBack(first);
    List<Delivery> left = new ArrayList<>();
    pending.drain(left::add);
    pending.drain(left::add);
    assertEquals(List.of(first, second, third), left);
    assertEquals(Mailbox.Offer.CLOSED, pending.mailbox.offer(first));
  }

  @Test
  void itsSizeCountsWhatTheKernelGaveBackAndWhatWaits() {
    offer(third);
    pending.giveBack(first);
    pending.putBack(second);
    assertEquals(3, pending.size());
    assertSame(first, pending.next());
    assertEquals(2, pending.size());
    assertSame(second, pending.next());
    assertSame(third, pending.next());
    assertEquals(0, pending.size());
    pending.giveBack(first);
    pending.drain(delivery -> {});
    assertEquals(0, pending.size());
  }
}
