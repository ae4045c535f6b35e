package io.actjs.runtime;

import io.actjs.model.ActjsException;
import io.actjs.model.InboxEntry;
import io.actjs.model.InboxMessage;
import io.actjs.model.Manifest;
import io.actjs.storage.CommitResult;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A tell from outside: acknowledged, and brought to its actor, when it is durable. */
final class AcceptedTell extends Output {
  private final InboxMessage message;
  private final @Nullable Manifest pin;
  private final HostServices services;
  private final CompletableFuture<String> reply = new CompletableFuture<>();

  AcceptedTell(InboxMessage message, @Nullable Manifest pin, HostServices services) {
    super(new InboxEntry.Accepted(message), message.payload().length());
    this.message = message;
    this.pin = pin;
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
      services.directory().deliver(new Message.Told(message, services.retry(), pin));
    }
  }
}
