package io.actjs.model;

import org.jspecify.annotations.Nullable;

/** One unit of durability: each entry of a batch succeeds or fails on its own. */
public sealed interface JournalEntry permits TurnRecord, InboxEntry, JournalEntry.Remembered {
  /** The actor whose storage the entry changes. */
  ActorRef ref();

  /**
   * The entry of the audit that is stored in the transaction that stores this one, and only if this
   * one is accepted; null for none. The journal does not keep it.
   */
  default @Nullable AuditEntry audit() {
    return null;
  }

  /**
   * An answer to a request under a key that has changed nothing: a refusal of the handler, or what
   * it only read. Like a turn it is refused when another owner has taken over.
   *
   * @param epoch the owner's fencing token
   */
  record Remembered(KeyedReply reply, long epoch) implements JournalEntry {
    @Override
    public ActorRef ref() {
      return reply.ref();
    }
  }
}
