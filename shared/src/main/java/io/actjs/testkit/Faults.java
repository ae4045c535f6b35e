package io.actjs.testkit;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.testkit.FaultyDriver.Fault;
import io.actjs.testkit.FaultyDriver.Plan;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes calls of interfaces fail as a plan says. All interfaces of one process crash together. */
final class Faults {
  /** The faults that a method is exposed to. */
  enum Exposure {
    /** The plan decides each call. */
    PLANNED,
    /** Calls fail after a crash only. */
    UNTIL_CRASH,
    /** Calls never fail. */
    NONE
  }

  private final Plan plan;
  private final AtomicInteger calls = new AtomicInteger();
  private volatile boolean crashed;

  Faults(Plan plan) {
    this.plan = plan;
  }

  boolean crashed() {
    return crashed;
  }

  /** Calls that a plan has decided so far. */
  int calls() {
    return calls.get();
  }

  /**
   * The object behind the faults.
   *
   * @param prefix comes before a method's name where the plan is asked
   */
  <T> T before(Class<T> type, T object, String prefix, Function<Method, Exposure> exposure) {
    Object faulty =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                call(
                    prefix + method.getName(),
                    exposure.apply(method),
                    () -> invoke(object, method, arguments)));
    return type.cast(faulty);
  }

  private @Nullable Object call(
      String operation, Exposure exposure, Supplier<@Nullable Object> work) {
    if (exposure == Exposure.NONE) {
      return work.get();
    }
    if (crashed) {
      throw fault(operation);
    }
    return exposure == Exposure.PLANNED ? planned(operation, work) : work.get();
  }

  private @Nullable Object planned(String operation, Supplier<@Nullable Object> work) {
    Fault fault = plan.at(operation, calls.getAndIncrement());
    if (fault == Fault.CRASH_BEFORE) {
      crashed = true;
    }
    if (fault == Fault.CRASH_BEFORE || fault == Fault.FAIL_BEFORE) {
      throw fault(operation);
    }
    Object answer = work.get();
    if (fault == Fault.CRASH_AFTER) {
      crashed = true;
    }
    if (fault != Fault.NONE) {
      throw fault(operation);
    }
    return answer;
  }

  private static ActjsException fault(String operation) {
    return new ActjsException(ProblemCode.StorageUnavailable, "injected fault in " + operation);
  }

  private static @Nullable Object invoke(
      Object object, Method method, @Nullable Object @Nullable [] arguments) {
    try {
      return method.invoke(object, arguments);
    } catch (InvocationTargetException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case null, default -> throw new IllegalStateException(e);
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
