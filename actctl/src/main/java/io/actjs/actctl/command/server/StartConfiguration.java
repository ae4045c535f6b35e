package io.actjs.actctl.command.server;

import io.actjs.actctl.config.ConfiguredOptions;
import io.actjs.actctl.config.Key;
import io.actjs.actctl.config.Keys;
import io.actjs.actctl.screen.Failure;
import io.actjs.actjsd.reload.Change;
import io.actjs.actjsd.reload.ConfigSource;
import io.actjs.actjsd.reload.Reload;
import io.actjs.actjsd.reload.Reread;
import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The configuration with which {@code actctl start} runs, and can be read again: the same line, the
 * same variables, and what is in the files by then.
 */
final class StartConfiguration implements ConfigSource {
  private static final Logger LOG = LoggerFactory.getLogger(StartConfiguration.class);

  /** The principal of a reload that a signal asks for. */
  private static final String HANG_UP = "SIGHUP";

  /** Those that {@link io.actjs.actjsd.reload.LiveSettings} carries. */
  private static final Set<String> LIVE =
      Set.of(
          "daemon.allowed-host",
          "daemon.cors-origin",
          "daemon.keep-audit",
          "daemon.keep-dead-letters",
          "daemon.keep-deleted",
          "daemon.keep-deleted-journals",
          "daemon.keep-events",
          "daemon.keep-turns",
          "daemon.log-format",
          "daemon.log-level",
          "daemon.max-dead-letters",
          "daemon.rate",
          "daemon.sweep-every",
          "daemon.trusted-proxy");

  private final Supplier<CommandLine> fresh;
  private final String[] line;
  private final Map<String, @Nullable String> running;

  /**
   * @param fresh makes a command line that has parsed nothing
   * @param start the command as it was parsed and filled
   */
  StartConfiguration(Supplier<CommandLine> fresh, CommandSpec start) {
    this.fresh = fresh;
    this.line = start.root().commandLine().getParseResult().originalArgs().toArray(String[]::new);
    this.running = values(start);
  }

  /** Has it read again when an administrator or SIGHUP, which otherwise ends the process, asks. */
  void serve(Reload reload) {
    reload.from(this);
    try {
      Signals.handle("HUP", number -> hangUp(reload));
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      LOG.debug("SIGHUP will not have the configuration read again", e);
    }
  }

  private static void hangUp(Reload reload) {
    try {
      reload.run(HANG_UP);
    } catch (ActjsException e) {
      LOG.debug("SIGHUP has changed nothing: {}", e.detail());
    }
  }

  /** Whether a running daemon takes a change of the key. */
  static boolean isLive(Key key) {
    return LIVE.contains(key.name());
  }

  @Override
  public Reread read() {
    try {
      ParseResult parsed = fresh.get().parseArgs(line);
      ConfiguredOptions options = ConfiguredOptions.fill(parsed);
      CommandSpec spec = parsed.asCommandLineList().getLast().getCommandSpec();
      StartCommand start = (StartCommand) spec.userObject();
      try {
        Map<String, @Nullable String> now = values(spec);
        return new Reread(start.live(), changes(spec, now), () -> take(now));
      } catch (ParameterException e) {
        throw options.explain(e);
      }
    } catch (ParameterException | Failure e) {
      throw new ActjsException(ProblemCode.ConfigInvalid, String.valueOf(e.getMessage()), e);
    }
  }

  private List<Change> changes(CommandSpec start, Map<String, @Nullable String> now) {
    List<Change> changes = new ArrayList<>();
    for (Key key : Keys.of(start).all()) {
      String before = running.get(key.name());
      String after = now.get(key.name());
      if (!Objects.equals(before, after)) {
        changes.add(new Change(key.name(), shown(key, before), shown(key, after), isLive(key)));
      }
    }
    return changes;
  }

  private static @Nullable String shown(Key key, @Nullable String value) {
    return value == null ? null : key.shown(value);
  }

  /** What was not taken stays what a restart would change. */
  private void take(Map<String, @Nullable String> now) {
    LIVE.forEach(key -> running.put(key, now.get(key)));
  }

  private static Map<String, @Nullable String> values(CommandSpec start) {
    Map<String, @Nullable String> values = new LinkedHashMap<>();
    for (Key key : Keys.of(start).all()) {
      if (key.isOfDaemon()) {
        OptionSpec option = start.findOption(key.option().longestName());
        values.put(key.name(), key.text(option.getValue()));
      }
    }
    return values;
  }
}
