package io.actjs.actctl.command.server;

import io.actjs.actctl.command.TimeSpan;
import io.actjs.model.ActjsException;
import io.actjs.runtime.retention.RetentionPolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** How much a daemon keeps, and for how long. */
final class RetentionOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--keep-turns",
      paramLabel = "N",
      defaultValue = "1000",
      description =
          "Turns to keep per actor although its snapshot covers them (default: ${DEFAULT-VALUE}).")
  private long turns;

  @Option(
      names = "--keep-events",
      paramLabel = "N",
      description = "Turns to keep per event-sourced actor (default: all).")
  private @Nullable Long events;

  @Option(
      names = "--keep-deleted-journals",
      paramLabel = "TIME",
      defaultValue = "30d",
      description = "How long to keep the journal of a deleted actor (default: ${DEFAULT-VALUE}).")
  private String deletedJournals;

  @Option(
      names = "--keep-deleted",
      paramLabel = "TIME",
      defaultValue = "365d",
      description =
          "How long to remember that an actor was deleted; after that its id can be used again"
              + " (default: ${DEFAULT-VALUE}).")
  private String deletedActors;

  @Option(
      names = "--keep-dead-letters",
      paramLabel = "TIME",
      defaultValue = "30d",
      description = "How long to keep dead letters (default: ${DEFAULT-VALUE}).")
  private String deadLetters;

  @Option(
      names = "--max-dead-letters",
      paramLabel = "N",
      defaultValue = "100000",
      description = "Maximum number of dead letters to keep (default: ${DEFAULT-VALUE}).")
  private long maxDeadLetters;

  @Option(
      names = "--keep-audit",
      paramLabel = "TIME",
      defaultValue = "365d",
      description = "How long to keep audit entries (default: ${DEFAULT-VALUE}).")
  private String audit;

  @Option(
      names = "--sweep-every",
      paramLabel = "TIME",
      defaultValue = "1h",
      description = "Interval between retention sweeps (default: ${DEFAULT-VALUE}).")
  private String every;

  RetentionPolicy policy() {
    try {
      return new RetentionPolicy(
          turns,
          events == null ? RetentionPolicy.ALL : events,
          span("--keep-deleted-journals", deletedJournals),
          span("--keep-deleted", deletedActors),
          span("--keep-dead-letters", deadLetters),
          maxDeadLetters,
          span("--keep-audit", audit),
          span("--sweep-every", every));
    } catch (ActjsException e) {
      throw new ParameterException(spec.commandLine(), e.detail(), e);
    }
  }

  private Duration span(String option, String text) {
    try {
      return TimeSpan.parse(text);
    } catch (TypeConversionException e) {
      throw new ParameterException(spec.commandLine(), option + ": " + e.getMessage(), e);
    }
  }
}
