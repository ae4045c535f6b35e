package io.actjs.engine.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.caoccao.javet.exceptions.JavetException;
import com.caoccao.javet.exceptions.JavetTerminatedException;
import com.caoccao.javet.interop.V8Runtime;
import io.actjs.engine.v8.V8;
import org.junit.jupiter.api.Test;

class HeapGuardTest {
  /** Needs about twice the limit, all of it at once. */
  private static final String GREEDY =
      "(() => { const all = []; for (let i = 0; i < 1e6; i++) all.push([i, i]); return all.length; })()";

  @Test
  void issue11_onlyAStretchIsTerminated() throws JavetException {
    try (V8Runtime runtime = V8.newRuntime()) {
      HeapGuard guard = new HeapGuard(runtime, 32 << 20);
      // What the kernel needs when it has been left little.
      assertEquals(1_000_000, runtime.getExecutor(GREEDY).executeInteger());
      assertTrue(guard.exceeded());

      for (int round = 0; round < 2; round++) {
        guard.begin();
        assertFalse(guard.exceeded());
        assertThrows(
            JavetTerminatedException.class, () -> runtime.getExecutor(GREEDY).executeInteger());
        assertTrue(guard.end());
        runtime.cancelTerminateExecution();
        guard.collect();
        assertEquals(1_000_000, runtime.getExecutor(GREEDY).executeInteger());
        guard.arm();
        assertFalse(guard.exceeded());
      }
    }
  }
}
