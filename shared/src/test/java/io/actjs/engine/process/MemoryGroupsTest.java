package io.actjs.engine.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written where, in a folder in place of the kernel's. */
class MemoryGroupsTest {
  @TempDir Path folder;

  private Path unit;
  private Path membership;

  @BeforeEach
  void delegate() throws IOException {
    unit = folder.resolve("system.slice/actjs.service");
    Files.createDirectories(unit.resolve("actjs-server"));
    Files.createFile(folder.resolve("cgroup.controllers"));
    Files.writeString(unit.resolve("cgroup.controllers"), "cpu memory pids\n");
    membership = folder.resolve("membership");
    in("/system.slice/actjs.service/actjs-server");
  }

  private void in(String group) throws IOException {
    Files.writeString(membership, "4:memory:/old\n0::" + group + "\n");
  }

  private MemoryGroups open() {
    return MemoryGroups.open(membership, folder);
  }

  @Test
  void aProcessHasAGroupWithItsLimitUntilItEnds() throws IOException {
    MemoryGroups groups = open();
    assertEquals("", groups.why());
    assertEquals("+memory", Files.readString(unit.resolve("cgroup.subtree_control")));
    MemoryGroups.Group group = groups.begin(4711, 1 << 30);

    Path path = unit.resolve("actjs-worker-4711");
    assertEquals("1073741824", Files.readString(path.resolve("memory.max")));
    assertEquals("4711", Files.readString(path.resolve("cgroup.procs")));

    // The kernel removes a group with the files that it shows there.
    Files.delete(path.resolve("memory.max"));
    Files.delete(path.resolve("cgroup.procs"));
    assertFalse(group.end());
    assertFalse(Files.exists(path));
  }

  @Test
  void theKernelsWordThatTheMemoryWasUsedUpIsRead() throws IOException {
    MemoryGroups.Group group = open().begin(1, 1);
    Path events = unit.resolve("actjs-worker-1/memory.events");
    Files.writeString(events, "low 0\nmax 7\noom 1\noom_kill 0\n");
    assertFalse(group.end());
    Files.writeString(events, "low 0\nmax 7\noom 1\noom_kill 1\noom_group_kill 0\n");
    assertTrue(group.end());
  }

  @Test
  void whatAnEarlierServerLeftIsRemoved() throws IOException {
    Path left = Files.createDirectory(unit.resolve("actjs-worker-1"));
    assertEquals("", open().why());
    assertFalse(Files.exists(left));
  }

  @Test
  void aGroupThatIsNotDelegatedIsLeftAlone() throws IOException {
    in("/system.slice/actjs.service");
    assertTrue(open().why().contains("actjs-server"));
    in("/system.slice/actjs.service/actjs-server");
    Files.writeString(unit.resolve("cgroup.controllers"), "cpu pids\n");
    assertTrue(open().why().contains("memory controller"));
    Files.delete(folder.resolve("cgroup.controllers"));
    MemoryGroups none = open();
    assertTrue(none.why().contains("version 2"));
    assertFalse(none.begin(1, 1).end());
    assertFalse(Files.exists(unit.resolve("actjs-worker-1")));
    assertFalse(Files.exists(unit.resolve("cgroup.subtree_control")));
  }

  @Test
  void aGroupThatCannotBeHadLeavesNothingBehind() throws IOException {
    MemoryGroups groups = open();
    Files.createFile(unit.resolve("actjs-worker-1"));
    assertThrows(IOException.class, () -> groups.begin(1, 1));
  }
}
