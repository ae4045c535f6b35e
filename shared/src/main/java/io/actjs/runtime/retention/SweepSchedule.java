package io.actjs.runtime.retention;

import io.actjs.agent.Agent;
import io.actjs.model.ActjsException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent behind the {@link Sweeper}: a first round soon after start, later ones as the policy
 * says, in time of this machine. A round that fails is tried again with the next.
 */
public final class SweepSchedule implements Agent {
  private static final Logger LOG = LoggerFactory.getLogger(SweepSchedule.class);
  private static final Duration FIRST_AFTER = Duration.ofMinutes(1);
  private static final long PAUSE_MS = 20;

  private final Sweeper sweeper;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition closing = lock.newCondition();
  private boolean closed;

  /** From the end of a round to the next. */
  private Duration wait;

  /** Whether the wait is over. */
  private boolean due;

  public SweepSchedule(Sweeper sweeper) {
    this.sweeper = sweeper;
    Duration every = every();
    this.wait = every.compareTo(FIRST_AFTER) < 0 ? every : FIRST_AFTER;
  }

  private Duration every() {
    return sweeper.policy().every();
  }

  @Override
  public String name() {
    return "actjs-sweeper";
  }

  @Override
  public int doWork() {
    if (!due) {
      return 0;
    }
    due = false;
    round();
    wait = every();
    return 1;
  }

  @Override
  public void idle() {
    due = !closesWithin(wait.toMillis());
  }

  private void round() {
    try {
      Swept swept = sweeper.sweep(() -> closesWithin(PAUSE_MS));
      LOG.debug("swept {}", swept);
    } catch (ActjsException e) {
      if (!closesWithin(0)) {
        LOG.warn("the retention sweep ended early and resumes in {}: {}", every(), e.detail());
      }
    } catch (RuntimeException | Error e) {
      // A bug met by one round must not end all later ones.
      LOG.error("the retention sweep failed and will be retried in {}", every(), e);
    }
  }

  /** Waits so long, or until this is closed; returns whether it is. */
  private boolean closesWithin(long millis) {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(millis);
      while (!closed && left > 0) {
        left = closing.awaitNanos(left);
      }
      return closed;
    } catch (InterruptedException e) {
      // Nobody interrupts this thread to stop it; whoever does wants it to end.
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the agent after the step of a round that runs. */
  public void stop() {
    lock.lock();
    try {
      closed = true;
      closing.signalAll();
    } finally {
      lock.unlock();
    }
    sweeper.close();
  }

  @Override
  public boolean isDone() {
    return closesWithin(0);
  }
}
