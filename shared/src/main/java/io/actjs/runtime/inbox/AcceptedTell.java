package io.actjs.runtime.inbox;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorProblems;
import io.actjs.model.Envelope;
import io.actjs.model.InboxEntry;
import io.actjs.model.InboxMessage;
import io.actjs.model.Manifest;
import io.actjs.model.ProblemCode;
import io.actjs.policy.Budget;
import io.actjs.policy.Charge;
import io.actjs.runtime.directory.Directory;
import io.actjs.runtime.output.Output;
import io.actjs.storage.CommitResult;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A tell from outside: acknowledged, and brought to its actor, when it is durable. */
public final class AcceptedTell extends Output {
  private final InboxMessage message;
  private final @Nullable Manifest pin;
  private final Directory directory;
  private final StoredMessages stored;
  private final CompletableFuture<String> reply = new CompletableFuture<>();
  private Charge charge = Charge.NONE;

  public AcceptedTell(
      InboxMessage message, @Nullable Manifest pin, Directory directory, StoredMessages stored) {
    super(new InboxEntry.Accepted(message), message.payload().length());
    this.message = message;
    this.pin = pin;
    this.directory = directory;
    this.stored = stored;
  }

  /** The message's id, once it is durable. */
  public CompletableFuture<String> reply() {
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

  @Override
  protected void settle() {
    charge.close();
    ActjsException failure = reason();
    if (failure != null) {
      reply.completeExceptionally(failure);
    } else if (result() == CommitResult.CLOSED) {
      reply.completeExceptionally(ActorProblems.gone(message.target()));
    } else {
      reply.complete(message.id());
      directory.deliver(stored.delivery(message, pin));
    }
  }
}
