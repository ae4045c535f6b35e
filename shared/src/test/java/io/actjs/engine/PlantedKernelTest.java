package io.actjs.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.actjs.engine.KernelStage.LiveActor;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What a test plants into the kernel is there, and nowhere else. */
class PlantedKernelTest {
  private static final String FICKLE =
      """
      return class Fickle extends Actor {
        state = { n: 0 };
        static _handlers = {
          get() { return this.state.n; },
          failing() { this.state.n = 7; throw new Error("no"); },
        };
      }
      """;

  private static String afterFailure(KernelStage stage) {
    try (stage) {
      LiveActor actor = stage.create(FICKLE);
      actor.fail("failing");
      return actor.call("get").result();
    }
  }

  @Test
  void aFailedTurnThatIsNotUndoneShows() {
    Engine planted = PlantedKernel.open(KernelStage.UNHURRIED, PlantedKernel.withoutUndo());
    assertEquals("7", afterFailure(new KernelStage(planted)));
    assertEquals("0", afterFailure(new KernelStage()));
  }

  @Test
  void aPlantThatChangesNothingIsRefused() {
    assertRefused(UnaryOperator.identity());
    assertRefused(PlantedKernel.replacing("no such text in the kernel", ""));
    assertRefused(PlantedKernel.replacing("return", "retrun"));
  }

  private static void assertRefused(UnaryOperator<String> plant) {
    assertThrows(
        IllegalArgumentException.class, () -> PlantedKernel.open(KernelStage.UNHURRIED, plant));
  }
}
