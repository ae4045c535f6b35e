package io.actjs.runtime;

import static io.actjs.runtime.FaultAtEveryStep.succeeds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.actjs.model.ActorRef;
import io.actjs.model.ClassRef;
import io.actjs.model.PublishedClass;
import io.actjs.model.Version;
import io.actjs.model.access.Principal;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.testkit.FaultyDriver.Fault;
import io.actjs.testkit.TestRuntime;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is denied leaves nothing, with every storage call failing or crashing in its turn. */
class PolicyCrashTest {
  private static final ActorRef BOX = new ActorRef("Box", "b");
  private static final ActorRef OTHER = new ActorRef("Box", "other");
  private static final CallOptions ANN = CallOptions.DEFAULT.by(Principal.of("ann", List.of()));
  private static final CallOptions BOB = CallOptions.DEFAULT.by(Principal.of("bob", List.of()));

  private static PublishedClass published;

  @BeforeAll
  static void compile() {
    try (TestRuntime setup = TestRuntime.start(new MemoryDriver())) {
      setup.publish(
          "Box",
          "1.0.0",
          """
          import { Actor, handler } from 'actjs';
          export class Box extends Actor<{ by: string[] }> {
            state = { by: [] as string[] };
            static policy(principal: any) { return principal.sub === 'ann'; }
            @handler('put') put() { this.state.by.push(this.actjs.caller.principal.sub); }
          }
          """);
      published = setup.runtime().registry().get(new ClassRef("Box", Version.parse("1.0.0")));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"NONE"},
      mode = EnumSource.Mode.EXCLUDE)
  void whatIsDeniedLeavesNothing(Fault fault) throws Exception {
    FaultAtEveryStep.run(fault, 3, Round::new);
  }

  private static final class Round implements FaultAtEveryStep.Round {
    @Override
    public void prepare(MemoryDriver disk) {
      disk.registry().publish(published, List.of());
    }

    @Override
    public void drive(TestRuntime runtime) {
      ActorRuntime server = runtime.runtime();
      succeeds(() -> TestRuntime.get(server.call(BOX, "put", "{}", ANN)));
      assertFalse(succeeds(() -> TestRuntime.get(server.call(BOX, "put", "{}", BOB))));
      assertFalse(succeeds(() -> TestRuntime.get(server.call(BOX, "put", "{}", BOB.keyed("k")))));
      assertFalse(succeeds(() -> TestRuntime.get(server.tell(BOX, "put", "{}", BOB))));
      assertFalse(succeeds(() -> TestRuntime.get(server.call(OTHER, "put", "{}", BOB))));
      assertFalse(succeeds(() -> TestRuntime.get(server.tell(OTHER, "put", "{}", BOB))));
      assertFalse(succeeds(() -> TestRuntime.get(server.delete(BOX, BOB))));
    }

    @Override
    public void check(MemoryDriver disk, String where) {
      assertNull(disk.head(OTHER), where);
      assertEquals(List.of(), disk.actorsWithInbox(null, 10), where);
      assertEquals(List.of(), disk.deadLetters(BOX, 10), where);
      if (disk.head(BOX) != null) {
        try (TestRuntime runtime = TestRuntime.start(disk)) {
          String state = TestRuntime.get(runtime.runtime().read(BOX, ANN)).state();
          assertFalse(state.contains("bob"), where + ": " + state);
        }
      }
    }
  }
}
