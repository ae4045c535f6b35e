package io.actjs.storage;

import io.actjs.model.ActorRef;
import io.actjs.model.InboxMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages that are due later: reminders, and what waits for another attempt. Turns and other
 * journal entries move them. Threads and errors are as {@link StorageDriver} says.
 */
public interface DueStore {

  /**
   * The actor's messages that are due later, in order of (dueAt, id).
   *
   * @param after the message behind which to begin, which may be gone; null for the first
   */
  List<InboxMessage> later(ActorRef ref, @Nullable InboxMessage after, int limit);

  /** The first of the actor's messages that are due later. */
  default List<InboxMessage> later(ActorRef ref, int limit) {
    return later(ref, null, limit);
  }

  /**
   * Messages of the actors in the shards that are due later, and by then: those with {@code dueAt
   * <= atMs}, in order of (dueAt, id).
   */
  List<InboxMessage> due(ShardSet shards, long atMs, int limit);

  /** {@link #due(ShardSet, long, int)} for all actors. */
  default List<InboxMessage> due(long atMs, int limit) {
    return due(ShardSet.ALL, atMs, limit);
  }

  /** The earliest {@code dueAt} of what the actors in the shards have later, or null. */
  @Nullable Long nextDueAt(ShardSet shards);

  /** The earliest {@code dueAt} of what any actor has later, or null. */
  default @Nullable Long nextDueAt() {
    return nextDueAt(ShardSet.ALL);
  }
}
