package io.actjs.engine;

/**
 * Bounds of one isolate; each has a typed error.
 *
 * @param handlerCpuMs CPU time of one uninterrupted stretch of a handler, milliseconds
 * @param heapBytes the isolate's JavaScript heap
 * @param stateChars JSON characters of one actor's state
 * @param changeChars JSON characters of one turn's patch or events
 * @param outboxMessages messages one turn may send
 * @param sliceMs a step begins no further command after this time, milliseconds
 */
public record EngineLimits(
    long handlerCpuMs,
    long heapBytes,
    int stateChars,
    int changeChars,
    int outboxMessages,
    int sliceMs) {
  public static final EngineLimits DEFAULT =
      new EngineLimits(5_000, 512L << 20, 16 << 20, 4 << 20, 1_000, 20);

  public EngineLimits withHandlerCpuMs(long millis) {
    return new EngineLimits(millis, heapBytes, stateChars, changeChars, outboxMessages, sliceMs);
  }

  public EngineLimits withHeapBytes(long bytes) {
    return new EngineLimits(handlerCpuMs, bytes, stateChars, changeChars, outboxMessages, sliceMs);
  }
}
