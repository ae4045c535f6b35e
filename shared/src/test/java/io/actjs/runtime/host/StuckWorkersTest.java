package io.actjs.runtime.host;

import static io.actjs.runtime.host.DrivenHosts.A;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.actjs.engine.EngineLimits;
import io.actjs.policy.RuntimeLimits;
import io.actjs.runtime.worker.StuckWorkers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StuckWorkersTest {
  private final DrivenHosts world = new DrivenHosts(RuntimeLimits.DEFAULT);
  private final List<String> named = new ArrayList<>();
  private final StuckWorkers watch =
      new StuckWorkers(
          world.workers,
          EngineLimits.DEFAULT,
          ran -> {
            named.add(ran.toString());
            return "a handler";
          });

  @Test
  void aStepLongPastItsLimitIsAStuckWorkerUntilItEnds() {
    var unused = world.call(A, "get");
    watch.advance(0);
    assertEquals(0, watch.count());
    world.engine.during =
        () -> {
          world.store.clock.advance(2 * EngineLimits.DEFAULT.handlerCpuMs());
          watch.advance(0);
          assertEquals(0, watch.count(), "a busy machine");
          world.store.clock.advance(10 * EngineLimits.DEFAULT.handlerCpuMs());
          watch.advance(0);
          watch.advance(0);
          assertEquals(1, watch.count());
          world.engine.during = () -> {};
        };
    unused = world.call(A, "get");
    assertEquals(1, named.size(), "said once");
    watch.advance(0);
    assertEquals(0, watch.count());
  }
}
