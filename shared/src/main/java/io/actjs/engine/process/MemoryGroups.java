package io.actjs.engine.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Groups of Linux (cgroup v2), one for each worker process, whose memory the kernel bounds. They
 * lie beside the group of the server, which is named {@value #SERVER} to say that the group around
 * it is delegated: systemd's {@code Delegate=memory} and {@code DelegateSubgroup=actjs-server}.
 */
final class MemoryGroups {
  private static final Logger LOG = LoggerFactory.getLogger(MemoryGroups.class);
  private static final String SERVER = "actjs-server";
  private static final String WORKER = "actjs-worker-";
  private static final Pattern OOM_KILL = Pattern.compile("oom_kill [1-9][0-9]*");
  private static final String V2 = "0::";
  private static final String PROCESSES = "cgroup.procs";

  private final @Nullable Path around;
  private final String why;

  private MemoryGroups(@Nullable Path around, String why) {
    this.around = around;
    this.why = why;
  }

  /** Those of this process. */
  static MemoryGroups open() {
    return open(Path.of("/proc/self/cgroup"), Path.of("/sys/fs/cgroup"));
  }

  /**
   * @param membership names the groups that this process is in
   * @param root the folder of all groups
   */
  static MemoryGroups open(Path membership, Path root) {
    try {
      String own = own(membership);
      if (own == null || !Files.exists(root.resolve("cgroup.controllers"))) {
        return none("this system has no control groups of version 2");
      }
      Path group = root.resolve(own.replaceFirst("^/+", "")).normalize();
      Path around = group.getParent();
      if (around == null || !group.endsWith(SERVER)) {
        return none("the server's control group is not " + SERVER + " in one that is delegated");
      }
      if (!(" " + read(around, "cgroup.controllers") + " ").contains(" memory ")) {
        return none("the memory controller is not delegated");
      }
      Files.writeString(around.resolve("cgroup.subtree_control"), "+memory");
      removeLeftOver(around);
      return new MemoryGroups(around, "");
    } catch (IOException e) {
      return none("the control group cannot be used: " + e);
    }
  }

  static MemoryGroups none(String why) {
    return new MemoryGroups(null, why);
  }

  private static @Nullable String own(Path membership) throws IOException {
    if (!Files.exists(membership)) {
      return null;
    }
    for (String line : Files.readAllLines(membership)) {
      if (line.startsWith(V2)) {
        return line.substring(V2.length());
      }
    }
    return null;
  }

  /** Those of an earlier server; the kernel removes none that has processes. */
  private static void removeLeftOver(Path around) throws IOException {
    try (DirectoryStream<Path> groups = Files.newDirectoryStream(around, WORKER + "*")) {
      groups.forEach(MemoryGroups::remove);
    }
  }

  private static void remove(Path group) {
    try {
      Files.deleteIfExists(group);
    } catch (IOException e) {
      LOG.debug("a control group stays", e);
    }
  }

  private static String read(Path group, String file) throws IOException {
    return Files.readString(group.resolve(file), UTF_8).strip();
  }

  /** Why the kernel does not bound the memory of worker processes; empty when it does. */
  String why() {
    return why;
  }

  /**
   * Puts a process into a group of its own.
   *
   * @throws IOException when the kernel does not take it; nothing is left behind
   */
  Group begin(long pid, long bytes) throws IOException {
    if (around == null) {
      return new Group(null);
    }
    Path group = around.resolve(WORKER + pid);
    Files.createDirectory(group);
    try {
      Files.writeString(group.resolve("memory.max"), Long.toString(bytes));
      Path swap = group.resolve("memory.swap.max");
      if (Files.exists(swap)) {
        Files.writeString(swap, "0");
      }
      Files.writeString(group.resolve(PROCESSES), Long.toString(pid));
      return new Group(group);
    } catch (IOException e) {
      remove(group);
      throw e;
    }
  }

  /**
   * The group of a process, or none.
   *
   * @param path its folder
   */
  record Group(@Nullable Path path) {
    /**
     * Removes it; its process has ended. Tells whether the kernel ended that because the memory was
     * used up.
     */
    boolean end() {
      if (path == null) {
        return false;
      }
      try {
        return read(path, "memory.events").lines().anyMatch(OOM_KILL.asMatchPredicate());
      } catch (IOException e) {
        return false;
      } finally {
        remove(path);
      }
    }
  }
}
