package io.actjs.runtime.erasure;

/**
 * What was erased, or would be.
 *
 * @param deleted actors of which nothing is left
 * @param erased actors without their personal members
 * @param members personal members of states; not known before they are erased
 * @param turns turns of journals
 * @param messages in inboxes, reminders among them
 * @param deadLetters messages that were given up
 * @param replies answers to requests under keys
 * @param tokens static tokens
 * @param kept actors of which something is left: a reader of the order of turns has yet to pass
 *     their journal, or they were in use
 * @param copies actors whose copy beside the store could not be dropped
 * @param auditEntries entries of the audit that name the person, which stay
 */
public record ErasureCounts(
    long deleted,
    long erased,
    long members,
    long turns,
    long messages,
    long deadLetters,
    long replies,
    long tokens,
    long kept,
    long copies,
    long auditEntries) {
  public static final ErasureCounts NONE = new ErasureCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  public ErasureCounts plus(ErasureCounts more) {
    return new ErasureCounts(
        deleted + more.deleted,
        erased + more.erased,
        members + more.members,
        turns + more.turns,
        messages + more.messages,
        deadLetters + more.deadLetters,
        replies + more.replies,
        tokens + more.tokens,
        kept + more.kept,
        copies + more.copies,
        auditEntries + more.auditEntries);
  }

  static ErasureCounts ofDeleted(long actors) {
    return new ErasureCounts(actors, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  static ErasureCounts ofErased(long actors) {
    return new ErasureCounts(0, actors, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  static ErasureCounts ofMembers(long members) {
    return new ErasureCounts(0, 0, members, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  static ErasureCounts ofTurns(long turns) {
    return new ErasureCounts(0, 0, 0, turns, 0, 0, 0, 0, 0, 0, 0);
  }

  public static ErasureCounts ofMessages(long messages) {
    return new ErasureCounts(0, 0, 0, 0, messages, 0, 0, 0, 0, 0, 0);
  }

  public static ErasureCounts ofDeadLetters(long letters) {
    return new ErasureCounts(0, 0, 0, 0, 0, letters, 0, 0, 0, 0, 0);
  }

  static ErasureCounts ofReplies(long replies) {
    return new ErasureCounts(0, 0, 0, 0, 0, 0, replies, 0, 0, 0, 0);
  }

  public static ErasureCounts ofTokens(long tokens) {
    return new ErasureCounts(0, 0, 0, 0, 0, 0, 0, tokens, 0, 0, 0);
  }

  static ErasureCounts ofKept(long actors) {
    return new ErasureCounts(0, 0, 0, 0, 0, 0, 0, 0, actors, 0, 0);
  }

  static ErasureCounts ofCopies(long actors) {
    return new ErasureCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, actors, 0);
  }

  public static ErasureCounts ofAuditEntries(long entries) {
    return new ErasureCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, entries);
  }
}
