package io.actjs.registry;

import io.actjs.engine.CompiledClass;
import io.actjs.engine.Engine;
import io.actjs.model.ClassShape;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Evaluates classes in isolates that are thrown away, so that nothing a bad class does reaches an
 * actor. One at a time.
 */
final class Trial {
  private static final int ONLY_KEY = 1;

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
          .inThrowAwayIsolate("actjs-trial", isolate -> isolate.load(ONLY_KEY, compiled))
          .shape();
    } finally {
      turn.unlock();
    }
  }
}
