package io.actjs.actjsd.service;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;

/**
 * A connected datagram socket of the Unix family, which Java's own sockets do not offer. Linux on
 * 64 bits only. Thread-safe until it is closed.
 */
final class NotifySocket implements AutoCloseable {
  private static final int UNIX = 1;

  /** A datagram socket that programs which this process starts do not inherit. */
  private static final int DATAGRAM = 2 | 0x80000;

  private static final int SOCKET_LEVEL = 1;
  private static final int SEND_TIMEOUT = 21;

  /** The manager reads its socket at once; when it does not, the daemon must not wait for it. */
  private static final long SEND_SECONDS = 2;

  /** Of {@code send}: a reader that is gone is an error, and no signal. */
  private static final int NO_SIGNAL = 0x4000;

  private static final int PATH_OFFSET = 2;
  private static final int ADDRESS_BYTES = 110;

  private static final String ERRNO = "errno";
  private static final VarHandle ERROR_NUMBER =
      Linker.Option.captureStateLayout().varHandle(PathElement.groupElement(ERRNO));

  private static final FunctionDescriptor SOCKET =
      FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
  private static final FunctionDescriptor CONNECT =
      FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final FunctionDescriptor SET_OPTION =
      FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final FunctionDescriptor SEND =
      FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final FunctionDescriptor CLOSE = FunctionDescriptor.of(JAVA_INT, JAVA_INT);

  private final int descriptor;

  private NotifySocket(int descriptor) {
    this.descriptor = descriptor;
  }

  /**
   * Connects to a socket.
   *
   * @param path an absolute path, or {@code @} and a name of the abstract kind
   * @throws IOException when it is neither, too long, or nobody listens there
   */
  static NotifySocket connect(String path) throws IOException {
    byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
    boolean isAbstract = path.startsWith("@");
    if (!isAbstract && !path.startsWith("/")) {
      throw new IOException("no path of a socket: " + path);
    }
    if (bytes.length > ADDRESS_BYTES - PATH_OFFSET - 1) {
      throw new IOException("the path of the socket is too long: " + path);
    }
    int descriptor = (int) call("socket", SOCKET, UNIX, DATAGRAM, 0);
    NotifySocket socket = new NotifySocket(descriptor);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment timeout = arena.allocateFrom(JAVA_LONG, SEND_SECONDS, 0);
      call(
          "setsockopt",
          SET_OPTION,
          descriptor,
          SOCKET_LEVEL,
          SEND_TIMEOUT,
          timeout,
          (int) timeout.byteSize());
      MemorySegment address = arena.allocate(ADDRESS_BYTES, Long.BYTES);
      address.set(JAVA_SHORT, 0, (short) UNIX);
      MemorySegment.copy(bytes, 0, address, JAVA_BYTE, PATH_OFFSET, bytes.length);
      if (isAbstract) {
        address.set(JAVA_BYTE, PATH_OFFSET, (byte) 0);
      }
      // The name of an abstract socket ends with the address; a path ends with a zero.
      int length = PATH_OFFSET + bytes.length + (isAbstract ? 0 : 1);
      call("connect", CONNECT, descriptor, address, length);
      return socket;
    } catch (IOException | RuntimeException | Error e) {
      socket.close();
      throw e;
    }
  }

  /** Sends one datagram; waits two seconds at most. */
  void send(String message) throws IOException {
    byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = arena.allocateFrom(JAVA_BYTE, bytes);
      call("send", SEND, descriptor, text, (long) bytes.length, NO_SIGNAL);
    }
  }

  @Override
  public void close() {
    try {
      call("close", CLOSE, descriptor);
    } catch (IOException e) {
      // The descriptor is gone in any case.
    }
  }

  /** Calls a function of the C library that returns a negative number when it fails. */
  @SuppressWarnings("restricted") // The engine is native code in any case.
  private static long call(String name, FunctionDescriptor signature, Object... arguments)
      throws IOException {
    Linker linker = Linker.nativeLinker();
    MemorySegment found =
        linker
            .defaultLookup()
            .find(name)
            .orElseThrow(() -> new IOException("the system has no " + name));
    MethodHandle function =
        linker.downcallHandle(found, signature, Linker.Option.captureCallState(ERRNO));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
      Object[] all = new Object[arguments.length + 1];
      all[0] = state;
      System.arraycopy(arguments, 0, all, 1, arguments.length);
      Number result = (Number) function.invokeWithArguments(all);
      if (result.longValue() < 0) {
        throw new IOException(name + " failed with error " + ERROR_NUMBER.get(state, 0L));
      }
      return result.longValue();
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
