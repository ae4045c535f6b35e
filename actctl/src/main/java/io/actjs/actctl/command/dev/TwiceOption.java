package io.actjs.actctl.command.dev;

import io.actjs.actctl.dev.DevEvent;
import io.actjs.actjsd.Instruments;
import io.actjs.engine.repeat.RepeatingEngine;
import java.util.Locale;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** {@code --twice}: runs turns again on copies of their actors. */
final class TwiceOption {
  /** Which turns. */
  enum Turns {
    FIRST,
    ALL,
    NONE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = "--twice",
      paramLabel = "TURNS",
      defaultValue = "first",
      description =
          "Which turns run again on copies of their actors, to show what depends on the clock, on "
              + "chance, or on what the actor remembers outside its state: ${COMPLETION-CANDIDATES}."
              + " \"first\" is the first call of each handler of a version. Default: "
              + "${DEFAULT-VALUE}.")
  private Turns turns;

  /** The same instruments, with an engine that tells what it finds. */
  Instruments on(Instruments instruments, Consumer<DevEvent> found) {
    return turns == Turns.NONE
        ? instruments
        : instruments.with(
            (engine, limits) ->
                new RepeatingEngine(
                    engine,
                    limits,
                    turns == Turns.ALL,
                    difference -> found.accept(new DevEvent.Differs(difference))));
  }
}
