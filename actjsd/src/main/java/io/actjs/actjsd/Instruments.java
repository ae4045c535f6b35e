package io.actjs.actjsd;

import io.actjs.actjsd.http.Pages;
import io.actjs.engine.Engine;
import io.actjs.engine.EngineLimits;
import io.actjs.model.Clock;
import io.actjs.runtime.RuntimeBuilder;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What a daemon runs code with, measures time by, and answers beside its routes.
 *
 * @param engine opens the engine
 * @param workers how many threads run actors; 0 for as many as the machine deserves
 */
public record Instruments(
    Function<EngineLimits, Engine> engine, Clock clock, int workers, Pages pages) {

  /** Those without pages. */
  public Instruments(Function<EngineLimits, Engine> engine, Clock clock, int workers) {
    this(engine, clock, workers, Pages.NONE);
  }

  /** Those of production. */
  public static Instruments of(DaemonConfig config) {
    return new Instruments(config.isolation()::open, Clock.SYSTEM, 0);
  }

  /**
   * The same with another engine around this one.
   *
   * @param around takes the engine as it is opened, and its limits
   */
  public Instruments with(BiFunction<Engine, EngineLimits, Engine> around) {
    return new Instruments(
        limits -> around.apply(engine.apply(limits), limits), clock, workers, pages);
  }

  /** The same with these pages. */
  public Instruments with(Pages those) {
    return new Instruments(engine, clock, workers, those);
  }

  RuntimeBuilder on(RuntimeBuilder builder) {
    RuntimeBuilder timed = builder.clock(clock);
    return workers == 0 ? timed : timed.workers(workers);
  }
}
