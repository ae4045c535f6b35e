package io.actjs.runtime;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.JournalEntry;
import io.actjs.model.ProblemCode;
import io.actjs.storage.CommitResult;
import org.jspecify.annotations.Nullable;

/**
 * What leaves the process when a turn is durable. Without a record it is a barrier: it leaves when
 * the turns before it are durable.
 */
abstract class Emission extends Output {
  private final ActorHost host;

  /** Whether the journal carries it, so that its host counts it as in flight. */
  boolean journaled;

  Emission(ActorHost host, @Nullable JournalEntry record, int weight) {
    super(record, weight);
    this.host = host;
  }

  final ActorHost host() {
    return host;
  }

  /** All that was seen is durable. */
  abstract void opened();

  /** The turn, or one before it, is not stored. */
  abstract void refused(ActjsException reason);

  @Override
  final void settle() {
    try {
      ActjsException reason = reason();
      if (reason == null) {
        opened();
      } else {
        host.poison(reason);
        refused(reason);
        // Whoever watches has seen another past than the next owner may have.
        host.services.context().subscriptions.of(host.ref).forEach(Attachment::resync);
      }
    } finally {
      if (journaled) {
        host.settled();
      }
    }
  }

  /**
   * A turn after one that was not stored saw what never happened, so it fails with the same reason.
   */
  private @Nullable ActjsException reason() {
    if (failure() != null) {
      return failure();
    }
    CommitResult result = result();
    ActjsException earlier = journaled ? host.poisoned() : null;
    return result == null || result == CommitResult.COMMITTED || earlier != null
        ? earlier
        : refusal(result);
  }

  private ActjsException refusal(CommitResult result) {
    return switch (result) {
      case CLOSED -> gone(host.ref);
      case FENCED, CONFLICT, ALREADY_CONSUMED, COMMITTED -> takenOver(host.ref);
    };
  }

  static ActjsException takenOver(ActorRef ref) {
    return new ActjsException(
        ProblemCode.Fenced, "another owner has taken " + ref + " over; send the call again");
  }

  static ActjsException gone(ActorRef ref) {
    return new ActjsException(
        ProblemCode.Gone, ref + " was deleted; a deleted actor never comes back");
  }
}
