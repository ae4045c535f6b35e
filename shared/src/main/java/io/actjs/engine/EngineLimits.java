package io.actjs.engine;

/**
 * Bounds of one isolate; each has a typed error.
 *
 * @param handlerCpuMs CPU time of one uninterrupted stretch of a handler, milliseconds
 * @param heapBytes the isolate's JavaScript heap
 * @param stateChars JSON characters of one actor's state
 * @param changeChars JSON characters of one turn's patch or events
 * @param outboxMessages messages one turn may send
 * @param resultChars JSON characters of what a handler returns
 * @param argsChars JSON characters of what an actor sends to another at a time
 * @param emitChars JSON characters of what an actor sends to its subscribers at a time
 * @param logChars characters one turn may log; lines above it are dropped and counted
 * @param sliceMs a step begins no further command after this time, milliseconds
 * @param tags tags that an actor may have
 * @param tagBytes of UTF-8 of one tag
 * @param strictTypes whether results and states are held against their types, as arguments are
 * @param denyByDefault whether a class without a policy lets in administrators only
 */
public record EngineLimits(
    long handlerCpuMs,
    long heapBytes,
    int stateChars,
    int changeChars,
    int outboxMessages,
    int resultChars,
    int argsChars,
    int emitChars,
    int logChars,
    int sliceMs,
    int tags,
    int tagBytes,
    boolean strictTypes,
    boolean denyByDefault) {
  public static final EngineLimits DEFAULT =
      new EngineLimits(
          5_000, 512L << 20, 16 << 20, 4 << 20, 1_000, 4 << 20, 1 << 20, 64 << 10, 256 << 10, 20);

  /** As in production, with the default of what is not given. */
  public EngineLimits(
      long handlerCpuMs,
      long heapBytes,
      int stateChars,
      int changeChars,
      int outboxMessages,
      int resultChars,
      int argsChars,
      int emitChars,
      int logChars,
      int sliceMs) {
    this(
        handlerCpuMs,
        heapBytes,
        stateChars,
        changeChars,
        outboxMessages,
        resultChars,
        argsChars,
        emitChars,
        logChars,
        sliceMs,
        64,
        128,
        false,
        false);
  }

  /** With the default of what is not given. */
  public EngineLimits(
      long handlerCpuMs,
      long heapBytes,
      int stateChars,
      int changeChars,
      int outboxMessages,
      int sliceMs) {
    this(
        handlerCpuMs,
        heapBytes,
        stateChars,
        changeChars,
        outboxMessages,
        DEFAULT.resultChars,
        DEFAULT.argsChars,
        DEFAULT.emitChars,
        DEFAULT.logChars,
        sliceMs);
  }

  /** Characters of outcomes with which a step begins no further command. */
  private static final int LONG_STEP = 4 << 20;

  private static final int SLACK = 1 << 20;

  /**
   * Characters that the outcomes of one step may have: any state, or any turn, behind the outcomes
   * of those before it.
   */
  public int stepChars() {
    long turn = (long) resultChars + 3L * changeChars + logChars;
    long most = LONG_STEP + Math.max(turn, stateChars) + SLACK;
    return (int) Math.min(most, Integer.MAX_VALUE);
  }

  public EngineLimits withHandlerCpuMs(long millis) {
    return with(millis, heapBytes, tags, tagBytes, strictTypes, denyByDefault);
  }

  public EngineLimits withHeapBytes(long bytes) {
    return with(handlerCpuMs, bytes, tags, tagBytes, strictTypes, denyByDefault);
  }

  /** Results and states that do not fit their types make a turn fail, too. */
  public EngineLimits withStrictTypes() {
    return with(handlerCpuMs, heapBytes, tags, tagBytes, true, denyByDefault);
  }

  /** Classes without a policy let in administrators only. */
  public EngineLimits withDenyByDefault() {
    return with(handlerCpuMs, heapBytes, tags, tagBytes, strictTypes, true);
  }

  /** With other bounds of an actor's tags. */
  public EngineLimits withTags(int most, int mostBytes) {
    return with(handlerCpuMs, heapBytes, most, mostBytes, strictTypes, denyByDefault);
  }

  private EngineLimits with(
      long cpuMs, long heap, int mostTags, int mostTagBytes, boolean strict, boolean deny) {
    return new EngineLimits(
        cpuMs,
        heap,
        stateChars,
        changeChars,
        outboxMessages,
        resultChars,
        argsChars,
        emitChars,
        logChars,
        sliceMs,
        mostTags,
        mostTagBytes,
        strict,
        deny);
  }
}
