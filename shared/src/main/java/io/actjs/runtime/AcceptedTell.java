package io.actjs.runtime;

import io.actjs.model.ActjsException;
import io.actjs.model.InboxEntry;
import io.actjs.model.InboxMessage;
import io.actjs.storage.CommitResult;
import java.util.concurrent.CompletableFuture;

/** A tell from outside: acknowledged, and brought to its actor, when it is durable. */
final class AcceptedTell extends Output {
  private final InboxMessage message;
  private final HostServices services;
  private final CompletableFuture<String> reply = new CompletableFuture<>();

  AcceptedTell(InboxMessage message, HostServices services) {
    super(new InboxEntry.Accepted(message), message.payload().length());
    this.message = message;
    this.services = services;
  }

  CompletableFuture<String> reply() {
    return reply;
  }

  @Override
  void settle() {
    ActjsException failure = failure();
    if (failure != null) {
      reply.completeExceptionally(failure);
    } else if (result() == CommitResult.CLOSED) {
      reply.completeExceptionally(Emission.gone(message.target()));
    } else {
      reply.complete(message.id());
      services.directory().deliver(new Message.Told(message, services.retry()));
    }
  }
}
