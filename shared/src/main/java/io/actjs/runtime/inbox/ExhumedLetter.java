package io.actjs.runtime.inbox;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorProblems;
import io.actjs.model.InboxEntry;
import io.actjs.model.InboxMessage;
import io.actjs.model.Manifest;
import io.actjs.runtime.directory.Directory;
import io.actjs.runtime.output.Output;
import io.actjs.storage.CommitResult;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A dead letter that is dropped, or becomes a message again and is brought to its actor. */
public final class ExhumedLetter extends Output {
  private final InboxEntry.Exhumed entry;
  private final @Nullable Manifest pin;
  private final Directory directory;
  private final StoredMessages stored;
  private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();

  /**
   * @param pin the manifest that the message names, or null
   */
  public ExhumedLetter(
      InboxEntry.Exhumed entry,
      @Nullable Manifest pin,
      Directory directory,
      StoredMessages stored) {
    super(entry, entry.again() == null ? 0 : entry.again().payload().length());
    this.entry = entry;
    this.pin = pin;
    this.directory = directory;
    this.stored = stored;
  }

  /** Completes when it is none any more, durably; {@code DeadLetterNotFound}, {@code Gone}. */
  public CompletableFuture<@Nullable Void> done() {
    return done;
  }

  @Override
  protected void settle() {
    ActjsException failure = reason();
    if (failure != null) {
      done.completeExceptionally(failure);
    } else if (result() == CommitResult.CLOSED) {
      done.completeExceptionally(ActorProblems.gone(entry.ref()));
    } else if (result() != CommitResult.COMMITTED) {
      done.completeExceptionally(ActorProblems.noDeadLetter(entry.ref(), entry.messageId()));
    } else {
      InboxMessage again = entry.again();
      if (again != null) {
        directory.deliver(stored.delivery(again, pin));
      }
      done.complete(null);
    }
  }
}
