package io.actjs.engine.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.util.Locale;
import java.util.Optional;

/** What the C library does for this process. On systems without a function it is left out. */
final class NativeProcess {
  private static final boolean LINUX =
      System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");

  /** Numbers of limits, the same on every Linux that Java runs on. */
  private static final int FILE_SIZE = 1;

  private static final int CORE_SIZE = 4;
  private static final long MOST_FILE_BYTES = 1 << 20;

  private NativeProcess() {}

  /** Ends the process at once, whatever its threads do. */
  @SuppressWarnings("restricted") // The engine is native code in any case.
  static void exitNow() {
    Linker linker = Linker.nativeLinker();
    Optional<MemorySegment> exit = linker.defaultLookup().find("_exit");
    if (exit.isPresent()) {
      try {
        linker.downcallHandle(exit.get(), FunctionDescriptor.ofVoid(JAVA_INT)).invokeExact(1);
      } catch (Throwable e) {
        throw new AssertionError(e);
      }
    }
    Runtime.getRuntime().halt(1);
  }

  /**
   * Keeps the process from writing more than its last words, and from leaving its memory behind.
   */
  static void bound() {
    if (LINUX) {
      limit(FILE_SIZE, MOST_FILE_BYTES);
      limit(CORE_SIZE, 0);
    }
  }

  @SuppressWarnings("restricted")
  private static void limit(int which, long value) {
    Linker linker = Linker.nativeLinker();
    Optional<MemorySegment> function = linker.defaultLookup().find("setrlimit");
    if (function.isEmpty()) {
      return;
    }
    FunctionDescriptor signature = FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment both = arena.allocateFrom(JAVA_LONG, value, value);
      int failed = (int) linker.downcallHandle(function.get(), signature).invokeExact(which, both);
      if (failed != 0) {
        throw new IllegalStateException("limit " + which + " cannot be set");
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
