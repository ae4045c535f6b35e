package io.actjs.engine.repeat;

import io.actjs.engine.Engine;
import io.actjs.engine.EngineLimits;
import io.actjs.engine.Isolate;
import java.util.function.Consumer;

/**
 * An engine that runs turns again on copies of their actors, after they have ended and beside them:
 * nothing that a repetition does leaves it. For authors, never in production.
 */
public final class RepeatingEngine implements Engine {
  private final Engine engine;
  private final Repeats repeats;

  /**
   * @param engine makes the isolates whose turns are repeated; closed with this
   * @param every whether each turn is repeated, and not the first one of each handler of a version
   *     alone
   * @param found receives differences, each once, on a thread of its own
   */
  public RepeatingEngine(
      Engine engine, EngineLimits limits, boolean every, Consumer<Difference> found) {
    this.engine = engine;
    this.repeats = new Repeats(limits, every, found);
  }

  @Override
  public Isolate newIsolate() {
    return new RecordingIsolate(engine.newIsolate(), repeats);
  }

  @Override
  public Isolate newShortIsolate() {
    return engine.newShortIsolate();
  }

  @Override
  public void close() {
    repeats.close();
    engine.close();
  }
}
