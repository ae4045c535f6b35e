package io.actjs.runtime.retention;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.time.Duration;

/**
 * The retention policy of a store.
 *
 * @param turns the newest turns of an actor to keep in its journal although its snapshot covers
 *     them; at least 1, so that the turn of the snapshot always stays
 * @param events the same for actors whose class is event-sourced; {@link #ALL} by default, because
 *     authors of such classes want to keep events
 * @param deletedJournals how long to keep the journal of a deleted actor
 * @param deletedActors how long to remember that an actor was deleted; after that its id can be
 *     used again
 * @param deadLetters how long to keep messages that were given up
 * @param maxDeadLetters the maximum number of dead letters to keep, the newest
 * @param audit how long to keep entries of the audit log
 * @param every the interval between retention sweeps
 */
public record RetentionPolicy(
    long turns,
    long events,
    Duration deletedJournals,
    Duration deletedActors,
    Duration deadLetters,
    long maxDeadLetters,
    Duration audit,
    Duration every) {
  /** A number of turns or events that bounds nothing. */
  public static final long ALL = Long.MAX_VALUE;

  public static final RetentionPolicy DEFAULT =
      new RetentionPolicy(
          1_000,
          ALL,
          Duration.ofDays(30),
          Duration.ofDays(365),
          Duration.ofDays(30),
          100_000,
          Duration.ofDays(365),
          Duration.ofHours(1));

  /**
   * @throws ActjsException {@code SchemaInvalid}
   */
  public RetentionPolicy {
    require(turns >= 1, "the number of turns to keep must be at least 1");
    require(events >= 1, "the number of events to keep must be at least 1");
    require(maxDeadLetters >= 0, "the number of dead letters to keep must not be negative");
    require(
        !deletedJournals.isNegative(), "the time to keep deleted journals must not be negative");
    require(
        deletedActors.compareTo(deletedJournals) >= 0,
        "deleted actors must be kept at least as long as their journals");
    require(!deadLetters.isNegative(), "the time to keep dead letters must not be negative");
    require(!audit.isNegative(), "the time to keep audit entries must not be negative");
    require(every.isPositive(), "the interval between retention sweeps must be longer than 0 s");
  }

  private static void require(boolean right, String detail) {
    if (!right) {
      throw new ActjsException(ProblemCode.SchemaInvalid, detail);
    }
  }

  public RetentionPolicy withTurns(long value) {
    return new RetentionPolicy(
        value, events, deletedJournals, deletedActors, deadLetters, maxDeadLetters, audit, every);
  }

  public RetentionPolicy withEvents(long value) {
    return new RetentionPolicy(
        turns, value, deletedJournals, deletedActors, deadLetters, maxDeadLetters, audit, every);
  }

  public RetentionPolicy withDeleted(Duration journals, Duration actors) {
    return new RetentionPolicy(
        turns, events, journals, actors, deadLetters, maxDeadLetters, audit, every);
  }

  public RetentionPolicy withDeadLetters(Duration value, long max) {
    return new RetentionPolicy(
        turns, events, deletedJournals, deletedActors, value, max, audit, every);
  }

  public RetentionPolicy withAudit(Duration value) {
    return new RetentionPolicy(
        turns, events, deletedJournals, deletedActors, deadLetters, maxDeadLetters, value, every);
  }

  public RetentionPolicy withEvery(Duration value) {
    return new RetentionPolicy(
        turns, events, deletedJournals, deletedActors, deadLetters, maxDeadLetters, audit, value);
  }
}
