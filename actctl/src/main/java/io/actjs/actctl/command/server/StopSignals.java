package io.actjs.actctl.command.server;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the first SIGINT or SIGTERM stop the process in order, and the second end it at once. Left
 * to itself the JVM ignores the second.
 *
 * <p>The class for signals is in the module jdk.unsupported, which every JDK has but the compiler
 * warns of. Without it the JVM does as it does.
 */
final class StopSignals {
  private static final Logger LOG = LoggerFactory.getLogger(StopSignals.class);
  private static final List<String> NAMES = List.of("INT", "TERM");

  /** What a shell adds to the number of the signal that ended a process. */
  private static final int SIGNALLED = 128;

  private final AtomicBoolean stopping = new AtomicBoolean();

  @SuppressWarnings("ReferenceEquality") // The very same one.
  void install() {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object ours =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "handle" -> {
                      come((int) signal.getMethod("getNumber").invoke(arguments[0]));
                      yield null;
                    }
                    case "equals" -> proxy == arguments[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> "the signals that stop the server";
                  });
      for (String name : NAMES) {
        signal
            .getMethod("handle", signal, handler)
            .invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
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
