package io.actjs.actctl;

import io.actjs.actctl.command.BuildVersion;
import io.actjs.actctl.command.ServerOption;
import io.actjs.actctl.command.actor.ActorCommand;
import io.actjs.actctl.command.actor.CallCommand;
import io.actjs.actctl.command.actor.CreateCommand;
import io.actjs.actctl.command.actor.TellCommand;
import io.actjs.actctl.command.key.KeyCommand;
import io.actjs.actctl.command.manifest.ManifestCommand;
import io.actjs.actctl.command.migrate.MigrateCommand;
import io.actjs.actctl.command.publish.DeprecateCommand;
import io.actjs.actctl.command.publish.ListCommand;
import io.actjs.actctl.command.publish.PromoteCommand;
import io.actjs.actctl.command.publish.PublishCommand;
import io.actjs.actctl.command.server.AuditCommand;
import io.actjs.actctl.command.server.DevCommand;
import io.actjs.actctl.command.server.GcCommand;
import io.actjs.actctl.command.server.StartCommand;
import io.actjs.actctl.command.store.BackupCommand;
import io.actjs.actctl.command.store.ExportCommand;
import io.actjs.actctl.command.store.ImportCommand;
import io.actjs.actctl.command.store.VerifyCommand;
import io.actjs.actctl.screen.Colours;
import io.actjs.actctl.screen.ErrorLines;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line itself; {@link #main} is what {@code scripts/actctl} runs. */
@Command(
    name = "actctl",
    description = {"Runs and talks to an actjs server: durable actors, written in TypeScript.", ""},
    versionProvider = Actctl.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DevCommand.class,
      StartCommand.class,
      PublishCommand.class,
      ListCommand.class,
      DeprecateCommand.class,
      PromoteCommand.class,
      ManifestCommand.class,
      KeyCommand.class,
      CreateCommand.class,
      CallCommand.class,
      TellCommand.class,
      ActorCommand.class,
      MigrateCommand.class,
      GcCommand.class,
      BackupCommand.class,
      ExportCommand.class,
      ImportCommand.class,
      VerifyCommand.class,
      AuditCommand.class,
      VersionCommand.class,
      HelpCommand.class,
      CompletionCommand.class,
      WarmUpCommand.class
    },
    commandListHeading = "Commands:%n",
    footerHeading = "%nTo begin with:%n",
    footer = {
      "  actctl dev examples/shop                 serve the classes of a folder, live",
      "  actctl call Cart alice add '{\"sku\": \"apple\", \"count\": 2}'",
      "  actctl actor watch Cart alice            see the state change",
      "",
      "The server is --server URL, else $ACTJS_URL, else " + ServerOption.DEFAULT_URL + ".",
      "Exit codes: 0 done, 1 failed, 2 wrong usage. ACTCTL_DEBUG=1 shows stack traces."
    })
public final class Actctl implements Runnable, IVersionProvider {

  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable") // That it was given is enough.
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version of actctl.")
  @SuppressWarnings("UnusedVariable") // That it was given is enough.
  private boolean versionAsked;

  /** Ends the process with the exit code of the command. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** The last place where an error can be made readable: above it is only Java's own report. */
  private static int run(String[] args) {
    CommandLine line = commandLine();
    try {
      return line.execute(args);
    } catch (StackOverflowError | OutOfMemoryError | LinkageError | AssertionError e) {
      return ErrorLines.show(e, line);
    }
  }

  /** The command line, ready to execute; writers and colours may be replaced. */
  static CommandLine commandLine() {
    return new CommandLine(new Actctl())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setColorScheme(Help.defaultColorScheme(Colours.wanted() ? Ansi.ON : Ansi.OFF))
        .setOut(new PrintWriter(System.out, false, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
        .setUsageHelpAutoWidth(false)
        .setUsageHelpWidth(100)
        .setParameterExceptionHandler(ErrorLines::onWrongUsage)
        .setExecutionExceptionHandler(ErrorLines::onFailure);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "missing command");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"actctl " + BuildVersion.text()};
  }
}
