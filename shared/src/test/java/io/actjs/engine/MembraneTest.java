package io.actjs.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.caoccao.javet.interop.V8Runtime;
import com.caoccao.javet.values.reference.V8ValueObject;
import io.actjs.engine.v8.V8;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/**
 * Holds the state's membrane to plain JavaScript: random programs see the same and leave the same,
 * in the same order, the patch makes the state after of the state before, a rollback restores every
 * object. The programs are TypeScript, so that they reach the kernel's inside; they run in V8 as it
 * does.
 */
class MembraneTest {
  private static final int PROGRAMS = Integer.getInteger("actjs.membrane.programs", 2_000);

  @Test
  void fault7_fault28_randomPrograms() throws Exception {
    int seed = ThreadLocalRandom.current().nextInt(1 << 30);
    try (V8Runtime runtime = V8.newRuntime();
        V8ValueObject properties =
            runtime.getExecutor(KernelTestScript.bundle("membrane-properties.ts")).execute()) {
      // A failure names the seed of its program.
      assertEquals("", properties.invokeString("check", seed, PROGRAMS));
      assertEquals("", properties.invokeString("check", 0, 200));
      // It put into an array that had left with the one around it what no patch can carry.
      assertEquals("", properties.invokeString("check", 12_304_894, 1));
    }
  }
}
