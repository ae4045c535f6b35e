package io.actjs.engine.v8;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.caoccao.javet.exceptions.JavetException;
import com.caoccao.javet.interop.V8Runtime;
import io.actjs.JavaProcess;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Threads that were there before V8 was, and those that they start, as a debugger's are. Where the
 * machine has keys for the protection of memory, V8 would keep its code from such a thread: it
 * ended the process.
 */
class OlderThreadTest {
  @Test
  void aThreadThatIsOlderThanV8MayCollectItsGarbageAndRunItsCode()
      throws IOException, InterruptedException {
    Process process =
        JavaProcess.of(List.of("-XX:TieredStopAtLevel=1"), OlderThread.class)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String answer = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), answer);
    assertEquals("499999500000", answer);
  }

  /** A process of its own: V8 starts once, and here after a thread. */
  static final class OlderThread {
    private OlderThread() {}

    public static void main(String[] args) throws Exception {
      try (ExecutorService older = Executors.newSingleThreadExecutor()) {
        older.submit(() -> {}).get();
        try (V8Runtime runtime = V8.newRuntime()) {
          runtime.getExecutor(SUM + "; sum(1); sum(2); sum(3)").executeVoid();
          System.out.print(older.submit(() -> collectAndRun(runtime)).get());
        }
      }
    }

    /** Long enough to be compiled. */
    private static final String SUM =
        "function sum(x) { let s = 0; for (let i = 0; i < 1e6; i++) s += i * x; return s }";

    private static String collectAndRun(V8Runtime runtime) throws JavetException {
      runtime.lowMemoryNotification();
      return runtime.getExecutor("String(sum(1))").executeString();
    }
  }
}
