package io.actjs.runtime.reminder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActorRef;
import io.actjs.model.Headers;
import io.actjs.model.InboxMessage;
import io.actjs.model.Reminder;
import io.actjs.model.ReminderChange;
import io.actjs.policy.RuntimeLimits;
import io.actjs.runtime.directory.KeptDeliveries;
import io.actjs.runtime.inbox.InboxMessages;
import io.actjs.runtime.inbox.TellRetry;
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

class ReminderClockTest {
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
  private int ids;
  private final ReminderClock reminders =
      new ReminderClock(
          store.access,
          signals,
          new InboxMessages(() -> "m%04d".formatted(ids++)),
          directory,
          new TellRetry(
              RuntimeLimits.DEFAULT, store.access, new DeadlineWheel(20, NOW), directory));
  private long turns;

  private static Reminder once(String id, long dueAt) {
    return every(id, dueAt, 0);
  }

  private static Reminder every(String id, long dueAt, long everyMs) {
    return new Reminder(id, ACTOR, dueAt, everyMs, "tick", "{}", Headers.NONE, NOW);
  }

  /** Stores reminders of which this clock has not been told. */
  private void stored(Reminder... set) {
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
    return store.memory.reminders(ACTOR, 100).stream().map(Reminder::dueAt).toList();
  }

  {
    // An owner of epoch 1, as the records are of.
    var unused = store.memory.activate(ACTOR);
  }

  @Test
  void aDueReminderBecomesOneStoredMessageOfTheActorToItself() {
    stored(once("r1", NOW));
    tick();
    InboxMessage message = fired().getFirst();
    assertEquals(
        new InboxMessage("m0000", ACTOR, "tick", "{}", ACTOR.toString(), NOW, Headers.NONE),
        message);
    assertEquals(List.of("m0000"), store.inbox(ACTOR));
    assertEquals(List.of(), pending());
    tickAfter(ReminderClock.LOOK_MS);
    assertEquals(List.of(), fired());
  }

  @Test
  void nothingIsFiredBeforeItIsDue() {
    stored(once("r1", NOW + 500));
    tick();
    tickAfter(499);
    assertEquals(List.of(), fired());
    tickAfter(1);
    assertEquals(1, fired().size());
  }

  @Test
  void oneOccurrenceMakesUpForAllThatWereMissedAndTheRhythmStays() {
    stored(every("r1", NOW - 350, 100));
    tick();
    assertEquals(1, fired().size());
    assertEquals(List.of(NOW + 50), pending());
    tickAfter(50);
    assertEquals(1, fired().size());
    assertEquals(List.of(NOW + 150), pending());
  }

  @Test
  void whatIsDueComesInItsOrderAPageAfterTheOther() {
    Reminder[] due =
        IntStream.range(0, 80)
            .mapToObj(i -> once("r%02d".formatted(i), NOW - i))
            .toArray(Reminder[]::new);
    stored(due);
    tick();
    List<String> expected =
        Stream.iterate(79, i -> i >= 0, i -> i - 1).map(i -> "m%04d".formatted(79 - i)).toList();
    assertEquals(expected, fired().stream().map(InboxMessage::id).toList());
    assertEquals(List.of(), pending());
  }

  @Test
  void aPageThatIsOnItsWayIsNotReadAgain() {
    stored(once("r1", NOW));
    reminders.advance(NOW);
    reminders.advance(NOW);
    assertEquals(1, store.hand.tasks());
    store.run();
    assertEquals(1, fired().size());
  }

  @Test
  void fault23_aManifestThatIsGoneStopsNoOtherReminder() {
    Reminder lost =
        new Reminder(
            "r0", ACTOR, NOW - 5, 0, "tick", "{}", Headers.NONE.withManifest("f".repeat(64)), NOW);
    stored(lost, once("r1", NOW));
    tick();
    tick();
    assertEquals(1, fired().size());
    assertEquals(List.of(), pending());
    assertEquals(1, store.memory.deadLetters(ACTOR, 10).size());
    assertTrue(
        store.memory.deadLetters(ACTOR, 10).getFirst().reason().startsWith("ManifestUnknown"));
  }

  @Test
  void looksRegularlyForWhatOtherServersSet() {
    tick();
    stored(once("r1", NOW + 1));
    tickAfter(ReminderClock.LOOK_MS - 1);
    assertEquals(List.of(), fired());
    tickAfter(1);
    assertEquals(1, fired().size());
  }

  @Test
  void looksEarlierWhenItIsTold() {
    tick();
    stored(once("r1", NOW + 1));
    reminders.lookAt(NOW + 1);
    tickAfter(1);
    assertEquals(1, fired().size());
  }

  @Test
  void aReminderThatIsSetIsFiredInTimeAndOthersAreToldWhenItIsSoon() {
    tick();
    Reminder soon = once("r1", NOW + 1_000);
    Reminder late = once("r2", NOW + ReminderClock.LOOK_MS);
    stored(soon, late);
    reminders.changed(new ReminderChange.Scheduled(soon));
    reminders.changed(new ReminderChange.Scheduled(late));
    reminders.changed(new ReminderChange.Cancelled("r3"));
    assertEquals(List.of(new Signals.Signal.ReminderSet(NOW + 1_000)), signals.sent);
    tickAfter(1_000);
    assertEquals(1, fired().size());
    tickAfter(ReminderClock.LOOK_MS - 1_000);
    assertEquals(1, fired().size());
  }

  @Test
  void aReminderThatIsCancelledMeanwhileHasNoEffect() {
    stored(once("r1", NOW), once("r2", NOW));
    store.before(
        "commit", () -> store.memory.commit(List.of(Records.cancels(ACTOR, ++turns, "r1", "r2"))));
    tick();
    tickAfter(ReminderClock.LOOK_MS);
    assertEquals(List.of(), fired());
    assertEquals(List.of(), store.inbox(ACTOR));
  }

  @Test
  void goesOnAfterStorageWasAway() {
    stored(once("r1", NOW));
    store.faults("dueReminders", Fault.FAIL_BEFORE);
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
    stored(once("r1", NOW));
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
    stored(once("r1", NOW));
    reminders.advance(NOW);
    store.access.threads().shutdown();
    store.run();
    assertEquals(1, fired().size());
    assertEquals(0, store.hand.tasks());
  }
}
