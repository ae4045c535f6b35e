package io.actjs.policy;

/**
 * Bounds and times of the runtime; each bound has a typed error.
 *
 * @param mailbox waiting messages of one actor ({@code MailboxFull})
 * @param mailboxBytes bytes of the waiting messages of one actor ({@code MailboxFull})
 * @param subscribersPerActor {@code SubscriberLimit}
 * @param activeActors actors in memory; the least recently used idle ones leave first
 * @param idleMs an actor without message and subscriber leaves memory after this time
 * @param callDeadlineMs default deadline of a call ({@code CallTimeout}), and of a turn that nobody
 *     waits for ({@code TurnTimeout})
 * @param tellAttempts turns that try a message before it becomes a dead letter
 * @param tellRetryMs wait before the second attempt; later ones wait longer, all together for more
 *     than an hour by default
 * @param rollbackWindowMs how long the state from before a migration is kept
 * @param replyTtlMs how long the answer to a request under a key is kept
 * @param tags tags that an actor may have ({@code TagLimit})
 * @param tagBytes bytes of UTF-8 of one tag ({@code TagInvalid})
 */
public record RuntimeLimits(
    int mailbox,
    long mailboxBytes,
    int subscribersPerActor,
    int activeActors,
    long idleMs,
    long callDeadlineMs,
    int tellAttempts,
    long tellRetryMs,
    long rollbackWindowMs,
    long replyTtlMs,
    int tags,
    int tagBytes) {
  public static final RuntimeLimits DEFAULT =
      new RuntimeLimits(
          1024, 16 << 20, 1000, 100_000, 300_000, 30_000, 12, 100, 7L * 86_400_000, 86_400_000);

  /** With the default bounds of tags. */
  public RuntimeLimits(
      int mailbox,
      long mailboxBytes,
      int subscribersPerActor,
      int activeActors,
      long idleMs,
      long callDeadlineMs,
      int tellAttempts,
      long tellRetryMs,
      long rollbackWindowMs,
      long replyTtlMs) {
    this(
        mailbox,
        mailboxBytes,
        subscribersPerActor,
        activeActors,
        idleMs,
        callDeadlineMs,
        tellAttempts,
        tellRetryMs,
        rollbackWindowMs,
        replyTtlMs,
        64,
        128);
  }

  /** With the default of bytes in a mailbox, and of how long replies are kept. */
  public RuntimeLimits(
      int mailbox,
      int subscribersPerActor,
      int activeActors,
      long idleMs,
      long callDeadlineMs,
      int tellAttempts,
      long tellRetryMs,
      long rollbackWindowMs) {
    this(
        mailbox,
        DEFAULT.mailboxBytes,
        subscribersPerActor,
        activeActors,
        idleMs,
        callDeadlineMs,
        tellAttempts,
        tellRetryMs,
        rollbackWindowMs,
        DEFAULT.replyTtlMs);
  }
}
