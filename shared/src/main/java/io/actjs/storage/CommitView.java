package io.actjs.storage;

import io.actjs.model.KeyedReply;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The stored facts about an actor that a {@link CommitDecision} asks for. They do not change while
 * a batch is decided.
 */
public interface CommitView {
  /** The actor's last turn; 0 when it does not exist. */
  long seq();

  /** A turn with a lower epoch is refused. */
  long fence();

  /** Whether the actor is deleted. */
  boolean isClosed();

  /** Whether the message is in the actor's inbox. */
  boolean isPending(String messageId);

  /** When a message of the actor that is due later is due; empty when none with this id is. */
  OptionalLong dueAt(String messageId);

  /** Whether the message is among the actor's dead letters. */
  boolean isDead(String messageId);

  /** The stored reply to requests of that scope, however old; null when there is none. */
  @Nullable KeyedReply reply(String scope);
}
