package io.actjs.storage;

/** The outcome of one entry of a batch. */
public enum CommitResult {
  COMMITTED,
  /** The turn's epoch is older than the actor's: another owner has taken over. */
  FENCED,
  /** The turn's seq is not the one after the actor's last. */
  CONFLICT,
  /** The actor is deleted. */
  CLOSED,
  /**
   * The inbox message that the entry consumes is not pending, or the message that it brings came
   * under a key that has been used.
   */
  ALREADY_CONSUMED,
  /** The entry saw what another changes, which is not stored. */
  UNFOUNDED
}
