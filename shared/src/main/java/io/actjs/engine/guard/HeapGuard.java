package io.actjs.engine.guard;

import com.caoccao.javet.interop.V8Runtime;
import com.caoccao.javet.interop.callback.IJavetNearHeapLimitCallback;
import com.caoccao.javet.interop.monitoring.V8HeapStatistics;
import java.util.concurrent.ExecutionException;

/**
 * The heap limit of one isolate, for objects and the ArrayBuffers beside them. When V8 comes near
 * it between {@link #begin} and {@link #end}, the running code is terminated and gets a portion
 * more to end in: as much as one allocation can want, because V8 asks after it has collected and
 * ends the process when the answer does not suffice. {@link #arm} takes it back. What else runs in
 * the isolate gets such portions, too, and is never terminated: nobody could tell what it has done.
 *
 * <p>A built-in that allocates in a loop without ever looking whether it is terminated gets {@value
 * #MAX_RAISES} such portions; then V8 ends the process, as the operating system would soon after.
 *
 * <p>Lives on the isolate's thread.
 */
public final class HeapGuard implements IJavetNearHeapLimitCallback {
  /** What an object can want: the elements of the longest array. */
  private static final long LARGEST_OBJECT = 1088L << 20;

  /** Beyond the largest ArrayBuffer, which takes the whole limit: see {@code buffers.ts}. */
  private static final long SLACK = 64L << 20;

  private static final int MAX_RAISES = 3;

  private final V8Runtime runtime;
  private final long limit;
  private int raises;
  private boolean guarding;

  public HeapGuard(V8Runtime runtime, long limitBytes) {
    this.runtime = runtime;
    this.limit = limitBytes;
    setLimit();
  }

  /** Begins a stretch of code that may be terminated. */
  public void begin() {
    arm();
    guarding = true;
  }

  /** Ends the stretch; tells whether it came near the limit. */
  public boolean end() {
    guarding = false;
    return exceeded();
  }

  /** Whether anything came near the limit since it was armed. */
  public boolean exceeded() {
    return raises > 0;
  }

  /** Frees the memory of the terminated code, for what the kernel does after it. */
  public void collect() {
    runtime.lowMemoryNotification();
  }

  /** Takes the portions back. */
  public void arm() {
    if (exceeded()) {
      collect();
      setLimit();
    }
  }

  /** Bytes in use, of objects and of the ArrayBuffers beside them. */
  public long used() {
    try {
      V8HeapStatistics now = runtime.getV8HeapStatistics().get();
      return now.getUsedHeapSize() + now.getExternalMemory();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    } catch (ExecutionException e) {
      throw new IllegalStateException("V8 returned no heap statistics", e);
    }
  }

  /**
   * Makes room before the isolate is disposed of. V8 may then finish a collection whose marking had
   * begun, asks nobody when it finds the limit exceeded, and ends the process.
   */
  public void beforeDisposal() {
    if (used() > limit / 2) {
      collect();
    }
  }

  private void setLimit() {
    // V8 takes a new limit for one isolate only when a callback is removed.
    runtime.setNearHeapLimitCallback(this);
    runtime.setNearHeapLimitCallback(null);
    runtime.setNearHeapLimitCallback(this);
    raises = 0;
  }

  @Override
  public long callback(long currentHeapLimit, long initialHeapLimit) {
    if (guarding) {
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
