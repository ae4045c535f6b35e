package io.actjs.engine.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.JavaProcess;
import io.actjs.engine.EngineLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a worker process cannot do, asked of a process and of the kernel. */
@EnabledOnOs(OS.LINUX)
class WallTest {
  private static final List<String> DEEDS =
      List.of("listen", "connect", "create", "write", "append", "read", "list", "delete");

  @TempDir Path folder;

  @Test
  void behindItNoFileSocketProgramOrOtherProcessIsWithinReach() throws Exception {
    for (String name : List.of("there", "before-left", "after-left")) {
      Files.createFile(folder.resolve(name));
    }
    Process process =
        JavaProcess.of(
                List.of("-XX:+UseSerialGC", "--sun-misc-unsafe-memory-access=allow"),
                WalledProcess.class,
                folder.toString(),
                Long.toString(ProcessHandle.current().pid()))
            .redirectErrorStream(true)
            .start();
    List<String> said = process.inputReader().lines().toList();
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), said::toString);

    assertTrue(said.contains("wall null"), said::toString);
    for (String deed : DEEDS) {
      assertTrue(said.contains("before " + deed + " done"), () -> deed + " in " + said);
      assertTrue(said.contains("after " + deed + " refused"), () -> deed + " in " + said);
    }
    List<String> calls = said.stream().filter(line -> line.startsWith("call ")).toList();
    assertTrue(!calls.isEmpty() || !System.getProperty("os.arch").equals("amd64"));
    assertTrue(calls.stream().allMatch(line -> line.endsWith(" error 1")), calls::toString);
    assertTrue(said.contains("heap true"), said::toString);
    assertTrue(Files.notExists(folder.resolve("after")));
  }

  @Test
  void everyThreadOfAWorkerProcessIsBehindIt() throws IOException {
    try (Supervisor supervisor = new Supervisor()) {
      WorkerProcess process = start(supervisor);
      assertEquals(null, process.open());
      try (Stream<Path> threads = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
        List<String> open =
            threads
                .map(WallTest::status)
                .filter(it -> !it.contains("Seccomp:\t2\n") || !it.contains("NoNewPrivs:\t1\n"))
                .toList();
        assertEquals(List.of(), open);
      }
      process.close();
    }
  }

  @Test
  void aWorkerProcessHasNothingOpenButItsPipesAndItsClasses() throws IOException {
    try (Supervisor supervisor = new Supervisor()) {
      WorkerProcess process = start(supervisor);
      try (Stream<Path> open = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
        List<String> others = open.map(WallTest::target).filter(it -> !isPermitted(it)).toList();
        assertEquals(List.of(), others);
      }
      process.close();
    }
  }

  @Test
  void aWorkerProcessGetsANewIsolateBehindIt() throws IOException {
    try (Supervisor supervisor = new Supervisor()) {
      WorkerProcess process = start(supervisor);
      // A process that cannot answers that its kernel failed.
      var unused = process.ask(request -> request.begin(Op.RENEW), 0, Wire::number);
      long used = process.ask(request -> request.begin(Op.HEAP_USED), 0, Wire::number);
      assertTrue(used > 0);
      assertTrue(process.lives());
      process.close();
    }
  }

  private static boolean isPermitted(String target) {
    return target.startsWith("pipe:")
        || target.endsWith("/said (deleted)")
        || target.endsWith(".jar")
        || target.endsWith("/lib/modules")
        || target.equals("/dev/random")
        || target.equals("/dev/urandom");
  }

  private static WorkerProcess start(Supervisor supervisor) throws IOException {
    EngineLimits limits = EngineLimits.DEFAULT;
    return WorkerProcess.start(
        new WorkerProcess.Settings(
            limits, ProcessLimits.of(limits), supervisor, MemoryGroups.none(""), loss -> {}));
  }

  private static String status(Path thread) {
    try {
      return Files.readString(thread.resolve("status"));
    } catch (IOException e) {
      // It has ended meanwhile.
      return "Seccomp:\t2\nNoNewPrivs:\t1\n";
    }
  }

  private static String target(Path descriptor) {
    try {
      return Objects.requireNonNull(Files.readSymbolicLink(descriptor)).toString();
    } catch (IOException e) {
      return "pipe:";
    }
  }
}
