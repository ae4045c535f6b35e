package io.actjs.storage;

import io.actjs.model.ActorRef;
import io.actjs.model.ActorSnapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Data with a limited life: states kept for rollbacks, the beginnings of journals, deleted actors,
 * expired rows. Threads and errors are as {@link StorageDriver} says.
 */
public interface RetentionStore {

  /**
   * Keeps an actor's state from before a migration, in place of an older one. It is durable when
   * this returns.
   *
   * @param until milliseconds since 1970 after which it is {@link Expired}
   */
  void retain(ActorSnapshot beforeMigration, long until);

  /** The state that was {@link #retain retained} last, if it is still there. */
  @Nullable ActorSnapshot retained(ActorRef ref);

  /**
   * Drops the actor's turns with {@code seq <= upToSeq}; {@link ActorStore#readJournal} begins
   * after them from then on.
   *
   * @return how many turns were dropped now
   * @throws IllegalArgumentException when the actor has no snapshot of turn {@code upToSeq} or
   *     later
   */
  long compact(ActorRef ref, long upToSeq);

  /**
   * The stored extent of each actor in the shards, including deleted ones, in order of (class, id),
   * after {@code after}. No journal is read for it. The first page sees every commit that returned
   * before it; a later one may show an actor as it was when that page was read.
   */
  List<JournalExtent> extents(ShardSet shards, @Nullable ActorRef after, int limit);

  /** How much is stored of each actor, in whatever shard. */
  default List<JournalExtent> extents(@Nullable ActorRef after, int limit) {
    return extents(ShardSet.ALL, after, limit);
  }

  /**
   * Drops a deleted actor's journal in small transactions; the actor stays deleted. Does nothing to
   * one that is not deleted.
   *
   * @return how many turns were dropped now
   */
  long dropJournal(ActorRef deleted);

  /**
   * Drops the last stored trace of a deleted actor: from then on its id is that of an actor that
   * never existed, and can be used again. An owner of the deleted actor commits nothing into the
   * new one: epochs of new actors are greater than those of all that were forgotten.
   *
   * @return false when the actor is not deleted, or in use just now: ask again later
   */
  boolean forget(ActorRef deleted);

  /**
   * Drops what is kept of the actor's state beside the store, where it is kept for speed alone.
   *
   * @return false when that could not be reached
   */
  default boolean dropCopies(ActorRef ref) {
    return true;
  }

  /**
   * Drops what has expired, the oldest first, in small transactions.
   *
   * @return the number of dropped rows; fewer than the limit when nothing expired is left
   */
  int drop(Expired expired, int limit);
}
