package io.actjs.runtime.output;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorProblems;
import io.actjs.model.JournalEntry;
import io.actjs.storage.CommitResult;
import org.jspecify.annotations.Nullable;

/**
 * The output of a turn, which leaves the process when the turn is durable. Without a record it is a
 * barrier: it leaves when the turns before it are durable.
 */
public abstract class Emission extends Output {
  private final ActorGate gate;

  /** Whether the journal carries it, so that its gate counts it as in flight. */
  private boolean journaled;

  protected Emission(ActorGate gate, @Nullable JournalEntry record, int weight) {
    super(record, weight);
    this.gate = gate;
    this.journaled = record != null;
  }

  /** Whether it goes through the journal. */
  public final boolean isJournaled() {
    return journaled;
  }

  /** Makes it wait for the turns before it, if any is not durable yet. */
  public final void behindTurns() {
    journaled |= gate.inFlight() > 0;
  }

  /** Everything it depends on is durable. */
  protected abstract void opened();

  /** The turn, or one before it, is not stored. */
  protected abstract void refused(ActjsException reason);

  @Override
  protected final void settle() {
    try {
      ActjsException reason = refusal();
      if (reason == null) {
        opened();
      } else {
        gate.poison(reason);
        refused(reason);
        gate.refused(reason);
      }
    } finally {
      if (journaled) {
        gate.settled();
      }
    }
  }

  /**
   * A turn after one that was not stored saw changes that never happened, so it fails for the same
   * reason.
   */
  private @Nullable ActjsException refusal() {
    if (reason() != null) {
      return reason();
    }
    CommitResult result = result();
    ActjsException earlier = journaled ? gate.poison() : null;
    return result == null || result == CommitResult.COMMITTED || earlier != null
        ? earlier
        : refusal(result);
  }

  private ActjsException refusal(CommitResult result) {
    return switch (result) {
      case CLOSED -> ActorProblems.gone(gate.ref());
      case FENCED, CONFLICT, ALREADY_CONSUMED, COMMITTED -> ActorProblems.takenOver(gate.ref());
    };
  }
}
