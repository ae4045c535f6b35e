package io.actjs.engine.process;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.actjs.engine.Engine;
import io.actjs.engine.EngineLimits;
import io.actjs.engine.TextIsolate;
import io.actjs.engine.TurnMark;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Does what no worker process may do, before and after a {@link Wall} is raised around it and a
 * loaded V8, and prints how each ended. Arguments: a folder, the number of a process that is not
 * its own.
 */
final class WalledProcess {
  private static final MethodHandle SYSCALL = syscall();
  private static final VarHandle ERRNO =
      Linker.Option.captureStateLayout().varHandle(PathElement.groupElement("errno"));

  private final Path folder;
  private final long other;

  private WalledProcess(Path folder, long other) {
    this.folder = folder;
    this.other = other;
  }

  public static void main(String[] args) throws Exception {
    TextIsolate isolate =
        Engine.texts(EngineLimits.DEFAULT)
            .newIsolate(new TurnMark(ByteBuffer.allocateDirect(TurnMark.BYTES)));
    WalledProcess self = new WalledProcess(Path.of(args[0]), Long.parseLong(args[1]));
    self.print("before");
    System.out.println("wall " + Wall.raise());
    self.print("after");
    // Threads, memory and the isolate are as before.
    Thread thread = Thread.ofPlatform().start(System::gc);
    thread.join();
    System.out.println("heap " + (isolate.heapUsed() > 0));
    System.exit(0);
  }

  private void print(String when) {
    Map<String, Callable<@Nullable Object>> deeds = new LinkedHashMap<>();
    deeds.put("listen", WalledProcess::listen);
    deeds.put("connect", WalledProcess::connect);
    deeds.put("create", () -> Files.createFile(folder.resolve(when)));
    deeds.put("write", () -> Files.writeString(folder.resolve("there"), when));
    deeds.put(
        "append",
        () -> Files.writeString(folder.resolve("there"), when, StandardOpenOption.APPEND));
    deeds.put("read", () -> Files.readString(folder.resolve("there")));
    deeds.put("list", this::list);
    deeds.put("delete", () -> Files.deleteIfExists(folder.resolve(when + "-left")));
    deeds.forEach((name, deed) -> System.out.println(when + " " + name + " " + result(deed)));
    if (when.equals("after") && System.getProperty("os.arch").equals("amd64")) {
      // Java's own way to begin a process closes files that are not its own when it gets no pipe.
      deny("execve", 59, 0, 0);
      deny("fork", 57, 0, 0);
      deny("ptrace", 101, 16, other);
      deny("kill", 62, other, 0);
      deny("tkill", 200, other, 0);
      deny("tgkill", 234, other, other);
      deny("process_vm_readv", 310, other, 0);
      deny("pidfd_open", 434, other, 0);
      deny("prlimit64", 302, other, 7);
      deny("socketpair", 53, 1, 1);
      deny("memfd_create", 319, 0, 0);
      deny("io_uring_setup", 425, 1, 0);
      deny("unshare", 272, 0, 0);
      deny("bpf", 321, 0, 0);
      deny("dup", 32, 1, 0);
      deny("openat2", 437, 0, 0);
      deny("ioctl", 16, 1, 0);
    }
  }

  private static String result(Callable<@Nullable Object> deed) {
    try {
      var unused = deed.call();
      return "done";
    } catch (IOException e) {
      return "refused";
    } catch (Exception e) {
      return e.toString();
    }
  }

  private @Nullable Object list() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }

  private static @Nullable Object listen() throws IOException {
    try (ServerSocketChannel channel = ServerSocketChannel.open()) {
      return channel
          .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
          .getLocalAddress();
    }
  }

  private static @Nullable Object connect() throws IOException {
    try (SocketChannel channel = SocketChannel.open()) {
      channel.configureBlocking(false);
      return channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), 9));
    }
  }

  private static void deny(String name, long number, long first, long second) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
      long answer = (long) SYSCALL.invokeExact(state, number, first, second, 0L);
      String how = answer < 0 ? "error " + ERRNO.get(state, 0L) : "answer " + answer;
      System.out.println("call " + name + " " + how);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  @SuppressWarnings("restricted")
  private static MethodHandle syscall() {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().find("syscall").orElseThrow(),
        FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
        Linker.Option.firstVariadicArg(1),
        Linker.Option.captureCallState("errno"));
  }
}
