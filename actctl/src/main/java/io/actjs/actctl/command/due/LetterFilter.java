package io.actjs.actctl.command.due;

import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.TimeSpan;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The dead letters that a command concerns: those of an actor or a class, of an age. */
final class LetterFilter {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "CLASS",
      description = "Class of the actors (default: all classes).")
  private @Nullable String className;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "ID",
      description = "Id of the actor (default: all actors of the class).")
  private @Nullable String id;

  @Option(
      names = "--newer-than",
      paramLabel = "TIME",
      description = "Only those given up within this time, such as 30m or 7d.")
  private @Nullable String newerThan;

  @Option(
      names = "--older-than",
      paramLabel = "TIME",
      description = "Only those given up longer ago than this.")
  private @Nullable String olderThan;

  @Nullable String className() {
    return className;
  }

  @Nullable String id() {
    return id;
  }

  /** Whether an age is asked for. */
  boolean hasAge() {
    return newerThan != null || olderThan != null;
  }

  /** The rest of a query: {@code &class=…&id=…&since=…&before=…}. */
  String query() {
    long now = System.currentTimeMillis();
    return parameter("class", className)
        + parameter("id", id)
        + parameter("since", ago(now, "--newer-than", newerThan))
        + parameter("before", ago(now, "--older-than", olderThan));
  }

  private static String parameter(String name, @Nullable String value) {
    return value == null ? "" : "&" + name + "=" + Server.encode(value);
  }

  private @Nullable String ago(long now, String option, @Nullable String span) {
    try {
      return span == null ? null : Long.toString(now - TimeSpan.parse(span).toMillis());
    } catch (TypeConversionException e) {
      throw new ParameterException(spec.commandLine(), option + ": " + e.getMessage(), e);
    }
  }
}
