package io.actjs.simulation;

import io.actjs.engine.PlantedKernel;
import io.actjs.model.ActorRef;
import io.actjs.model.InboxEntry;
import io.actjs.model.JournalBatch;
import io.actjs.model.JournalEntry;
import io.actjs.model.TurnRecord;
import io.actjs.policy.RuntimeLimits;
import io.actjs.storage.Activation;
import io.actjs.storage.CommitResult;
import io.actjs.storage.ForwardingDriver;
import io.actjs.storage.StorageDriver;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Bugs, one for each mechanism that keeps a promise: it is as good as taken out. */
enum Plants {
  /** Outputs leave before the commit that they wait for. */
  OUTPUT_GATE(Plant.NONE.withDriver(EarlyAnswers::new)),

  /** An owner that has lost its actor may store turns. */
  FENCE(Plant.NONE.withStorage(Unfenced::new)),

  /** A turn leaves the message that it handled in the inbox. */
  CONSUMPTION(
      Plant.NONE.withStorage(
          store ->
              new Changed(store, entry -> entry instanceof TurnRecord turn ? kept(turn) : entry))),

  /** A failing message is tried again indefinitely. */
  ENDLESS_RETRY(Plant.NONE.withLimits(limits -> attempts(limits, Integer.MAX_VALUE))),

  /** A failing message is given up one attempt too early. */
  EARLY_SURRENDER(Plant.NONE.withLimits(limits -> attempts(limits, limits.tellAttempts() - 1))),

  /** A failed turn keeps what it has changed. */
  UNDO(Plant.NONE.withKernel(PlantedKernel.withoutUndo())),

  /** An undo puts what was removed behind all else. */
  UNDO_ORDER(Plant.NONE.withKernel(PlantedKernel.withoutOrder())),

  /** A reminder that has fired is due again. */
  REMINDER(
      Plant.NONE.withStorage(
          store ->
              new Changed(
                  store,
                  entry ->
                      entry instanceof InboxEntry.ReminderFired fired ? dueAgain(fired) : entry))),

  /** A turn is stored without the messages that it sends. */
  OUTBOX(
      Plant.NONE.withStorage(
          store ->
              new Changed(
                  store, entry -> entry instanceof TurnRecord turn ? silent(turn) : entry)));

  // Its functions keep nothing.
  @SuppressWarnings("ImmutableEnumChecker")
  final Plant plant;

  Plants(Plant plant) {
    this.plant = plant;
  }

  private static TurnRecord kept(TurnRecord turn) {
    return new TurnRecord(
        turn.ref(),
        turn.seq(),
        turn.epoch(),
        turn.version(),
        turn.at(),
        turn.change(),
        turn.outbox(),
        turn.reminders(),
        null,
        turn.tags(),
        null);
  }

  private static TurnRecord silent(TurnRecord turn) {
    return new TurnRecord(
        turn.ref(),
        turn.seq(),
        turn.epoch(),
        turn.version(),
        turn.at(),
        turn.change(),
        List.of(),
        turn.reminders(),
        turn.consumed(),
        turn.tags(),
        null);
  }

  private static TurnRecord owned(TurnRecord turn, long epoch) {
    return new TurnRecord(
        turn.ref(),
        turn.seq(),
        epoch,
        turn.version(),
        turn.at(),
        turn.change(),
        turn.outbox(),
        turn.reminders(),
        turn.consumed(),
        turn.tags(),
        null);
  }

  private static InboxEntry.ReminderFired dueAgain(InboxEntry.ReminderFired fired) {
    return new InboxEntry.ReminderFired(
        fired.reminder(), fired.reminder().dueAt(), fired.message());
  }

  private static RuntimeLimits attempts(RuntimeLimits limits, int attempts) {
    return new RuntimeLimits(
        limits.mailbox(),
        limits.subscribersPerActor(),
        limits.activeActors(),
        limits.idleMs(),
        limits.callDeadlineMs(),
        attempts,
        limits.tellRetryMs(),
        limits.rollbackWindowMs());
  }

  private static JournalBatch changed(JournalBatch batch, UnaryOperator<JournalEntry> change) {
    return new JournalBatch(batch.entries().stream().map(change).toList(), batch.needs());
  }

  /** Stores other entries than it is given. */
  private static final class Changed extends ForwardingDriver {
    private final UnaryOperator<JournalEntry> change;

    Changed(StorageDriver store, UnaryOperator<JournalEntry> change) {
      super(store);
      this.change = change;
    }

    @Override
    public List<CommitResult> commit(JournalBatch batch) {
      return store.commit(changed(batch, change));
    }
  }

  /** Takes every turn for one of the newest owner. */
  private static final class Unfenced extends ForwardingDriver {
    private final Map<ActorRef, Long> owners = new HashMap<>();

    Unfenced(StorageDriver store) {
      super(store);
    }

    @Override
    public Activation activate(ActorRef ref, long known) {
      Activation activation = store.activate(ref, known);
      owners.put(ref, activation.epoch());
      return activation;
    }

    @Override
    public List<CommitResult> commit(JournalBatch batch) {
      return store.commit(
          changed(batch, entry -> entry instanceof TurnRecord turn ? newest(turn) : entry));
    }

    private JournalEntry newest(TurnRecord turn) {
      return owned(turn, owners.getOrDefault(turn.ref(), turn.epoch()));
    }
  }

  /** Answers a commit before it is stored. */
  private static final class EarlyAnswers extends ForwardingDriver {
    private final Disk disk;

    EarlyAnswers(StorageDriver store, Disk disk) {
      super(store);
      this.disk = disk;
    }

    @Override
    public List<CommitResult> commit(JournalBatch batch) {
      disk.putOff(batch);
      return Collections.nCopies(batch.size(), CommitResult.COMMITTED);
    }
  }
}
