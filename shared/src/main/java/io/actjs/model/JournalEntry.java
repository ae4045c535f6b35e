package io.actjs.model;

/** One thing that is made durable: entries of a batch succeed or fail each for itself. */
public sealed interface JournalEntry permits TurnRecord, InboxEntry {
  /** The actor whose storage the entry changes. */
  ActorRef ref();
}
