package io.actjs.actctl.command.operate;

import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.TimeSpan;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Which lines of the log are shown. */
final class LogFilter {
  /** What is worth a line, and all that is worse. */
  enum Level {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
  }

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(names = "--actor", paramLabel = "CLASS/ID", description = "Only lines about this actor.")
  private @Nullable String actor;

  @Option(
      names = "--class",
      paramLabel = "CLASS",
      description = "Only lines about actors of this class.")
  private @Nullable String className;

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      description =
          "Only lines of this level and of worse ones: error, warn, info, debug or trace. The"
              + " server logs what its own --log-level lets through.")
  private @Nullable Level level;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Only lines that are not older, such as 10m or 2030-01-31T00:00:00Z.")
  private @Nullable String since;

  /** The rest of a query: {@code &actor=…&class=…&level=…&since=…}. */
  String query() {
    if (actor != null && actor.indexOf('/') <= 0) {
      throw new ParameterException(
          spec.commandLine(),
          "--actor: expected CLASS/ID, such as Cart/alice, got '" + actor + "'");
    }
    return parameter("actor", actor)
        + parameter("class", className)
        + parameter("level", level == null ? null : level.name().toLowerCase(Locale.ROOT))
        + parameter("since", since == null ? null : String.valueOf(moment(since)));
  }

  private long moment(String text) {
    try {
      return Instant.parse(text).toEpochMilli();
    } catch (DateTimeParseException notAnInstant) {
      try {
        return Math.max(0, System.currentTimeMillis() - TimeSpan.parse(text).toMillis());
      } catch (TypeConversionException e) {
        throw new ParameterException(
            spec.commandLine(),
            "--since: expected a duration such as 10m, or a time such as 2030-01-31T00:00:00Z, got"
                + " '"
                + text
                + "'",
            e);
      }
    }
  }

  private static String parameter(String name, @Nullable String value) {
    return value == null ? "" : "&" + name + "=" + Server.encode(value);
  }
}
