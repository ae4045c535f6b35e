package io.actjs.runtime.due;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.actjs.model.ActorRef;
import io.actjs.model.Envelope;
import io.actjs.model.Headers;
import io.actjs.model.InboxMessage;
import io.actjs.model.ReminderChange;
import io.actjs.model.Standing;
import io.actjs.policy.RuntimeLimits;
import io.actjs.runtime.directory.KeptDeliveries;
import io.actjs.runtime.inbox.StoredMessages;
import io.actjs.runtime.mailbox.Answer;
import io.actjs.runtime.mailbox.DeadlineWheel;
import io.actjs.runtime.mailbox.Deliveries;
import io.actjs.runtime.mailbox.Delivery;
import io.actjs.runtime.output.DrivenStore;
import io.actjs.storage.Records;
import io.actjs.storage.Signals;
import io.actjs.testkit.FaultyDriver.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DueClockTest {
  private static final long NOW = DrivenStore.NOW;
  private static final ActorRef ACTOR = Deliveries.ACTOR;

  private static final class SentSignals implements Signals {
    final List<Signal> sent = new ArrayList<>();

    @Override
    public void send(Signal signal) {
      sent.add(signal);
    }

    @Override
    public void listen(Consumer<Signal> listener) {}
  }

  private final DrivenStore store = new DrivenStore();
  private final SentSignals signals = new SentSignals();
  private final KeptDeliveries directory = new KeptDeliveries();
  private final DeadlineWheel wheel = new DeadlineWheel(20, NOW);
  private final StoredMessages stored =
      new StoredMessages(RuntimeLimits.DEFAULT, store.access, wheel, directory);
  private final DueClock reminders = new DueClock(store.access, signals, directory, stored);
  private long turns;

  private static InboxMessage once(String id, long dueAt) {
    return every(id, dueAt, 0);
  }

  private static InboxMessage every(String id, long dueAt, long everyMs) {
    return InboxMessage.reminder(id, ACTOR, dueAt, everyMs, "tick", "{}", Headers.NONE, NOW);
  }

  /** Stores reminders of which this clock has not been told. */
  private void keep(InboxMessage... set) {
    store.memory.commit(List.of(Records.sets(ACTOR, ++turns, set)));
  }

  private void tick() {
    reminders.advance(store.clock.nowMs());
    store.run();
  }

  private void tickAfter(long ms) {
    store.clock.advance(ms);
    tick();
  }

  private List<InboxMessage> fired() {
    return directory.take().stream().map(Delivery::stored).toList();
  }

  private List<Long> pending() {
    return store.memory.later(ACTOR, 100).stream().map(InboxMessage::dueAt).toList();
  }

  {
    // An owner of epoch 1, as the records are of.
    var unused = store.memory.activate(ACTOR);
  }

  @Test
  void aDueReminderMovesIntoTheInboxOfItsActor() {
    InboxMessage reminder = once("r1", NOW - 10);
    keep(reminder);
    tick();
    assertEquals(List.of(reminder.with(Standing.dueAt(NOW, 0))), fired());
    assertEquals(List.of("r1"), store.inbox(ACTOR));
    assertEquals(List.of(), pending());
    tickAfter(DueClock.LOOK_MS);
    assertEquals(List.of(), fired());
  }

  @Test
  void nothingIsFiredBeforeItIsDue() {
    keep(once("r1", NOW + 500));
    tick();
    tickAfter(499);
    assertEquals(List.of(), fired());
    tickAfter(1);
    assertEquals(1, fired().size());
  }

  @Test
  void fault13_aRepeatingReminderThatIsDueIsNotDueAgainBeforeItIsHandled() {
    keep(every("r1", NOW - 350, 100));
    tick();
    assertEquals(1, fired().size());
    assertEquals(List.of(), pending());
    for (int i = 0; i < 9; i++) {
      tickAfter(100);
    }
    assertEquals(List.of(), fired());
  }

  @Test
  void messagesThatMayHaveStoppedTheServerAreTriedOneAtATime() {
    Standing suspect = new Standing(NOW, 0, 0, 1, null);
    keep(once("r1", NOW).with(suspect), once("r2", NOW).with(suspect), once("r3", NOW + 1));
    tick();
    List<Delivery> first = directory.take();
    assertEquals(List.of("r1"), first.stream().map(each -> each.stored().id()).toList());
    tickAfter(1);
    tickAfter(1_000);
    assertEquals(List.of("r3"), fired().stream().map(InboxMessage::id).toList());
    first.getFirst().answer(Answer.Done.DONE);
    tick();
    assertEquals(List.of("r2"), fired().stream().map(InboxMessage::id).toList());
  }

  @Test
  void aMessageThatAwaitsDoesNotHoldTheOthersUp() {
    Standing suspect = new Standing(NOW, 0, 0, 1, null);
    keep(once("r1", NOW).with(suspect), once("r2", NOW).with(suspect));
    tick();
    assertEquals(1, fired().size());
    store.clock.advance(2_100);
    wheel.advance(store.clock.nowMs());
    tick();
    assertEquals(List.of("r2"), fired().stream().map(InboxMessage::id).toList());
  }

  @Test
  void whatIsDueComesInItsOrderAPageAfterTheOther() {
    InboxMessage[] due =
        IntStream.range(0, 80)
            .mapToObj(i -> once("r%02d".formatted(i), NOW - i))
            .toArray(InboxMessage[]::new);
    keep(due);
    tick();
    List<String> expected =
        Stream.iterate(79, i -> i >= 0, i -> i - 1).map("r%02d"::formatted).toList();
    assertEquals(expected, fired().stream().map(InboxMessage::id).toList());
    assertEquals(List.of(), pending());
  }

  @Test
  void aPageThatIsOnItsWayIsNotReadAgain() {
    keep(once("r1", NOW));
    reminders.advance(NOW);
    reminders.advance(NOW);
    assertEquals(1, store.hand.tasks());
    store.run();
    assertEquals(1, fired().size());
  }

  @Test
  void fault23_aManifestThatIsGoneStopsNoOtherReminder() {
    InboxMessage lost =
        InboxMessage.reminder(
            "r0", ACTOR, NOW - 5, 0, "tick", "{}", Headers.NONE.withManifest("f".repeat(64)), NOW);
    keep(lost, once("r1", NOW));
    tick();
    tick();
    assertEquals(List.of("r1"), fired().stream().map(InboxMessage::id).toList());
    assertEquals(List.of(), pending());
    // Its actor looks into its inbox, and gives it up there.
    store.clock.advance(1_100);
    wheel.advance(store.clock.nowMs());
    assertEquals(Envelope.wake(ACTOR), directory.take().getFirst().envelope());
  }

  @Test
  void looksRegularlyForWhatOtherServersSet() {
    tick();
    keep(once("r1", NOW + 1));
    tickAfter(DueClock.LOOK_MS - 1);
    assertEquals(List.of(), fired());
    tickAfter(1);
    assertEquals(1, fired().size());
  }

  @Test
  void looksEarlierWhenItIsTold() {
    tick();
    keep(once("r1", NOW + 1));
    reminders.lookAt(NOW + 1);
    tickAfter(1);
    assertEquals(1, fired().size());
  }

  @Test
  void aReminderThatIsSetIsFiredInTimeAndOthersAreToldWhenItIsSoon() {
    tick();
    InboxMessage soon = once("r1", NOW + 1_000);
    InboxMessage late = once("r2", NOW + DueClock.LOOK_MS);
    keep(soon, late);
    reminders.changed(new ReminderChange.Scheduled(soon));
    reminders.changed(new ReminderChange.Scheduled(late));
    reminders.changed(new ReminderChange.Cancelled("r3"));
    assertEquals(List.of(new Signals.Signal.ReminderSet(NOW + 1_000)), signals.sent);
    tickAfter(1_000);
    assertEquals(1, fired().size());
    tickAfter(DueClock.LOOK_MS - 1_000);
    assertEquals(1, fired().size());
  }

  @Test
  void aReminderThatIsCancelledMeanwhileHasNoEffect() {
    keep(once("r1", NOW), once("r2", NOW));
    store.before(
        "commit", () -> store.memory.commit(List.of(Records.cancels(ACTOR, ++turns, "r1", "r2"))));
    tick();
    tickAfter(DueClock.LOOK_MS);
    assertEquals(List.of(), fired());
    assertEquals(List.of(), store.inbox(ACTOR));
  }

  @Test
  void goesOnAfterStorageWasAway() {
    keep(once("r1", NOW));
    store.faults("due", Fault.FAIL_BEFORE);
    tick();
    store.faults("commit", Fault.FAIL_BEFORE);
    tickAfter(1_000);
    store.heal();
    tickAfter(999);
    assertEquals(List.of(), fired());
    tickAfter(1);
    assertEquals(1, fired().size());
    assertEquals(1, store.inbox(ACTOR).size());
  }

  @Test
  void aReminderWhoseCommitWasInDoubtIsOneMessageAtMost() {
    keep(once("r1", NOW));
    store.faults("commit", Fault.FAIL_AFTER);
    tick();
    store.heal();
    tickAfter(60_000);
    // It is stored, and the watch of the inboxes finds it: here nobody knows.
    assertEquals(List.of(), fired());
    assertEquals(1, store.inbox(ACTOR).size());
  }

  @Test
  void aClosingServerFiresNoMore() {
    keep(once("r1", NOW));
    reminders.advance(NOW);
    store.access.threads().shutdown();
    store.run();
    assertEquals(1, fired().size());
    assertEquals(0, store.hand.tasks());
  }
}
