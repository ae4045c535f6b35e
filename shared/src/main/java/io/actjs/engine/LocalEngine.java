package io.actjs.engine;

/** The engine whose isolates live in this process. */
final class LocalEngine implements Engine {
  private final EngineLimits limits;
  private final Watchdog watchdog;
  private final String kernel = ClasspathText.read("/io/actjs/engine/kernel.js");

  LocalEngine(EngineLimits limits) {
    this.limits = limits;
    this.watchdog = new Watchdog(limits.handlerCpuMs());
  }

  @Override
  public Isolate newIsolate() {
    return new JavetIsolate(limits, watchdog, kernel);
  }

  @Override
  public void close() {
    watchdog.close();
  }
}
