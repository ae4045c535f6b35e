package io.actjs.actctl.command.server;

import com.sun.management.UnixOperatingSystemMXBean;
import io.actjs.engine.process.Probe;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What the machine lets a server do. */
final class Machine {
  private static final int LEAST_JAVA = 25;
  private static final String CACHE_OPTION = "-XX:AOTCache";

  private static final int SYNCS = 9;
  private static final int SYNC_BYTES = 4096;
  private static final long SLOW_SYNC_MICROS = 20_000;

  private static final long SMALL_MEMORY = 1536L << 20;
  private static final long LEAST_MEMORY = 768L << 20;
  private static final long FEW_FILES = 4096;

  private Machine() {}

  static Finding java() {
    Runtime.Version version = Runtime.version();
    if (version.feature() < LEAST_JAVA) {
      return Finding.fail("java", "Java " + version, "install a JDK " + LEAST_JAVA);
    }
    boolean cached =
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .anyMatch(argument -> argument.startsWith(CACHE_OPTION));
    return cached
        ? Finding.ok("java", "Java " + version + ", with a cache for faster starts")
        : Finding.warn(
            "java",
            "Java " + version + ", without a cache for faster starts",
            "run scripts/actctl once as a user who may write to actctl/target");
  }

  /**
   * @param data the data directory, which need not exist
   */
  static Finding data(Path data) {
    Path there = data.toAbsolutePath().normalize();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    if (!Files.isDirectory(there) || !Files.isWritable(there)) {
      return Finding.fail("data", there + " cannot be written", "choose another with --data");
    }
    try {
      long micros = syncMicros(there);
      String detail = "%s takes %.1f ms for a sync".formatted(there, micros / 1000.0);
      return micros < SLOW_SYNC_MICROS
          ? Finding.ok("data", detail)
          : Finding.warn("data", detail, "durable calls wait for it; use a faster disk");
    } catch (IOException e) {
      return Finding.fail(
          "data", there + " cannot be written: " + e.getMessage(), "choose another with --data");
    }
  }

  /** The median time until something small is on the disk. */
  private static long syncMicros(Path folder) throws IOException {
    Path file = Files.createTempFile(folder, ".actjs-doctor", "");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      long[] nanos = new long[SYNCS];
      for (int i = 0; i < SYNCS; i++) {
        long begun = System.nanoTime();
        var unused = channel.write(ByteBuffer.allocate(SYNC_BYTES));
        channel.force(false);
        nanos[i] = System.nanoTime() - begun;
      }
      Arrays.sort(nanos);
      return nanos[SYNCS / 2] / 1000;
    } finally {
      Files.delete(file);
    }
  }

  /** Starts a worker process and tells what the kernel keeps it from. */
  static List<Finding> processes() {
    try {
      Probe seen = Probe.start();
      List<Finding> all = new ArrayList<>();
      all.add(
          Finding.ok(
              "processes",
              "one for handlers starts in %d ms and takes %d MiB"
                  .formatted(seen.startMs(), seen.residentBytes() >> 20)));
      String open = seen.open();
      all.add(
          open == null
              ? Finding.ok("seccomp", "they cannot open files, sockets or other processes")
              : Finding.warn(
                  "seccomp",
                  "nothing keeps them from files and sockets: " + open,
                  "run a Linux on x86_64 or aarch64 whose containers may use seccomp"));
      all.add(
          seen.unbounded().isEmpty()
              ? Finding.ok("cgroup", "the kernel bounds their memory")
              : Finding.warn(
                  "cgroup",
                  "the server alone watches their memory: " + seen.unbounded(),
                  "with cgroup v2, set Delegate=memory and DelegateSubgroup=actjs-server in the unit"));
      return all;
    } catch (IOException e) {
      return List.of(
          Finding.fail(
              "processes", "none starts: " + e.getMessage(), "do without --isolation process"));
    }
  }

  static Finding memory() {
    var system =
        ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
    long bytes = system.getTotalMemorySize();
    String detail = "%d MiB".formatted(bytes >> 20);
    if (bytes < LEAST_MEMORY) {
      return Finding.fail("memory", detail, "a server needs %d MiB".formatted(LEAST_MEMORY >> 20));
    }
    return bytes < SMALL_MEMORY
        ? Finding.warn("memory", detail, "set --memory and --limit handler-heap")
        : Finding.ok("memory", detail);
  }

  static Finding files() {
    if (!(ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix)) {
      return Finding.ok("files", "this system does not say how many may be open");
    }
    long most = unix.getMaxFileDescriptorCount();
    return most < FEW_FILES
        ? Finding.warn(
            "files", most + " may be open", "each connection takes one; raise it: ulimit -n 65536")
        : Finding.ok("files", most + " may be open");
  }
}
