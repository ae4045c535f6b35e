package io.actjs.actctl.command.server;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.IntConsumer;

/**
 * Handlers of signals. The class for them is in the module jdk.unsupported, which every JDK has but
 * the compiler warns of.
 */
final class Signals {
  private Signals() {}

  /**
   * @param name without SIG
   * @param handler is called with the number of the signal, on a thread of its own for each
   * @throws ReflectiveOperationException when Java has no signals
   * @throws IllegalArgumentException when the system or Java keeps the signal for itself
   */
  @SuppressWarnings("ReferenceEquality") // The very same one.
  static void handle(String name, IntConsumer handler) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> type = Class.forName("sun.misc.SignalHandler");
    Object proxy =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "handle" -> {
                    handler.accept((int) signal.getMethod("getNumber").invoke(arguments[0]));
                    yield null;
                  }
                  case "equals" -> self == arguments[0];
                  case "hashCode" -> System.identityHashCode(self);
                  default -> "the handler of a signal";
                });
    try {
      signal
          .getMethod("handle", signal, type)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException kept) {
        throw kept;
      }
      throw e;
    }
  }
}
