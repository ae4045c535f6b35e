package io.actjs.registry;

import io.actjs.engine.CompiledClass;
import io.actjs.engine.Engine;
import io.actjs.engine.EvaluatedClass;
import io.actjs.engine.Isolate;
import io.actjs.engine.Migrator;
import io.actjs.model.ClassShape;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Evaluates classes in isolates that are thrown away, so that nothing a bad class does reaches an
 * actor. New ones one at a time, and for {@value #CPU_MS} ms of CPU time at most: what stands at
 * the top level of a class defines it, and others wait to publish theirs.
 */
final class Trial {
  private static final int ONLY_KEY = 1;
  private static final long CPU_MS = 500;

  private final Engine engine;
  private final ReentrantLock turn = new ReentrantLock();

  Trial(Engine engine) {
    this.engine = engine;
  }

  /**
   * What a class is, and what it says about migrations.
   *
   * @param personal where personal members of its state are: JSON pointers
   */
  record Tried(ClassShape shape, Migrator migrator, List<String> personal) {}

  /**
   * @throws io.actjs.model.ActjsException {@code ClassInvalid}, {@code HandlerTimeout}, {@code
   *     HeapExhausted}
   */
  Tried load(CompiledClass compiled) {
    turn.lock();
    try {
      return evaluated(isolate -> isolate.load(ONLY_KEY, compiled, CPU_MS));
    } finally {
      turn.unlock();
    }
  }

  /** As {@link #load}, of a class that is published: it does not wait for one that may loop. */
  Migrator migrator(CompiledClass compiled) {
    return again(compiled).migrator();
  }

  /** As {@link #load}, of a class that is published: it does not wait for one that may loop. */
  Tried again(CompiledClass compiled) {
    return evaluated(isolate -> isolate.load(ONLY_KEY, compiled));
  }

  private Tried evaluated(Function<Isolate, EvaluatedClass> loading) {
    return engine.inThrowAwayIsolate(
        "actjs-trial",
        isolate -> {
          EvaluatedClass evaluated = loading.apply(isolate);
          return new Tried(evaluated.shape(), isolate.migrator(ONLY_KEY), evaluated.personal());
        });
  }
}
