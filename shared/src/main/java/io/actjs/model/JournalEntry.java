package io.actjs.model;

/** One unit of durability: each entry of a batch succeeds or fails on its own. */
public sealed interface JournalEntry permits TurnRecord, InboxEntry, Remembered {
  /** The actor whose storage the entry changes. */
  ActorRef ref();
}
