package io.actjs.engine;

import com.caoccao.javet.interop.V8Runtime;
import com.caoccao.javet.interop.callback.IJavetNearHeapLimitCallback;

/**
 * The heap limit of one isolate, for objects and the ArrayBuffers beside them. When V8 comes near
 * it, the running code is terminated and gets a portion more to end in: as much as one allocation
 * can want, because V8 asks after it has collected and ends the process when the answer does not
 * suffice. {@link #arm} takes it back.
 *
 * <p>A built-in that allocates in a loop without ever looking whether it is terminated gets {@value
 * #MAX_RAISES} such portions; then V8 ends the process, as the operating system would soon after.
 *
 * <p>Lives on the isolate's thread.
 */
final class HeapGuard implements IJavetNearHeapLimitCallback {
  /** What an object can want: the elements of the longest array. */
  private static final long LARGEST_OBJECT = 1088L << 20;

  /** Beyond the largest ArrayBuffer, which takes the whole limit: see {@code buffers.ts}. */
  private static final long SLACK = 64L << 20;

  private static final int MAX_RAISES = 3;

  private final V8Runtime runtime;
  private final long limit;
  private int raises;
  private boolean recovering;

  HeapGuard(V8Runtime runtime, long limitBytes) {
    this.runtime = runtime;
    this.limit = limitBytes;
    arm();
  }

  /** Whether the limit was exceeded since it was armed. */
  boolean exceeded() {
    return raises > 0;
  }

  /** Frees the memory of the terminated code; nothing is terminated until {@link #arm}. */
  void recover() {
    recovering = true;
    runtime.lowMemoryNotification();
  }

  /** Sets the limit, again if it was exceeded. */
  void arm() {
    if (recovering) {
      runtime.lowMemoryNotification();
    }
    // V8 takes a new limit for one isolate only when a callback is removed.
    runtime.setNearHeapLimitCallback(this);
    runtime.setNearHeapLimitCallback(null);
    runtime.setNearHeapLimitCallback(this);
    raises = 0;
    recovering = false;
  }

  @Override
  public long callback(long currentHeapLimit, long initialHeapLimit) {
    if (!recovering) {
      runtime.terminateExecution();
    }
    long portion = Math.max(LARGEST_OBJECT, limit + SLACK);
    return raises++ < MAX_RAISES ? currentHeapLimit + portion : currentHeapLimit;
  }

  @Override
  public long getDefaultHeapLimit() {
    return limit;
  }
}
