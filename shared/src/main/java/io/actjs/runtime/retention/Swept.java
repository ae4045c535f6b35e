package io.actjs.runtime.retention;

/**
 * The number of items that a sweep has dropped.
 *
 * @param turns turns that a snapshot makes superfluous, and those of deleted actors
 * @param deletedActors deleted actors without any trace left: their ids can be used again
 * @param unbornActors rows of ids that were asked for long ago, and never ran a turn
 * @param deadLetters messages that were given up
 * @param auditEntries entries of the audit log
 * @param blobs sources of no version
 * @param retainedSnapshots states from before migrations, past their window
 * @param replies answers to requests under keys that may be used again
 * @param revocations revocations of capabilities that have expired by themselves
 */
public record Swept(
    long turns,
    long deletedActors,
    long unbornActors,
    long deadLetters,
    long auditEntries,
    long blobs,
    long retainedSnapshots,
    long replies,
    long revocations) {
  Swept minus(Swept less) {
    return new Swept(
        turns - less.turns,
        deletedActors - less.deletedActors,
        unbornActors - less.unbornActors,
        deadLetters - less.deadLetters,
        auditEntries - less.auditEntries,
        blobs - less.blobs,
        retainedSnapshots - less.retainedSnapshots,
        replies - less.replies,
        revocations - less.revocations);
  }
}
