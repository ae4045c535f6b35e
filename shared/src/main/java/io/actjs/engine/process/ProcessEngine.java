package io.actjs.engine.process;

import io.actjs.engine.Engine;
import io.actjs.engine.EngineLimits;
import io.actjs.engine.Isolate;
import io.actjs.engine.v8.V8;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine whose isolates live in processes of their own. A process that takes more time or
 * memory than its isolate lets code take is ended, and so is one that says what it must not; the
 * isolate is lost then, and a new one has a new process.
 */
public final class ProcessEngine implements Engine {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessEngine.class);

  private final EngineLimits limits;
  private final Supervisor supervisor = new Supervisor();
  private final Losses losses = new Losses();
  private final Spares spares;

  /** Whether the log says that the processes have no {@link Wall}. */
  private final AtomicBoolean told = new AtomicBoolean();

  private ProcessEngine(EngineLimits limits, ProcessLimits processLimits) {
    this.limits = limits;
    // The processes may write no file as large as that.
    V8.prepareData();
    WorkerProcess.Settings settings =
        new WorkerProcess.Settings(
            limits, processLimits, supervisor, MemoryGroups.open(), losses::count);
    spares = new Spares(() -> start(settings));
  }

  private WorkerProcess start(WorkerProcess.Settings settings) throws IOException {
    WorkerProcess started = WorkerProcess.start(settings);
    String open = started.open();
    if (open != null && told.compareAndSet(false, true)) {
      LOG.warn("worker processes may open files and sockets: {}", open);
    }
    return started;
  }

  /** Opens the engine; its first process begins to start. */
  public static ProcessEngine open(EngineLimits limits) {
    return new ProcessEngine(limits, ProcessLimits.of(limits));
  }

  static ProcessEngine open(EngineLimits limits, ProcessLimits processLimits) {
    return new ProcessEngine(limits, processLimits);
  }

  @Override
  public Isolate newIsolate() {
    return isolate(true);
  }

  @Override
  public Isolate newShortIsolate() {
    return isolate(false);
  }

  private Isolate isolate(boolean forLong) {
    if (Thread.currentThread().isVirtual()) {
      throw new IllegalStateException("an isolate belongs to a platform thread");
    }
    WorkerProcess process = spares.take(forLong);
    return Isolate.over(new ProcessIsolate(process, limits, spares::giveBack), limits);
  }

  /** Processes that were lost, by what ended them. */
  public Losses losses() {
    return losses;
  }

  @Override
  public void close() {
    spares.close();
    supervisor.close();
  }
}
