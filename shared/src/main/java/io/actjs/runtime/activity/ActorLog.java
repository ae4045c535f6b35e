package io.actjs.runtime.activity;

import io.actjs.engine.Outcome;
import io.actjs.model.ActorRef;
import io.actjs.model.Clock;
import io.actjs.policy.FaultBudget;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What actors say, and what goes wrong in their code: one logger for all of them. */
public final class ActorLog {
  private static final Logger LOG = LoggerFactory.getLogger("io.actjs.actor");

  private final FaultBudget budget;

  public ActorLog(Clock clock) {
    this.budget = new FaultBudget(clock);
  }

  /**
   * {@code this.actjs.log}, and the kernel's warnings.
   *
   * @param remap gives a stack trace positions in the author's source
   */
  public void write(ActorRef ref, Outcome.Log log, UnaryOperator<String> remap) {
    switch (log.level()) {
      case "unhandled" -> LOG.error("{} {}", ref, remap.apply(ownFrames(log.message())));
      case "unawaited" -> LOG.warn("{} {}", ref, remap.apply(log.message()));
      case "error" -> LOG.error("{} {}", ref, log.message());
      case "warn" -> LOG.warn("{} {}", ref, log.message());
      default -> LOG.info("{} {}", ref, log.message());
    }
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
  public void write(ActorRef ref, Outcome.TurnFailed failed, UnaryOperator<String> remap) {
    if (failed.stack().isEmpty()) {
      return;
    }
    if (failed.code().httpStatus() < 500) {
      LOG.debug("{} {}: {}", ref, failed.code(), failed.message());
      return;
    }
    if (budget.take()) {
      long leftOut = budget.leftOut();
      if (leftOut > 0) {
        LOG.warn("{} handler errors were not logged because there were too many", leftOut);
      }
      String stack = remap.apply(ownFrames(failed.stack()));
      LOG.warn("{} {}: {}\n{}", ref, failed.code(), failed.message(), stack);
    }
  }
}
