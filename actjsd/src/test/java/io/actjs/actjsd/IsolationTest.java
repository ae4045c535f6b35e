package io.actjs.actjsd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.engine.EngineLimits;
import io.actjs.model.ProblemCode;
import io.actjs.policy.RuntimeLimits;
import org.junit.jupiter.api.Test;

class IsolationTest {
  private static final String SOURCE =
      """
      import { Actor, handler } from 'actjs';
      export class Victim extends Actor<{ n: number }> {
        state = { n: 0 };
        @handler('add') add(): number { return ++this.state.n; }
        @handler('hang') hang(): void {
          const a: number[] = [];
          a[4e9] = 1;
          a.join();
        }
      }
      """;

  @Test
  void aHandlerThatCannotBeStoppedFailsAloneAndIsCounted() {
    EngineLimits limits = EngineLimits.DEFAULT.withHandlerCpuMs(200);
    DaemonConfig config =
        DaemonConfig.ephemeral()
            .withLimits(RuntimeLimits.DEFAULT, limits)
            .withIsolation(Isolation.PROCESS);
    try (DaemonFixture server = DaemonFixture.of(config)) {
      server.with("Victim", SOURCE);
      server.post("/v1/actors/Victim/good/add").assertStatus(200);
      server.post("/v1/actors/Victim/bad/hang").assertProblem(ProblemCode.WorkerLost);
      assertEquals(
          "2",
          server
              .post("/v1/actors/Victim/good/add")
              .assertStatus(200)
              .json()
              .get("result")
              .toString());
      String metrics = server.get("/metrics").text();
      assertTrue(metrics.contains("actjs_worker_lost_total{reason=\"silent\"} 1"), metrics);
    }
  }
}
