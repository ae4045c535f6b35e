package io.actjs.engine.process;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Ends a worker process whose server is gone, whatever its isolate does. An idle one ends by
 * itself: nobody can ask it anything.
 */
final class OrphanWatch {
  private static final Duration PERIOD = Duration.ofMillis(500);

  private OrphanWatch() {}

  /**
   * @param server the process that this one belongs to
   */
  static void start(long server) {
    LongSupplier parent = NativeProcess.parent();
    Thread.ofPlatform().daemon().name("orphan-watch").start(() -> run(server, parent));
  }

  private static void run(long server, LongSupplier parent) {
    while (parent.getAsLong() == server) {
      try {
        Thread.sleep(PERIOD);
      } catch (InterruptedException e) {
        break;
      }
    }
    // No hook has anything to say, and none may wait for the code that runs.
    NativeProcess.exitNow();
  }
}
