package io.actjs.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ThreadSchedulerTest {
  @Test
  void fault23_anAgentGoesOnAfterWhateverItLetsThrough() throws Exception {
    Throwable[] failures = {
      new IllegalStateException("a bug"),
      new StackOverflowError(),
      new OutOfMemoryError("one that a JVM survives"),
      new NoClassDefFoundError("Gone")
    };
    AtomicInteger runs = new AtomicInteger();
    CountDownLatch survived = new CountDownLatch(1);
    Agent agent =
        new Agent() {
          @Override
          public String name() {
            return "test-agent";
          }

          @Override
          public int doWork() {
            int run = runs.getAndIncrement();
            if (run < failures.length) {
              sneak(failures[run]);
            }
            survived.countDown();
            return 0;
          }

          @Override
          public void idle() {
            Thread.onSpinWait();
          }

          @Override
          public boolean isDone() {
            return survived.getCount() == 0;
          }
        };
    Scheduler.Running running = Scheduler.threads().start(agent);
    assertEquals(true, survived.await(30, TimeUnit.SECONDS));
    running.awaitEnd();
    assertEquals(failures.length + 1, runs.get());
  }

  private static void sneak(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) failure;
  }
}
