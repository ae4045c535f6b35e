package io.actjs.engine;

import io.actjs.engine.inspect.Inspection;
import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;

/** Makes isolates; starts the watchdog that they share. */
public interface Engine extends AutoCloseable {

  /** Opens the engine; V8 is loaded with the first isolate. */
  static Engine open(EngineLimits limits) {
    return new LocalEngine(limits);
  }

  /** The same, with a look into each of its isolates: for authors, never in production. */
  static Engine open(EngineLimits limits, Inspection inspection) {
    return new LocalEngine(limits, LocalEngine.kernel(), inspection);
  }

  /** A function that makes isolates in this process for an engine that runs elsewhere. */
  static TextIsolate.Source texts(EngineLimits limits) {
    LocalEngine engine = new LocalEngine(limits);
    return engine::newIsolate;
  }

  /** A new isolate that belongs to the calling thread. */
  Isolate newIsolate();

  /** One that will be closed soon. */
  default Isolate newShortIsolate() {
    return newIsolate();
  }

  /**
   * Runs the work with a private isolate that is thrown away afterwards, on a platform thread of
   * its own, as an isolate requires. Blocks.
   *
   * @throws io.actjs.model.ActjsException anything that the work throws; {@code ShuttingDown} when
   *     the caller is interrupted
   */
  default <T> T inThrowAwayIsolate(String threadName, Function<Isolate, T> work) {
    FutureTask<T> task =
        new FutureTask<>(
            () -> {
              try (Isolate isolate = newShortIsolate()) {
                return work.apply(isolate);
              }
            });
    Thread.ofPlatform().daemon().name(threadName).start(task);
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ActjsException(
          ProblemCode.ShuttingDown, "interrupted in " + threadName + "; try again later", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ActjsException problem) {
        throw problem;
      }
      throw new IllegalStateException(threadName + " failed", e.getCause());
    }
  }

  @Override
  void close();
}
