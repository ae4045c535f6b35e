package io.actjs.storage;

import io.actjs.model.ActorHead;

/**
 * How much of an actor is stored: what deciding about its journal takes, without reading it.
 *
 * @param firstSeq the oldest turn of the journal; 0 when it has none
 * @param snapshotSeq the turn of the newest snapshot; 0 when there is none
 * @param deletedAt milliseconds since 1970; 0 while the actor lives
 */
public record JournalExtent(ActorHead head, long firstSeq, long snapshotSeq, long deletedAt) {}
