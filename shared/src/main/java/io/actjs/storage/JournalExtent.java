package io.actjs.storage;

import io.actjs.model.ActorHead;

/**
 * The extent of an actor's stored journal, for decisions that need not read it.
 *
 * @param firstSeq the oldest turn of the journal; 0 when it has none
 * @param snapshotSeq the turn of the newest snapshot; 0 when there is none
 * @param deletedAt milliseconds since 1970; 0 while the actor lives
 */
public record JournalExtent(ActorHead head, long firstSeq, long snapshotSeq, long deletedAt) {}
