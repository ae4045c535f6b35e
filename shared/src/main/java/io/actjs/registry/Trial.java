package io.actjs.registry;

import io.actjs.engine.CompiledClass;
import io.actjs.engine.Engine;
import io.actjs.engine.Isolate;
import io.actjs.model.ActjsException;
import io.actjs.model.ClassShape;
import io.actjs.model.ProblemCode;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Evaluates classes in isolates that are thrown away, so that nothing a bad class does reaches an
 * actor. One at a time, each on a platform thread, which is what an isolate needs.
 */
final class Trial {
  private static final int ONLY_KEY = 1;

  private final Engine engine;
  private final ReentrantLock turn = new ReentrantLock();

  Trial(Engine engine) {
    this.engine = engine;
  }

  /**
   * @throws ActjsException {@code ClassInvalid}, {@code HandlerTimeout}, {@code HeapExhausted}
   */
  ClassShape load(CompiledClass compiled) {
    FutureTask<ClassShape> task =
        new FutureTask<>(
            () -> {
              try (Isolate isolate = engine.newIsolate()) {
                return isolate.load(ONLY_KEY, compiled);
              }
            });
    turn.lock();
    try {
      Thread.ofPlatform().daemon().name("actjs-trial").start(task);
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ActjsException(
          ProblemCode.ShuttingDown, "interrupted while evaluating " + compiled.ref(), e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case ActjsException problem -> throw problem;
        case null, default ->
            throw new IllegalStateException("evaluating " + compiled.ref() + " failed", e);
      }
    } finally {
      turn.unlock();
    }
  }
}
