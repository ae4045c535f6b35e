package io.actjs.engine.process;

import io.actjs.engine.CompiledClass;
import io.actjs.engine.Engine;
import io.actjs.engine.EngineLimits;
import io.actjs.engine.TextIsolate;
import io.actjs.engine.TurnMark;
import io.actjs.model.ActjsException;
import io.actjs.model.ClassRef;
import io.actjs.model.Version;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The program of a worker process: one isolate, whose requests come on standard input and are
 * answered on standard output. Arguments: the server's process, the file of the {@link TurnMark},
 * the limits. It says that it is there when its {@link Wall} is raised, or why that is not. Ends
 * with its input.
 */
final class ProcessMain {
  private static final long MOST_REQUEST = Integer.MAX_VALUE - 16;

  private final Wire wire;
  private final TextIsolate.Source isolates;
  private final TurnMark mark;
  private TextIsolate isolate;

  private ProcessMain(Wire wire, EngineLimits limits, TurnMark mark) {
    this.wire = wire;
    this.mark = mark;
    isolates = Engine.texts(limits);
    isolate = isolates.newIsolate(mark);
  }

  public static void main(String[] args) throws IOException {
    OrphanWatch.start(Long.parseLong(args[0]));
    NativeProcess.bound();
    Wire wire =
        Wire.answering(
            new FileInputStream(FileDescriptor.in),
            new FileOutputStream(FileDescriptor.out),
            MOST_REQUEST);
    // Answers alone go there.
    System.setOut(System.err);
    TurnMark mark = new TurnMark(Folder.map(Path.of(args[1])));
    ProcessMain main = new ProcessMain(wire, LimitsText.read(args[2]), mark);
    long thread = thread();
    String open = Wall.raise();
    wire.begin(Op.DONE).number(ProcessHandle.current().pid()).number(thread).text(open).send();
    while (main.answerNext()) {
      // One request at a time.
    }
    NativeProcess.exitNow();
  }

  /** The system's number of this thread; 0 where there is none. */
  private static long thread() {
    try {
      Path self = Files.readSymbolicLink(Path.of("/proc/thread-self"));
      return Long.parseLong(self.getFileName().toString());
    } catch (IOException e) {
      return 0;
    }
  }

  private boolean answerNext() throws IOException {
    Op request = wire.receive();
    if (request == null) {
      return false;
    }
    boolean goesOn = true;
    try {
      answer(request);
    } catch (ActjsException e) {
      wire.begin(Op.PROBLEM).text(e.code().name()).text(e.detail());
    } catch (RuntimeException e) {
      goesOn = false;
      wire.begin(Op.BROKEN).text(e.toString());
    }
    wire.send();
    return goesOn;
  }

  private void answer(Op request) throws IOException {
    switch (request) {
      case STEP -> {
        int room = (int) wire.number();
        int epoch = (int) wire.number();
        long nowMs = wire.number();
        TextIsolate.Step step = new TextIsolate.Step(wire.text(), room, epoch, nowMs);
        wire.done();
        wire.begin(Op.DONE).text(isolate.step(step));
      }
      case LOAD -> {
        int key = (int) wire.number();
        long cpuMs = wire.number();
        ClassRef ref = new ClassRef(wire.text(), Version.parse(wire.text()));
        CompiledClass compiled = new CompiledClass(ref, wire.text(), "", wire.text());
        wire.done();
        wire.begin(Op.DONE).text(isolate.load(key, compiled, cpuMs));
      }
      case UNLOAD -> {
        int key = (int) wire.number();
        wire.done();
        isolate.unload(key);
        wire.begin(Op.DONE).number(0);
      }
      case MIGRATE -> {
        String migration = wire.text();
        wire.done();
        wire.begin(Op.DONE).text(isolate.migrate(migration));
      }
      case MIGRATOR -> {
        int key = (int) wire.number();
        wire.done();
        wire.begin(Op.DONE).text(isolate.migrator(key));
      }
      case HEAP_USED -> {
        wire.done();
        wire.begin(Op.DONE).number(isolate.heapUsed());
      }
      case RENEW -> {
        wire.done();
        isolate.close();
        isolate = isolates.newIsolate(mark);
        wire.begin(Op.DONE).number(0);
      }
      case DONE, PROBLEM, BROKEN -> throw new WireException("an answer for a request");
    }
  }
}
