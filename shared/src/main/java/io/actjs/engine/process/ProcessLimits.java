package io.actjs.engine.process;

import io.actjs.engine.EngineLimits;

/**
 * The bounds of a worker process, seen from outside. Those of its isolate are tighter: whoever
 * passes these has passed by the isolate's own watch.
 *
 * @param graceMs how much more CPU time, or time without work, a request may take than its limit
 * @param residentBytes memory of the process
 * @param startMs time from its start to its first isolate
 */
record ProcessLimits(long graceMs, long residentBytes, long startMs) {
  private static final long LEAST_GRACE_MS = 1_000;

  /** The largest single allocation that V8 makes above an isolate's limit before it gives up. */
  private static final long LARGEST_ALLOCATION = 1088L << 20;

  /** Java, V8 itself, and text on its way in and out. */
  private static final long BESIDE_THE_HEAP = 256L << 20;

  private static final long START_MS = 30_000;

  static ProcessLimits of(EngineLimits limits) {
    return new ProcessLimits(
        Math.max(LEAST_GRACE_MS, limits.handlerCpuMs() / 2),
        limits.heapBytes() + LARGEST_ALLOCATION + BESIDE_THE_HEAP,
        START_MS);
  }
}
