package io.actjs.engine.v8;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/** The C heap of this process. */
public final class NativeHeap {
  private static final String TRIM = "malloc_trim";

  private NativeHeap() {}

  /**
   * Gives freed memory back to the operating system, which glibc does not do by itself; elsewhere
   * does nothing.
   */
  @SuppressWarnings("restricted") // The engine is native code in any case.
  public static void trim() {
    Linker linker = Linker.nativeLinker();
    Optional<MemorySegment> function = linker.defaultLookup().find(TRIM);
    if (function.isEmpty()) {
      return;
    }
    FunctionDescriptor signature =
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG);
    try {
      int released = (int) linker.downcallHandle(function.get(), signature).invokeExact(0L);
      assert released >= 0;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
