package io.actjs.actjsd.service;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** What a service manager does: binds a datagram socket, and receives. */
@SuppressWarnings("restricted") // As what it listens to.
final class Listener implements AutoCloseable {
  private static final int MOST = 4096;

  private final int descriptor;

  /**
   * @param name a path, or {@code @} and an abstract name
   */
  Listener(String name) {
    descriptor = (int) call("socket", 1, 2, 0);
    try (Arena arena = Arena.ofConfined()) {
      // Nothing is waited for longer than this.
      MemorySegment timeout = arena.allocateFrom(JAVA_LONG, 10, 0);
      assertTrue(call("setsockopt", descriptor, 1, 20, timeout, 16) >= 0, "a deadline");
      byte[] path = name.getBytes(StandardCharsets.UTF_8);
      MemorySegment address = arena.allocate(110, Long.BYTES);
      address.set(JAVA_SHORT, 0, (short) 1);
      MemorySegment.copy(path, 0, address, JAVA_BYTE, 2, path.length);
      if (name.startsWith("@")) {
        address.set(JAVA_BYTE, 2, (byte) 0);
      }
      assertTrue(call("bind", descriptor, address, 2 + path.length) >= 0, "bound to " + name);
    }
  }

  /** The next datagram; fails when none comes within ten seconds. */
  String next() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(MOST);
      long length = call("recv", descriptor, buffer, (long) MOST, 0);
      assertTrue(length > 0, "nothing was sent");
      return new String(buffer.asSlice(0, length).toArray(JAVA_BYTE), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    long unused = call("close", descriptor);
  }

  private static long call(String name, Object... arguments) {
    var kinds =
        java.util.Arrays.stream(arguments)
            .map(
                it ->
                    it instanceof Integer
                        ? JAVA_INT
                        : it instanceof Long ? JAVA_LONG : (java.lang.foreign.MemoryLayout) ADDRESS)
            .toArray(java.lang.foreign.MemoryLayout[]::new);
    var result = name.equals("recv") ? JAVA_LONG : JAVA_INT;
    var function = Linker.nativeLinker().defaultLookup().find(name).orElseThrow();
    try {
      var handle =
          Linker.nativeLinker().downcallHandle(function, FunctionDescriptor.of(result, kinds));
      return ((Number) handle.invokeWithArguments(arguments)).longValue();
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
