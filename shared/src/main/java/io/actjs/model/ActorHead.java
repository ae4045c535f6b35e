package io.actjs.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The summary of an actor that storage has without reading its history.
 *
 * @param version the class version of its last turn
 * @param seq the number of its last turn
 * @param epoch the fencing token of the owner that ran its last turn
 * @param createdAt when its first turn began, milliseconds since 1970; 0 when that is not known
 * @param updatedAt when its last turn began; of an actor that an earlier version stored, no earlier
 *     than that
 * @param tags sorted; none of a deleted actor
 */
public record ActorHead(
    ActorRef ref,
    Version version,
    long seq,
    long epoch,
    Phase phase,
    long createdAt,
    long updatedAt,
    List<String> tags) {
  /** An actor lives until it is deleted; a deleted one keeps its head, so that it stays deleted. */
  public enum Phase {
    LIVE,
    TOMBSTONED
  }

  /**
   * The head after the turn.
   *
   * @param before the head before it; null when it is the first
   */
  public static ActorHead after(@Nullable ActorHead before, TurnRecord turn) {
    boolean deleted = turn.change() instanceof Change.Tombstone;
    List<String> tags = turn.tags();
    if (tags == null) {
      tags = before == null ? List.of() : before.tags();
    }
    return new ActorHead(
        turn.ref(),
        turn.version(),
        turn.seq(),
        turn.epoch(),
        deleted ? Phase.TOMBSTONED : Phase.LIVE,
        before == null ? turn.at() : before.createdAt(),
        turn.at(),
        deleted ? List.of() : tags);
  }
}
