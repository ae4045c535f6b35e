package io.actjs.runtime.activity;

import io.actjs.agent.Agent;
import io.actjs.agent.WorkQueue;
import io.actjs.engine.Outcome;
import io.actjs.model.ActorRef;
import io.actjs.model.Clock;
import io.actjs.policy.FaultBudget;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What actors say, and what goes wrong in their code: one logger for all of them. Lines are written
 * by an agent of their own, so a slow log delays no actor; what waits is bounded by {@value
 * #MAX_WAITING_CHARS} characters, and lines above that are dropped and counted.
 */
public final class ActorLog implements Agent {
  private static final Logger LOG = LoggerFactory.getLogger("io.actjs.actor");
  private static final long MAX_WAITING_CHARS = 4L << 20;

  /** What a line takes beside its text. */
  private static final int LINE_CHARS = 64;

  private static final int LINES_A_ROUND = 256;

  private final FaultBudget budget;

  /** Bounded by {@link #waitingChars}, but for the line that ends the agent. */
  private final WorkQueue<Line> queue = new WorkQueue<>();

  private final AtomicLong waitingChars = new AtomicLong();
  private final LongAdder dropped = new LongAdder();
  private long droppedBefore;
  private volatile boolean stopping;
  private boolean done;

  private record Line(String level, String text) {
    long chars() {
      return (long) text.length() + LINE_CHARS;
    }
  }

  public ActorLog(Clock clock) {
    this.budget = new FaultBudget(clock);
  }

  /** {@code this.actjs.log}. */
  public void write(ActorRef ref, Outcome.Log log) {
    offer(new Line(log.level(), ref + " " + log.message()));
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
        offer(new Line("warn", leftOut + " faults of handlers were not logged: too many"));
      }
      String stack = remap.apply(ownFrames(failed.stack()));
      offer(new Line("warn", ref + " " + failed.code() + ": " + failed.message() + "\n" + stack));
    }
  }

  private void offer(Line line) {
    if (waitingChars.addAndGet(line.chars()) > MAX_WAITING_CHARS) {
      waitingChars.addAndGet(-line.chars());
      dropped.increment();
    } else {
      queue.offer(line);
    }
  }

  /** Lines that were dropped because too many waited to be written. */
  public long dropped() {
    return dropped.sum();
  }

  @Override
  public String name() {
    return "actjs-log";
  }

  @Override
  public int doWork() {
    int did = 0;
    while (did < LINES_A_ROUND) {
      Line line = queue.poll();
      if (line == null) {
        break;
      }
      waitingChars.addAndGet(-line.chars());
      write(line);
      did++;
    }
    sayDropped();
    done = stopping && queue.isEmpty();
    return did;
  }

  private static void write(Line line) {
    switch (line.level()) {
      case "error" -> LOG.error(line.text());
      case "warn" -> LOG.warn(line.text());
      case "" -> {}
      default -> LOG.info(line.text());
    }
  }

  private void sayDropped() {
    long now = dropped.sum();
    if (now > droppedBefore) {
      LOG.warn(
          "{} lines of actors were dropped: the log is slower than they are", now - droppedBefore);
      droppedBefore = now;
    }
  }

  @Override
  public void idle() {
    queue.await();
  }

  /** Ends the agent when it has written what waits. */
  public void stop() {
    stopping = true;
    queue.offer(new Line("", ""));
    waitingChars.addAndGet(LINE_CHARS);
  }

  @Override
  public boolean isDone() {
    return done;
  }
}
