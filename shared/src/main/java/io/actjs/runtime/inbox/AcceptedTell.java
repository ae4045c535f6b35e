package io.actjs.runtime.inbox;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorProblems;
import io.actjs.model.Envelope;
import io.actjs.model.InboxEntry;
import io.actjs.model.InboxMessage;
import io.actjs.model.KeyedReply;
import io.actjs.model.Manifest;
import io.actjs.model.ProblemCode;
import io.actjs.policy.Budget;
import io.actjs.policy.Charge;
import io.actjs.runtime.directory.Directory;
import io.actjs.runtime.keyed.KeyedRequests;
import io.actjs.runtime.keyed.StoredAnswer;
import io.actjs.runtime.output.Output;
import io.actjs.storage.CommitResult;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A tell from outside: acknowledged, and brought to its actor, when it is durable. */
public final class AcceptedTell extends Output {
  private final InboxMessage message;
  private final @Nullable Manifest pin;
  private final Directory directory;
  private final StoredMessages stored;
  private final @Nullable KeyedReply keyed;
  private final CompletableFuture<Told> reply = new CompletableFuture<>();
  private Charge charge = Charge.NONE;

  /**
   * @param keyed what the sender is answered when its request has a key, or null
   */
  public AcceptedTell(
      InboxMessage message,
      @Nullable KeyedReply keyed,
      @Nullable Manifest pin,
      Directory directory,
      StoredMessages stored) {
    super(new InboxEntry.Accepted(message, keyed), message.payload().length());
    this.keyed = keyed;
    this.message = message;
    this.pin = pin;
    this.directory = directory;
    this.stored = stored;
  }

  /**
   * An accepted message.
   *
   * @param repeated whether a request with the same key had brought it before
   */
  public record Told(String messageId, boolean repeated) {}

  /** The message's id, once it is durable. */
  public CompletableFuture<Told> reply() {
    return reply;
  }

  /** Takes what the message has in use while it waits; false when that is not there. */
  public boolean chargeTo(Budget memory) {
    Charge taken = memory.tryCharge(Envelope.tell(message).weight());
    if (taken == null) {
      reply.completeExceptionally(memory.exhausted());
      return false;
    }
    charge = taken;
    return true;
  }

  /** The journal has no room for it. */
  public void noRoom() {
    charge.close();
    reply.completeExceptionally(
        new ActjsException(
            ProblemCode.CapacityExhausted,
            "too many messages are waiting to be stored; send the message again later"));
  }

  /** The same request came before. */
  private void repeat(KeyedReply first) {
    try {
      if (!first.key().equals(Objects.requireNonNull(keyed).key())) {
        throw KeyedRequests.mismatch();
      }
      reply.complete(new Told(StoredAnswer.messageId(first), true));
    } catch (ActjsException e) {
      reply.completeExceptionally(e);
    }
  }

  @Override
  protected void settle() {
    charge.close();
    ActjsException failure = reason();
    if (failure != null) {
      reply.completeExceptionally(failure);
    } else if (result() == CommitResult.CLOSED) {
      reply.completeExceptionally(ActorProblems.gone(message.target()));
    } else if (result() == CommitResult.ALREADY_CONSUMED && keyed != null) {
      stored.firstReply(keyed, this::repeat, reply::completeExceptionally);
    } else {
      // First, so that what its sender does next comes behind it.
      directory.deliver(stored.delivery(message, pin));
      reply.complete(new Told(message.id(), false));
    }
  }
}
