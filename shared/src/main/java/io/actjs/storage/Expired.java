package io.actjs.storage;

/** What nobody needs any more, and that can be told without looking at an actor. */
public sealed interface Expired {

  /**
   * What is kept of ids that were asked for long ago, and never ran a turn; and what processes have
   * left behind that are gone. Only stores that several processes share have any.
   */
  record UnbornActors() implements Expired {}

  /** Sources of no version. */
  record Sources() implements Expired {}

  /**
   * States from before migrations whose window has ended.
   *
   * @param nowMs milliseconds since 1970
   */
  record RetainedStates(long nowMs) implements Expired {}

  /**
   * Messages that were given up.
   *
   * @param diedBefore milliseconds since 1970
   * @param keep how many of the newest may stay
   */
  record DeadLetters(long diedBefore, long keep) implements Expired {}

  /**
   * Entries of the audit log.
   *
   * @param before milliseconds since 1970
   */
  record AuditEntries(long before) implements Expired {}
}
