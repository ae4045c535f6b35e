package io.actjs.runtime.directory;

import io.actjs.model.ActjsException;
import io.actjs.model.Clock;
import io.actjs.model.Envelope;
import io.actjs.model.ProblemCode;
import io.actjs.runtime.mailbox.DeadlineWheel;
import io.actjs.runtime.mailbox.Delivery;
import io.actjs.runtime.mailbox.TimedReceiver;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Ends pending work when its deadline passes, wherever it is. */
public final class Deadlines {
  private final DeadlineWheel wheel;
  private final Clock clock;
  private final Supplier<@Nullable String> outage;

  /**
   * @param outage why storage is away, or null
   */
  public Deadlines(DeadlineWheel wheel, Clock clock, Supplier<@Nullable String> outage) {
    this.wheel = wheel;
    this.clock = clock;
    this.outage = outage;
  }

  /** Delivers with a timer: when it fires, the reply fails and work in progress may be undone. */
  public void deliver(Directory directory, Delivery delivery, TimedReceiver reply) {
    arm(directory, delivery, reply);
    directory.deliver(delivery);
  }

  /** Sets the timer of a delivery that is sent later. */
  public void arm(Directory directory, Delivery delivery, TimedReceiver reply) {
    reply.timer(
        wheel.set(
            delivery.deadlineAt(),
            () -> {
              Envelope envelope = delivery.envelope();
              reply.failed(passed(described(envelope), envelope.headers().remainingMs()));
              directory.abandon(delivery);
            }));
  }

  /**
   * Sets the timer of other pending work.
   *
   * @param what its name in the error
   */
  public void arm(String what, CompletableFuture<?> answer, long waitMs) {
    DeadlineWheel.Timer timer =
        wheel.set(
            clock.steadyMs() + waitMs, () -> answer.completeExceptionally(passed(what, waitMs)));
    var unused = answer.whenComplete((result, failure) -> timer.cancel());
  }

  /**
   * Does something after a while, unless it is cancelled before.
   *
   * @param action runs on the ticker's thread and must not block
   */
  public DeadlineWheel.Timer after(long waitMs, DeadlineWheel.Action action) {
    return wheel.set(clock.steadyMs() + waitMs, action);
  }

  private static String described(Envelope envelope) {
    return switch (envelope.kind()) {
      case CALL, TELL, LIFECYCLE, HOOK -> envelope.name() + " of " + envelope.target();
      case QUERY, WATCH, FOLLOW -> "the state of " + envelope.target();
      case ASK -> "the policy of " + envelope.target();
      case CREATE -> "the creation of " + envelope.target();
      case DELETE -> "the deletion of " + envelope.target();
      case MIGRATE -> "the migration of " + envelope.target();
      case ROLLBACK -> "the rollback of " + envelope.target();
      case ERASE -> "the erasure of " + envelope.target();
      case WAKE -> "the inbox of " + envelope.target();
    };
  }

  /** For work that times out while storage is unavailable: storage has not answered. */
  private ActjsException passed(String what, long waitMs) {
    String late =
        what + " did not answer within " + waitMs + " ms; it is unknown whether it took effect";
    String away = outage.get();
    return away == null
        ? new ActjsException(ProblemCode.CallTimeout, late)
        : new ActjsException(ProblemCode.StorageUnavailable, late + ": " + away);
  }
}
