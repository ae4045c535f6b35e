package io.actjs.runtime.activity;

import io.actjs.engine.Outcome;
import io.actjs.model.Clock;
import io.actjs.policy.FaultBudget;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** What actors say, and what goes wrong in their code: one logger for all of them. */
public final class ActorLog {
  private static final Logger LOG = LoggerFactory.getLogger("io.actjs.actor");

  /** The name under which a line has a stack trace of actor code. */
  private static final String STACK = "stack";

  private final FaultBudget budget;

  public ActorLog(Clock clock) {
    this.budget = new FaultBudget(clock);
  }

  /**
   * {@code this.actjs.log}, and what the kernel has to say of a turn.
   *
   * @param remap gives a stack trace positions in the author's source
   */
  public void write(TurnNames turn, Outcome.Log log, UnaryOperator<String> remap) {
    switch (log.level()) {
      case "error" -> turn.on(LOG.atError()).log(log.message());
      case "warn" -> turn.on(LOG.atWarn()).log(log.message());
      case "unhandled", "unawaited" -> {
        if (mayTell()) {
          withStack(turn, LOG.atWarn(), log.message(), remap);
        }
      }
      default -> turn.on(LOG.atInfo()).log(log.message());
    }
  }

  /** The first line is the message, the others are a stack trace. */
  private static void withStack(
      TurnNames turn, LoggingEventBuilder event, String text, UnaryOperator<String> remap) {
    int end = text.indexOf('\n');
    String message = end < 0 ? text : text.substring(0, end);
    String stack = end < 0 ? null : remap.apply(ownFrames(text.substring(end + 1)));
    turn.on(event).addKeyValue(STACK, stack).log(message);
  }

  /** The author's part of a stack trace: below it is the kernel, the same each time. */
  private static String ownFrames(String stack) {
    return stack
        .lines()
        .filter(line -> !line.contains("kernel.js:"))
        .collect(Collectors.joining("\n"));
  }

  /**
   * A fault of the class is for its author to see; a refusal is its caller's business.
   *
   * @param remap gives a stack trace positions in the author's source
   */
  public void write(TurnNames turn, Outcome.TurnFailed failed, UnaryOperator<String> remap) {
    if (failed.stack().isEmpty()) {
      return;
    }
    if (failed.code().httpStatus() < 500) {
      turn.on(LOG.atDebug()).log("{}: {}", failed.code(), failed.message());
      return;
    }
    if (mayTell()) {
      String stack = remap.apply(ownFrames(failed.stack()));
      turn.on(LOG.atWarn())
          .addKeyValue(STACK, stack)
          .log("{}: {}", failed.code(), failed.message());
    }
  }

  /** Whether one more fault is logged; faults come in floods. */
  private boolean mayTell() {
    if (!budget.take()) {
      return false;
    }
    long leftOut = budget.leftOut();
    if (leftOut > 0) {
      LOG.warn("{} handler errors were not logged because there were too many", leftOut);
    }
    return true;
  }
}
