package io.actjs.engine;

import com.caoccao.javet.interop.V8Runtime;
import com.caoccao.javet.interop.callback.IJavetNearHeapLimitCallback;

/**
 * The heap limit of one isolate. When V8 comes near it, the running code is terminated and gets
 * {@value #HEADROOM} bytes more to end in, again and again if it must be; {@link #arm} takes them
 * back.
 *
 * <p>An allocation that is larger than the headroom at once ends the process: V8 asks before it
 * collects, not before it allocates.
 *
 * <p>Lives on the isolate's thread.
 */
final class HeapGuard implements IJavetNearHeapLimitCallback {
  private static final long HEADROOM = 64L << 20;

  private final V8Runtime runtime;
  private final long limit;
  private boolean exceeded;

  HeapGuard(V8Runtime runtime, long limitBytes) {
    this.runtime = runtime;
    this.limit = limitBytes;
    arm();
  }

  /** Sets the limit; tells whether it was exceeded since the last time. */
  boolean arm() {
    // V8 takes a new limit for one isolate only when a callback is removed.
    runtime.setNearHeapLimitCallback(this);
    runtime.setNearHeapLimitCallback(null);
    runtime.setNearHeapLimitCallback(this);
    boolean was = exceeded;
    exceeded = false;
    return was;
  }

  boolean exceeded() {
    return exceeded;
  }

  @Override
  public long callback(long currentHeapLimit, long initialHeapLimit) {
    exceeded = true;
    runtime.terminateExecution();
    return currentHeapLimit + HEADROOM;
  }

  @Override
  public long getDefaultHeapLimit() {
    return limit;
  }
}
