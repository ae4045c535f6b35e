package io.actjs.storage;

import io.actjs.model.JournalBatch;
import io.actjs.model.JournalEntry;
import java.util.List;

/**
 * The destination of journal entries: the {@link Journal} commits its batches here. An entry is
 * accepted as a whole or not at all, and has one result, however many changes it makes; the entry
 * of the audit that it may come with is one of them.
 */
public interface JournalStore {

  /**
   * Stores the entries, in order, in one transaction. When it returns, the entries with the result
   * {@link CommitResult#COMMITTED} survive a crash, and the others left no trace.
   *
   * <p>A tombstone drops the actor's inbox, reminders and snapshots; its journal stays. An outbox
   * message to a deleted actor becomes a dead letter of no attempt.
   *
   * @return one result an entry, in the order of the entries
   */
  List<CommitResult> commit(JournalBatch batch);

  /** Stores entries none of which has seen another actor's. */
  default List<CommitResult> commit(List<JournalEntry> entries) {
    return commit(JournalBatch.of(entries));
  }

  /** Whether a commit waits for nothing but a disk of this machine. */
  default boolean isLocal() {
    return false;
  }

  /** The number of batches that may be in {@link #commit} at once. */
  default int lanes() {
    return 1;
  }
}
