package io.actjs.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.actjs.engine.Engine;
import io.actjs.engine.EngineLimits;
import io.actjs.engine.Isolate;
import io.actjs.engine.TurnMark;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ProblemCode;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.testkit.TestRuntime;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** An isolate that is lost while it runs no turn. */
class LostIsolateTest {
  private static final ActorRef ANN = new ActorRef("Tally", "ann");
  private static final String SOURCE =
      """
      import { Actor, handler } from 'actjs';
      export class Tally extends Actor<{ n: number }> {
        state = { n: 0 };
        @handler('add') add(): number { return ++this.state.n; }
      }
      """;

  private final AtomicInteger losses = new AtomicInteger();

  /** Isolates whose steps end their process as often as there are losses to come. */
  private Engine engine() {
    Engine engine = Engine.open(EngineLimits.DEFAULT);
    return (Engine)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Engine.class},
            (self, method, arguments) -> {
              Object result = invoke(method, engine, arguments);
              return result instanceof Isolate isolate ? mortal(isolate) : result;
            });
  }

  private Isolate mortal(Isolate isolate) {
    return (Isolate)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Isolate.class},
            (self, method, arguments) -> {
              if (method.getName().equals("ran")) {
                return TurnMark.Ran.NOTHING;
              }
              if (method.getName().equals("step")
                  && losses.getAndUpdate(n -> n > 0 ? n - 1 : n) > 0) {
                throw new ActjsException(ProblemCode.WorkerLost, "its process has ended");
              }
              return invoke(method, isolate, arguments);
            });
  }

  private static Object invoke(Method method, Object on, Object[] arguments) throws Throwable {
    try {
      return method.invoke(on, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  @Test
  void aCallThatWaitsIsTriedAgainOnceAndThenToldOfTheLoss() {
    try (TestRuntime runtime =
        TestRuntime.start(new MemoryDriver(), builder -> builder.engine(engine()))) {
      runtime.publish("Tally", "1.0.0", SOURCE);
      assertEquals("1", runtime.call(ANN, "add", "{}"));
      losses.set(1);
      assertEquals("2", runtime.call(ANN, "add", "{}"));
      losses.set(2);
      ActjsException lost =
          assertThrows(ActjsException.class, () -> runtime.call(ANN, "add", "{}"));
      assertEquals(ProblemCode.WorkerLost, lost.code());
      assertEquals("3", runtime.call(ANN, "add", "{}"));
    }
  }
}
