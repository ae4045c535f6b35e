package io.actjs.actctl.command.server;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the first SIGINT or SIGTERM stop the process in order, and the second end it at once. Left
 * to itself the JVM ignores the second.
 *
 * <p>Without {@link Signals} the JVM does as it does.
 */
final class StopSignals {
  private static final Logger LOG = LoggerFactory.getLogger(StopSignals.class);
  private static final List<String> NAMES = List.of("INT", "TERM");

  /** What a shell adds to the number of the signal that ended a process. */
  private static final int SIGNALLED = 128;

  private final AtomicBoolean stopping = new AtomicBoolean();

  void install() {
    try {
      for (String name : NAMES) {
        Signals.handle(name, this::come);
      }
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      LOG.debug("a second signal will not end the process", e);
    }
  }

  /** Called on a thread of its own for each signal. */
  private void come(int number) {
    int status = SIGNALLED + number;
    if (stopping.compareAndSet(false, true)) {
      System.exit(status);
    } else {
      LOG.warn("a second signal: the server ends at once; all that was acknowledged is stored");
      Runtime.getRuntime().halt(status);
    }
  }
}
