package io.actjs.engine.v8;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import java.util.TimeZone;

/**
 * The locale and the time zone of native code in this process: en-US and UTC, whatever the machine
 * is set to, so that a class does the same everywhere and at every replay. Java's own stay as they
 * are. Systems without {@code setenv} keep theirs.
 */
final class NativeDefaults {
  private static final boolean MAC =
      System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("mac");

  /** {@code LC_MESSAGES}, which is what ICU looks at. */
  private static final int MESSAGES = MAC ? 6 : 5;

  private NativeDefaults() {}

  /** To be called before V8 is loaded. */
  static void fix() {
    // Java reads the variable when it is first asked for the time zone.
    TimeZone.getDefault();
    set("TZ", "UTC");
    set("LC_ALL", "C");
    find("setlocale", FunctionDescriptor.of(ADDRESS, JAVA_INT, ADDRESS), NativeDefaults::plain);
  }

  private static void set(String variable, String value) {
    find(
        "setenv",
        FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT),
        (setenv, arena) -> {
          MemorySegment name = arena.allocateFrom(variable);
          int failed = (int) setenv.invokeExact(name, arena.allocateFrom(value), 1);
          if (failed != 0) {
            throw new IllegalStateException(variable + " cannot be set");
          }
        });
  }

  private static void plain(MethodHandle setlocale, Arena arena) throws Throwable {
    MemorySegment now = (MemorySegment) setlocale.invokeExact(MESSAGES, arena.allocateFrom("C"));
    if (now.equals(MemorySegment.NULL)) {
      throw new IllegalStateException("the locale C is missing");
    }
  }

  private interface Call {
    void on(MethodHandle function, Arena arena) throws Throwable;
  }

  @SuppressWarnings("restricted") // The engine is native code in any case.
  private static void find(String name, FunctionDescriptor signature, Call call) {
    Linker linker = Linker.nativeLinker();
    MemorySegment function = linker.defaultLookup().find(name).orElse(null);
    if (function == null) {
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      call.on(linker.downcallHandle(function, signature), arena);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
