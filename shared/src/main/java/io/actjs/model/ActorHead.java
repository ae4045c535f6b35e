package io.actjs.model;

/**
 * The summary of an actor that storage has without reading its history.
 *
 * @param version the class version of its last turn
 * @param seq the number of its last turn
 * @param epoch the fencing token of the owner that ran its last turn
 */
public record ActorHead(ActorRef ref, Version version, long seq, long epoch, Phase phase) {
  /** An actor lives until it is deleted; a deleted one keeps its head, so that it stays deleted. */
  public enum Phase {
    LIVE,
    TOMBSTONED
  }
}
