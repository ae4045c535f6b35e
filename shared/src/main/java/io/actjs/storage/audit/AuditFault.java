package io.actjs.storage.audit;

/**
 * The first place where the audit is not what was written.
 *
 * @param ordinal of the entry in question
 * @param text a sentence for people
 */
public record AuditFault(long ordinal, Kind kind, String text) {
  /** What became of the entry. */
  public enum Kind {
    /** It is not there. */
    MISSING,
    /** It is there and differs, or another one is in its place. */
    CHANGED,
    /** Nobody wrote it through the server. */
    INSERTED,
    /** It changed places with another one. */
    REORDERED,
    /** The record of the audit's ends is missing, or contradicts the entries. */
    HEAD,
    /** Retention has dropped the entry that was noted, so there is nothing to compare with. */
    UNPROVABLE
  }
}
