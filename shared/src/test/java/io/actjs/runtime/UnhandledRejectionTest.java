package io.actjs.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.actjs.model.ActorRef;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.testkit.TestRuntime;
import org.junit.jupiter.api.Test;

/** Promises that fail where nobody looks are counted, and harm nothing. */
class UnhandledRejectionTest {
  private static final String SOURCE =
      """
      import { Actor, handler } from 'actjs';

      export class Floating extends Actor<{ n: number }> {
        state = { n: 0 };

        @handler('lose') lose() {
          void (async () => { throw new RangeError('lost'); })();
          return ++this.state.n;
        }

        @handler('fail') async fail() {
          throw new RangeError('answered');
        }
      }
      """;

  @Test
  void fault31_rejectionsThatNobodyHandlesAreCounted() {
    ActorRef ref = new ActorRef("Floating", "a");
    try (TestRuntime runtime =
        TestRuntime.start(new MemoryDriver(), builder -> builder.workers(1))) {
      runtime.publish("Floating", "1.0.0", SOURCE);

      assertEquals("1", runtime.call(ref, "lose", "{}"));
      assertEquals("2", runtime.call(ref, "lose", "{}"));

      assertEquals(2, runtime.runtime().stats().unhandledRejections());
    }
  }
}
