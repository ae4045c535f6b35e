package io.actjs.engine;

import io.actjs.engine.process.ProcessEngine;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The engine of a test of isolates: one in this process, or, in tests with {@link InProcesses} and
 * with {@code -Dactjs.test.isolation=process}, one whose isolates have processes of their own.
 */
final class TestEngine {
  private static final Map<EngineLimits, ProcessEngine> PROCESSES = new ConcurrentHashMap<>();

  static volatile boolean inProcesses = isWantedByProperty();

  private TestEngine() {}

  static boolean isWantedByProperty() {
    return "process".equals(System.getProperty("actjs.test.isolation"));
  }

  static Engine open(EngineLimits limits) {
    return inProcesses
        ? new Shared(PROCESSES.computeIfAbsent(limits, ProcessEngine::open))
        : Engine.open(limits);
  }

  /** Stays open for the next test, so that not each waits for a process. */
  private record Shared(Engine engine) implements Engine {
    @Override
    public Isolate newIsolate() {
      return engine.newShortIsolate();
    }

    @Override
    public <T> T inThrowAwayIsolate(String threadName, Function<Isolate, T> work) {
      return engine.inThrowAwayIsolate(threadName, work);
    }

    @Override
    public void close() {}
  }
}
