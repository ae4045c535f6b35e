package io.actjs.engine;

/** Makes isolates; starts the watchdog that they share. */
public interface Engine extends AutoCloseable {

  /** Opens the engine; V8 is loaded with the first isolate. */
  static Engine open(EngineLimits limits) {
    return new LocalEngine(limits);
  }

  /** A new isolate that belongs to the calling thread. */
  Isolate newIsolate();

  @Override
  void close();
}
