package io.actjs.engine;

import io.actjs.engine.guard.Watchdog;
import io.actjs.engine.inspect.Inspection;
import io.actjs.engine.source.ClasspathText;
import org.jspecify.annotations.Nullable;

/** The engine whose isolates live in this process. */
final class LocalEngine implements Engine {
  private final EngineLimits limits;
  private final Watchdog watchdog;
  private final String kernel;
  private final @Nullable Inspection inspection;

  LocalEngine(EngineLimits limits) {
    this(limits, kernel());
  }

  /**
   * @param kernel the script that every isolate runs; tests alone give another than {@link #kernel}
   */
  LocalEngine(EngineLimits limits, String kernel) {
    this(limits, kernel, null);
  }

  LocalEngine(EngineLimits limits, String kernel, @Nullable Inspection inspection) {
    this.inspection = inspection;
    this.limits = limits;
    this.kernel = kernel;
    this.watchdog = new Watchdog(limits.handlerCpuMs());
  }

  /** The kernel as the build compiled it. */
  static String kernel() {
    return ClasspathText.read("/io/actjs/engine/kernel.js");
  }

  @Override
  public Isolate newIsolate() {
    return new FramedIsolate(newIsolate(TurnMark.own()), limits);
  }

  @Override
  public Isolate newShortIsolate() {
    boolean looked = inspection == null || inspection.ofShortIsolates();
    return looked
        ? newIsolate()
        : new FramedIsolate(
            new JavetIsolate(limits, watchdog, kernel, TurnMark.own(), null), limits);
  }

  /** A new isolate that keeps its mark in the memory given. */
  TextIsolate newIsolate(TurnMark mark) {
    return new JavetIsolate(limits, watchdog, kernel, mark, inspection);
  }

  @Override
  public void close() {
    watchdog.close();
  }
}
