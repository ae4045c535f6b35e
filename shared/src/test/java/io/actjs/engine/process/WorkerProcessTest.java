package io.actjs.engine.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.JavaProcess;
import io.actjs.engine.CompiledClass;
import io.actjs.engine.EngineLimits;
import io.actjs.engine.Frame;
import io.actjs.engine.Isolate;
import io.actjs.engine.TurnMark;
import io.actjs.model.ActjsException;
import io.actjs.model.ClassRef;
import io.actjs.model.ProblemCode;
import io.actjs.model.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkerProcessTest {
  private static final EngineLimits LIMITS =
      new EngineLimits(30_000, 64L << 20, 1 << 20, 1 << 20, 10, 100);
  private static final long SECOND = 1_000_000_000;

  private static List<String> lying(String how) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        LyingProcess.class.getName(),
        how);
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + 60 * SECOND;
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, "in time");
      LockSupport.parkNanos(5_000_000);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "garbage,GARBAGE",
    "half,ENDED",
    "large,GARBAGE",
    "malformed,GARBAGE",
    "request,GARBAGE",
    "nothing,SILENT",
    "end,ENDED"
  })
  void aProcessThatAnswersWhatIsNoAnswerIsEnded(String how, Loss.Reason reason) throws IOException {
    AtomicReference<Loss> told = new AtomicReference<>();
    ProcessLimits limits = new ProcessLimits(20, 1L << 30, 60_000);
    try (Supervisor supervisor = new Supervisor()) {
      WorkerProcess process =
          WorkerProcess.start(
              new WorkerProcess.Settings(
                  LIMITS, limits, supervisor, MemoryGroups.none(""), told::set),
              mark -> lying(how));
      ActjsException lost =
          assertThrows(
              ActjsException.class,
              () -> process.ask(request -> request.begin(Op.STEP).number(1), 20, Wire::text));

      assertEquals(ProblemCode.WorkerLost, lost.code());
      assertEquals(reason, told.get().reason());
      assertFalse(process.lives());
      await(() -> ProcessHandle.of(process.pid()).isEmpty());
      process.close();
    }
  }

  @Test
  void aSecondAnswerIsNotTakenForTheNext() throws IOException {
    try (Supervisor supervisor = new Supervisor()) {
      WorkerProcess process =
          WorkerProcess.start(
              new WorkerProcess.Settings(
                  LIMITS, ProcessLimits.of(LIMITS), supervisor, MemoryGroups.none(""), loss -> {}),
              mark -> lying("two"));
      ActjsException lost =
          assertThrows(
              ActjsException.class,
              () -> {
                for (int i = 0; i < 2; i++) {
                  var unused = process.ask(request -> request.begin(Op.STEP), 0, Wire::text);
                }
              });
      assertEquals(ProblemCode.WorkerLost, lost.code());
      process.close();
    }
  }

  @Test
  void aProcessThatDoesNotStartFailsTheRequestForAnIsolate() {
    try (Supervisor supervisor = new Supervisor()) {
      WorkerProcess.Settings settings =
          new WorkerProcess.Settings(
              LIMITS, ProcessLimits.of(LIMITS), supervisor, MemoryGroups.none(""), loss -> {});
      try (Spares spares =
          new Spares(
              () -> WorkerProcess.start(settings, mark -> List.of("sh", "-c", "echo no >&2")))) {
        ActjsException failed = assertThrows(ActjsException.class, () -> spares.take(true));
        assertEquals(ProblemCode.WorkerLost, failed.code());
        assertTrue(failed.getCause().getMessage().contains("no"), failed::toString);
      }
    }
  }

  @Test
  void aProcessThatIsKilledInTheMiddleOfAStepLosesItsTurn() throws Exception {
    List<ProcessHandle> others = ProcessHandle.current().children().toList();
    try (ProcessEngine engine = ProcessEngine.open(LIMITS)) {
      Isolate isolate = engine.newIsolate();
      var unused =
          isolate.load(
              1,
              new CompiledClass(
                  new ClassRef("Thing", Version.parse("1.0.0")),
                  """
                  (function (exports, require, actjs) {
                    "use strict";
                    return class Thing extends actjs.Actor {
                      static _handlers = { spin() { for (;;); } };
                    };
                  })
                  """));
      Frame frame = isolate.newFrame();
      frame.activate(7, 1, "a", 0, null);
      frame.start(7, 1, true, null, 0);
      frame.call(7, 2, "spin", "{}", 0);
      List<ProcessHandle> children =
          ProcessHandle.current().children().filter(child -> !others.contains(child)).toList();
      Thread killer =
          Thread.ofPlatform()
              .start(
                  () -> {
                    await(() -> isolate.ran().equals(new TurnMark.Ran(7, 2)));
                    children.forEach(ProcessHandle::destroyForcibly);
                  });
      ActjsException lost = assertThrows(ActjsException.class, () -> isolate.step(frame));
      killer.join();

      assertEquals(ProblemCode.WorkerLost, lost.code());
      assertTrue(lost.detail().contains("137"), lost::detail);
      assertEquals(new TurnMark.Ran(7, 2), isolate.ran());
      assertEquals(1L, engine.losses().byReason().get("ended"));
      isolate.close();
      try (Isolate next = engine.newIsolate()) {
        assertTrue(next.heapUsed() > 0);
      }
    }
  }

  @Test
  void aProcessTooLargeIsEnded() throws IOException {
    ProcessLimits limits = new ProcessLimits(60_000, 1 << 20, 60_000);
    AtomicReference<Loss> told = new AtomicReference<>();
    try (Supervisor supervisor = new Supervisor()) {
      WorkerProcess process =
          WorkerProcess.start(
              new WorkerProcess.Settings(
                  LIMITS, limits, supervisor, MemoryGroups.none(""), told::set));
      await(() -> told.get() != null);
      assertEquals(Loss.Reason.MEMORY, told.get().reason());
      process.close();
    }
  }

  @Test
  void aProcessHasNoEnvironmentAndNoFilesAndLeavesNoneBehind() throws IOException {
    try (Supervisor supervisor = new Supervisor()) {
      WorkerProcess process =
          WorkerProcess.start(
              new WorkerProcess.Settings(
                  LIMITS, ProcessLimits.of(LIMITS), supervisor, MemoryGroups.none(""), loss -> {}));
      Path proc = Path.of("/proc/" + process.pid());
      if (Files.exists(proc)) {
        String environment = Files.readString(proc.resolve("environ"));
        assertEquals("LC_ALL=C.UTF-8", environment.replace("\0", ""));
        String folder = Files.readSymbolicLink(proc.resolve("cwd")).toString();
        assertTrue(folder.endsWith("(deleted)"), folder);
        assertTrue(
            Files.readString(proc.resolve("limits")).contains("Max core file size        0"));
      }
      process.close();
      await(() -> ProcessHandle.of(process.pid()).isEmpty());
    }
  }

  @ParameterizedTest
  @CsvSource({"idle", "busy"})
  void theEndOfTheServerEndsItsProcesses(String how) throws Exception {
    Process server =
        JavaProcess.of(List.of("-XX:+UseSerialGC"), ShortLivedServer.class, how)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    long pid = Long.parseLong(server.inputReader().readLine());
    assertTrue(ProcessHandle.of(pid).isPresent());
    server.destroyForcibly().waitFor();
    await(() -> ProcessHandle.of(pid).isEmpty());
  }
}
