package io.actjs.engine.process;

import io.actjs.engine.EngineLimits;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What became of a worker process that was started for a look.
 *
 * @param startMs from its start until it had an isolate
 * @param residentBytes its memory then; 0 when unknown
 * @param open why it may open files and sockets; null when it may not
 * @param unbounded why the kernel does not bound its memory; empty when it does
 */
public record Probe(long startMs, long residentBytes, @Nullable String open, String unbounded) {

  /**
   * Starts one and ends it.
   *
   * @throws IOException when it does not start
   */
  public static Probe start() throws IOException {
    EngineLimits limits = EngineLimits.DEFAULT;
    MemoryGroups groups = MemoryGroups.open();
    try (Supervisor supervisor = new Supervisor()) {
      long begun = System.nanoTime();
      WorkerProcess process =
          WorkerProcess.start(
              new WorkerProcess.Settings(
                  limits, ProcessLimits.of(limits), supervisor, groups, loss -> {}));
      long startMs = (System.nanoTime() - begun) / 1_000_000;
      Probe seen = new Probe(startMs, process.residentBytes(), process.open(), groups.why());
      process.close();
      return seen;
    }
  }
}
