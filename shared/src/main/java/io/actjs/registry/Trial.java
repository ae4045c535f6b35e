package io.actjs.registry;

import io.actjs.engine.CompiledClass;
import io.actjs.engine.Engine;
import io.actjs.model.ClassShape;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Evaluates classes in isolates that are thrown away, so that nothing a bad class does reaches an
 * actor. One at a time, and for {@value #CPU_MS} ms of CPU time at most: what stands at the top
 * level of a class defines it, and others wait to publish theirs.
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
   * @throws io.actjs.model.ActjsException {@code ClassInvalid}, {@code HandlerTimeout}, {@code
   *     HeapExhausted}
   */
  ClassShape load(CompiledClass compiled) {
    turn.lock();
    try {
      return engine
          .inThrowAwayIsolate("actjs-trial", isolate -> isolate.load(ONLY_KEY, compiled, CPU_MS))
          .shape();
    } finally {
      turn.unlock();
    }
  }
}
