package io.actjs.runtime.output;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorProblems;
import io.actjs.model.JournalEntry;
import io.actjs.model.TurnRecord;
import io.actjs.storage.CommitResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The output of a turn, which leaves the process when the turn is durable. Without a record it is a
 * barrier: it leaves when the turns before it are durable.
 */
public abstract class Emission extends Output {
  private final ActorGate gate;
  private final boolean isTurn;

  /** Whether the journal carries it, so that its gate counts it as in flight. */
  private boolean journaled;

  /** Whether it may have seen turns of its host, which need not be under way any more. */
  private boolean behindTurns;

  protected Emission(ActorGate gate, @Nullable JournalEntry record, int weight) {
    super(record, weight);
    this.gate = gate;
    this.isTurn = record instanceof TurnRecord;
    this.journaled = record != null;
    this.behindTurns = journaled;
  }

  /** Whether it goes through the journal. */
  public final boolean isJournaled() {
    return journaled;
  }

  /** Makes it wait for what its host has done and seen, if any of that is not durable yet. */
  public final void behindTurns() {
    behindTurns = true;
    journaled |= gate.mustWait();
  }

  ActorGate gate() {
    return gate;
  }

  /** Whether later turns of its actor cannot be stored unless it is. */
  boolean isTurn() {
    return isTurn;
  }

  boolean isDurable() {
    return isStored();
  }

  /** It leaves only if these turns of other actors are stored. */
  void dependsOn(List<Emission> turns) {
    needs(turns);
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
      forgetNeeds();
      if (journaled) {
        gate.settled(this);
      }
    }
  }

  /**
   * A turn after one that was not stored saw changes that never happened, so it fails for the same
   * reason; likewise one that saw another actor's.
   */
  private @Nullable ActjsException refusal() {
    if (reason() != null) {
      return reason();
    }
    ActjsException earlier = behindTurns ? gate.poison() : null;
    if (earlier != null) {
      return earlier;
    }
    CommitResult result = isUnfounded() ? CommitResult.UNFOUNDED : result();
    return result == null || result == CommitResult.COMMITTED ? null : refusal(result);
  }

  private ActjsException refusal(CommitResult result) {
    return switch (result) {
      case CLOSED -> ActorProblems.gone(gate.ref());
      case UNFOUNDED -> ActorProblems.unfounded(gate.ref());
      case FENCED, CONFLICT, ALREADY_CONSUMED, COMMITTED -> ActorProblems.takenOver(gate.ref());
    };
  }
}
