package io.actjs.engine.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.actjs.engine.process.SyscallFilter.Instruction;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What the C library does for this process. On systems without a function it is left out. */
final class NativeProcess {
  static final boolean LINUX =
      System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");

  /** Numbers of limits, the same on every Linux that Java runs on. */
  private static final int FILE_SIZE = 1;

  private static final int CORE_SIZE = 4;
  private static final long MOST_FILE_BYTES = 1 << 20;

  /** Of {@code prctl}: no program that this process begins gets more rights than it has. */
  private static final int NO_NEW_PRIVILEGES = 38;

  /** Of {@code seccomp}: to set a filter, and to set it for all threads. */
  private static final long SET_FILTER = 1;

  private static final long ALL_THREADS = 1;

  private static final String ERRNO = "errno";
  private static final VarHandle ERROR_NUMBER =
      Linker.Option.captureStateLayout().varHandle(PathElement.groupElement(ERRNO));

  private static final int NO_FUNCTION = 38;
  private static final int BUSY = 16;

  private static final int INSTRUCTION_BYTES = 8;
  private static final int PROGRAM_BYTES = 16;

  private NativeProcess() {}

  /** Ends the process at once, whatever its threads do. */
  static void exitNow() {
    MethodHandle exit = function("_exit", FunctionDescriptor.ofVoid(JAVA_INT));
    if (exit != null) {
      try {
        exit.invokeExact(1);
      } catch (Throwable e) {
        throw new AssertionError(e);
      }
    }
    Runtime.getRuntime().halt(1);
  }

  /** A look at the number of the process that began this one. */
  static LongSupplier parent() {
    MethodHandle parent = function("getppid", FunctionDescriptor.of(JAVA_INT));
    return parent == null
        ? () -> ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L)
        : () -> {
          try {
            return (int) parent.invokeExact();
          } catch (Throwable e) {
            throw new AssertionError(e);
          }
        };
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

  private static void limit(int which, long value) {
    MethodHandle set = function("setrlimit", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
    if (set == null) {
      return;
    }
    int failed;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment both = arena.allocateFrom(JAVA_LONG, value, value);
      failed = (int) set.invokeExact(which, both);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
    if (failed != 0) {
      throw new IllegalStateException("limit " + which + " cannot be set");
    }
  }

  /**
   * Has the program judge every system call of every thread from now on, for good.
   *
   * @param seccomp the number of the call that does it
   * @return 0, or the system's number of an error: then nothing is judged
   */
  static int filter(int seccomp, List<Instruction> program) {
    MethodHandle prctl =
        function(
            "prctl",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
            Linker.Option.firstVariadicArg(1));
    MethodHandle call =
        function(
            "syscall",
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS),
            Linker.Option.firstVariadicArg(1),
            Linker.Option.captureCallState(ERRNO));
    if (prctl == null || call == null) {
      return NO_FUNCTION;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
      int denied = (int) prctl.invokeExact(NO_NEW_PRIVILEGES, 1L, 0L, 0L, 0L);
      long answer =
          (long)
              call.invokeExact(
                  state, (long) seccomp, SET_FILTER, ALL_THREADS, written(program, arena));
      if (answer == 0 && denied == 0) {
        return 0;
      }
      // A positive answer names a thread that has a filter of its own.
      return answer > 0 ? BUSY : (int) ERROR_NUMBER.get(state, 0L);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** The program as the kernel takes it: its length and where it is. */
  private static MemorySegment written(List<Instruction> program, Arena arena) {
    MemorySegment code = arena.allocate((long) INSTRUCTION_BYTES * program.size(), Long.BYTES);
    long at = 0;
    for (Instruction each : program) {
      code.set(JAVA_SHORT, at, each.code());
      code.set(JAVA_BYTE, at + 2, (byte) each.then());
      code.set(JAVA_BYTE, at + 3, (byte) each.otherwise());
      code.set(JAVA_INT, at + 4, each.value());
      at += INSTRUCTION_BYTES;
    }
    MemorySegment head = arena.allocate(PROGRAM_BYTES, Long.BYTES);
    head.set(JAVA_SHORT, 0, (short) program.size());
    head.set(ADDRESS, Long.BYTES, code);
    return head;
  }

  @SuppressWarnings("restricted") // The engine is native code in any case.
  private static @Nullable MethodHandle function(
      String name, FunctionDescriptor signature, Linker.Option... options) {
    Linker linker = Linker.nativeLinker();
    return linker
        .defaultLookup()
        .find(name)
        .map(found -> linker.downcallHandle(found, signature, options))
        .orElse(null);
  }
}
