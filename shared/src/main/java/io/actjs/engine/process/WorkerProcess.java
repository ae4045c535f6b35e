package io.actjs.engine.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.actjs.engine.EngineLimits;
import io.actjs.engine.TurnMark;
import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process with one isolate. Requests belong to one thread at a time; any thread may end the
 * process, and it is inspected from another. It gets no environment, no descriptors but its pipes
 * and what it says on standard error, and a working directory that is gone before it does anything.
 * It ends with this process.
 */
final class WorkerProcess {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);

  /** What a message takes beside the outcomes of a step. */
  private static final long MESSAGE_SLACK = 1 << 20;

  private static final int BYTES_A_CHAR = 2;

  /** Bytes of its last words that the log shows. */
  private static final int LAST_WORDS = 2_000;

  private static final long END_WAIT_MS = 5_000;

  private final ProcessLimits limits;
  private final Supervisor supervisor;
  private final Consumer<Loss> losses;
  private final FileChannel said;
  private final Process process;
  private final Wire wire;

  /** When it has ended: whether the kernel ended it because its memory was used up. */
  private final CompletableFuture<Boolean> full;

  private final TurnMark mark;
  private final RequestWatch watch = new RequestWatch();
  private final AtomicReference<@Nullable Loss> loss = new AtomicReference<>();
  private volatile @Nullable Vitals vitals;

  /** Why it has no {@link Wall}. */
  private @Nullable String open;

  private WorkerProcess(Folder folder, List<String> command, Settings settings) throws IOException {
    this.limits = settings.limits();
    this.supervisor = settings.supervisor();
    this.losses = settings.losses();
    mark = new TurnMark(Folder.map(folder.markFile()));
    said = folder.said();
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    environment.clear();
    // Else Java cannot read names of files that are not ASCII.
    environment.put("LC_ALL", "C.UTF-8");
    process =
        builder
            .directory(folder.path().toFile())
            .redirectError(ProcessBuilder.Redirect.appendTo(folder.saidFile().toFile()))
            .start();
    wire = Wire.asking(process.getInputStream(), process.getOutputStream(), settings.mostBytes());
    full = bounded(settings.groups());
  }

  /** Without a group its memory is watched from here, as it is in any case. */
  private CompletableFuture<Boolean> bounded(MemoryGroups groups) {
    try {
      MemoryGroups.Group group = groups.begin(process.pid(), limits.residentBytes());
      return process.onExit().thenApply(ended -> group.end());
    } catch (IOException e) {
      LOG.warn("the kernel does not bound the memory of a worker's process", e);
      return CompletableFuture.completedFuture(false);
    }
  }

  /**
   * What all processes of an engine have in common.
   *
   * @param groups where the kernel may bound their memory
   * @param losses is told of each that was lost, from any thread
   */
  record Settings(
      EngineLimits isolate,
      ProcessLimits limits,
      Supervisor supervisor,
      MemoryGroups groups,
      Consumer<Loss> losses) {
    private long mostBytes() {
      return BYTES_A_CHAR * (long) isolate.stepChars() + MESSAGE_SLACK;
    }
  }

  /** Starts one, and waits until it has an isolate. */
  static WorkerProcess start(Settings settings) throws IOException {
    return start(settings, mark -> LaunchCommand.of(settings.isolate(), mark));
  }

  /**
   * @param command the command line, given the file of the mark
   */
  static WorkerProcess start(Settings settings, Function<Path, List<String>> command)
      throws IOException {
    try (Folder folder = Folder.create()) {
      WorkerProcess started = new WorkerProcess(folder, command.apply(folder.markFile()), settings);
      settings.supervisor().add(started);
      started.awaitIsolate();
      return started;
    }
  }

  private void awaitIsolate() throws IOException {
    watch.begin(limits.startMs());
    Op first;
    try {
      first = wire.receive();
    } catch (IOException e) {
      first = null;
    } finally {
      watch.end();
    }
    if (first != Op.DONE) {
      String words = lastWords();
      close();
      throw new IOException("it answers " + first + " and says: " + words);
    }
    vitals = new Vitals(wire.number(), wire.number());
    open = wire.optionalText();
    wire.done();
  }

  /** The content of a request. */
  interface Request {
    void write(Wire message);
  }

  /** How the content of an answer is read. */
  interface Answer<T> {
    T read(Wire message) throws IOException;
  }

  /**
   * Sends a request and waits for its answer.
   *
   * @param cpuMs what the isolate lets it take
   * @throws io.actjs.model.ActjsException {@code WorkerLost}, and whatever the isolate answers
   */
  <T> T ask(Request request, long cpuMs, Answer<T> answered) {
    Loss before = loss.get();
    if (before != null) {
      mark.clear();
      throw before.problem();
    }
    mark.clear();
    watch.begin(cpuMs + limits.graceMs());
    try {
      request.write(wire);
      wire.send();
      Op answer = wire.receive();
      if (answer == null) {
        throw lost(ended());
      }
      return switch (answer) {
        case DONE -> {
          T result = answered.read(wire);
          wire.done();
          yield result;
        }
        case PROBLEM -> throw problem(wire);
        case BROKEN -> throw new IllegalStateException("the kernel failed: " + wire.text());
        case STEP, LOAD, UNLOAD, MIGRATE, MIGRATOR, HEAP_USED, RENEW ->
            throw new WireException("a request for an answer");
      };
    } catch (WireException e) {
      throw lost(new Loss(Loss.Reason.GARBAGE, "the worker's process answered what is no answer"));
    } catch (IOException e) {
      throw lost(ended());
    } finally {
      watch.end();
    }
  }

  private static ActjsException problem(Wire answer) throws IOException {
    String code = answer.text();
    String detail = answer.text();
    answer.done();
    try {
      return new ActjsException(ProblemCode.valueOf(code), detail);
    } catch (IllegalArgumentException e) {
      throw new WireException("no problem " + code);
    }
  }

  /** How it ended that was not ended from here. */
  private Loss ended() {
    try {
      if (!process.waitFor(END_WAIT_MS, TimeUnit.MILLISECONDS)) {
        return new Loss(Loss.Reason.ENDED, "the worker's process closed its end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Loss(Loss.Reason.ENDED, "the worker's process was given up");
    }
    return full.join()
        ? tooLarge()
        : new Loss(
            Loss.Reason.ENDED, "the worker's process ended with status " + process.exitValue());
  }

  private Loss tooLarge() {
    return new Loss(
        Loss.Reason.MEMORY,
        "the worker's process took more than %d MiB of memory"
            .formatted(limits.residentBytes() >> 20));
  }

  /** Ends the process, unless it has ended; tells why it did. */
  private ActjsException lost(Loss found) {
    end(found);
    return Objects.requireNonNull(loss.get()).problem();
  }

  private void end(Loss found) {
    if (loss.compareAndSet(null, found)) {
      process.destroyForcibly();
      LOG.warn("{}; its last words: {}", found.detail(), lastWords());
      losses.accept(found);
    }
  }

  /**
   * Ends the process if it has used up its time or its memory; tells whether to look again soon.
   */
  boolean inspect(long nowNanos) {
    Vitals present = vitals;
    watch.inspect(nowNanos, present == null ? null : present.thread(), this::silent);
    if (present != null && present.residentBytes() > limits.residentBytes()) {
      end(tooLarge());
    }
    return watch.isLong();
  }

  private void silent() {
    end(
        new Loss(
            Loss.Reason.SILENT,
            "the code did not stop at its CPU limit, so its process was ended"));
  }

  private String lastWords() {
    try {
      long size = said.size();
      ByteBuffer tail = ByteBuffer.allocate((int) Math.min(size, LAST_WORDS));
      var unused = said.read(tail, size - tail.capacity());
      return new String(tail.array(), 0, tail.position(), UTF_8).strip();
    } catch (IOException e) {
      return "";
    }
  }

  /** Whether nothing has ended it. */
  boolean lives() {
    return loss.get() == null && process.isAlive();
  }

  /** Bytes in memory; 0 when unknown. */
  long residentBytes() {
    Vitals present = vitals;
    return present == null ? 0 : present.residentBytes();
  }

  /** CPU time of the thread that works; where that is unknown, the time of a clock. */
  long cpuNanos() {
    Vitals present = vitals;
    Vitals.Seen thread = present == null ? null : present.thread();
    return thread == null ? System.nanoTime() : thread.cpuNanos();
  }

  /** Why no {@link Wall} keeps its code from the rest of the machine; null when one does. */
  @Nullable String open() {
    return open;
  }

  TurnMark mark() {
    return mark;
  }

  long pid() {
    return process.pid();
  }

  /** Ends the process. */
  void close() {
    // From now on its end is no loss.
    loss.compareAndSet(null, new Loss(Loss.Reason.ENDED, "the isolate is closed"));
    process.destroyForcibly();
    supervisor.remove(this);
    try {
      if (vitals != null) {
        vitals.close();
      }
      said.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
