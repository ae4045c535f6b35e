package io.actjs.actctl;

import io.actjs.actctl.command.BuildVersion;
import io.actjs.actctl.command.CommandGroup;
import io.actjs.actctl.command.OutputOption;
import io.actjs.actctl.command.SharedOption;
import io.actjs.actctl.command.UnknownCommand;
import io.actjs.actctl.command.Words;
import io.actjs.actctl.command.actor.ActorCommand;
import io.actjs.actctl.command.actor.CallCommand;
import io.actjs.actctl.command.actor.CreateCommand;
import io.actjs.actctl.command.actor.TellCommand;
import io.actjs.actctl.command.cap.CapCommand;
import io.actjs.actctl.command.codegen.CodegenCommand;
import io.actjs.actctl.command.config.ConfigCommand;
import io.actjs.actctl.command.dev.DevCommand;
import io.actjs.actctl.command.due.ClassCommand;
import io.actjs.actctl.command.due.DeadLetterCommand;
import io.actjs.actctl.command.due.PausesCommand;
import io.actjs.actctl.command.env.EnvCommand;
import io.actjs.actctl.command.key.KeyCommand;
import io.actjs.actctl.command.manifest.ManifestCommand;
import io.actjs.actctl.command.migrate.MigrateCommand;
import io.actjs.actctl.command.operate.AuditCommand;
import io.actjs.actctl.command.operate.LogsCommand;
import io.actjs.actctl.command.operate.StatusCommand;
import io.actjs.actctl.command.operate.StopCommand;
import io.actjs.actctl.command.policy.PolicyCommand;
import io.actjs.actctl.command.project.InitCommand;
import io.actjs.actctl.command.project.TypesCommand;
import io.actjs.actctl.command.publish.AsyncApiCommand;
import io.actjs.actctl.command.publish.DeprecateCommand;
import io.actjs.actctl.command.publish.ListCommand;
import io.actjs.actctl.command.publish.OpenApiCommand;
import io.actjs.actctl.command.publish.PromoteCommand;
import io.actjs.actctl.command.publish.PublishCommand;
import io.actjs.actctl.command.publish.SchemaCommand;
import io.actjs.actctl.command.reminder.ReminderCommand;
import io.actjs.actctl.command.server.DoctorCommand;
import io.actjs.actctl.command.server.ForgetCommand;
import io.actjs.actctl.command.server.GcCommand;
import io.actjs.actctl.command.server.StartCommand;
import io.actjs.actctl.command.shell.ShellCommand;
import io.actjs.actctl.command.store.BackupCommand;
import io.actjs.actctl.command.store.ExportCommand;
import io.actjs.actctl.command.store.ImportCommand;
import io.actjs.actctl.command.store.VerifyCommand;
import io.actjs.actctl.command.test.TestCommand;
import io.actjs.actctl.command.token.TokenCommand;
import io.actjs.actctl.completion.CompleteCommand;
import io.actjs.actctl.completion.CompletionCommand;
import io.actjs.actctl.config.ConfiguredOptions;
import io.actjs.actctl.manual.ManualCommand;
import io.actjs.actctl.screen.Colours;
import io.actjs.actctl.screen.ErrorLines;
import io.actjs.actctl.screen.Failure;
import io.actjs.actctl.screen.HelpWidth;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;

/** The command line itself; {@link #main} is what {@code scripts/actctl} runs. */
@Command(
    name = "actctl",
    description = {"Run an actjs server and talk to it: durable actors written in TypeScript.", ""},
    versionProvider = Actctl.class,
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "Commands:%n",
    footerHeading = "%nGetting started:%n",
    footer = {
      "  actctl init counters                     make a folder with a first class",
      "  actctl dev counters                      serve a folder of classes, live",
      "  actctl call Counter clicks add '{\"by\": 10}'",
      "  actctl actor watch Counter clicks        watch its state change",
      "",
      "ACTCTL_DEBUG=1 prints the stack trace of a failure."
    })
public final class Actctl extends CommandGroup implements IVersionProvider {
  /** All commands, in the order of the help. */
  private static final List<Class<?>> COMMANDS =
      List.of(
          InitCommand.class,
          TypesCommand.class,
          DevCommand.class,
          StartCommand.class,
          StatusCommand.class,
          StopCommand.class,
          TestCommand.class,
          PublishCommand.class,
          ListCommand.class,
          SchemaCommand.class,
          OpenApiCommand.class,
          AsyncApiCommand.class,
          CodegenCommand.class,
          DeprecateCommand.class,
          PromoteCommand.class,
          ManifestCommand.class,
          ConfigCommand.class,
          EnvCommand.class,
          KeyCommand.class,
          PolicyCommand.class,
          TokenCommand.class,
          CapCommand.class,
          CreateCommand.class,
          CallCommand.class,
          TellCommand.class,
          ShellCommand.class,
          ActorCommand.class,
          ClassCommand.class,
          PausesCommand.class,
          ReminderCommand.class,
          DeadLetterCommand.class,
          MigrateCommand.class,
          ForgetCommand.class,
          GcCommand.class,
          BackupCommand.class,
          ExportCommand.class,
          ImportCommand.class,
          VerifyCommand.class,
          LogsCommand.class,
          AuditCommand.class,
          DoctorCommand.class,
          VersionCommand.class,
          HelpCommand.class,
          CompletionCommand.class,
          CompleteCommand.class,
          ManualCommand.class,
          WarmUpCommand.class);

  /** What there is to set in files is read of their options, whichever command runs. */
  private static final Set<Class<?>> READ = Set.of(ListCommand.class, StartCommand.class);

  /** Those that go through all the others. */
  private static final Set<Class<?>> READERS =
      Set.of(
          HelpCommand.class,
          CompletionCommand.class,
          CompleteCommand.class,
          ManualCommand.class,
          WarmUpCommand.class);

  /** What, alone, is about the program itself. */
  private static final Set<String> ROOT = Set.of("help", "-h", "--help", "-V", "--version");

  private static final Map<String, String> EXIT_CODES =
      UsageMessageSpec.keyValuesMap("0:Success.", "1:Failure.", "2:Wrong usage.");

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help and exit.")
  @SuppressWarnings("UnusedVariable") // Its presence is enough.
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version of actctl and exit.")
  @SuppressWarnings("UnusedVariable") // Its presence is enough.
  private boolean versionAsked;

  /** Ends the process with the exit code of the command. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** The last place where an error can be made readable: above it is only Java's own report. */
  private static int run(String[] args) {
    CommandLine line = commandLineFor(args);
    try {
      return line.execute(args);
    } catch (StackOverflowError | OutOfMemoryError | LinkageError | AssertionError e) {
      return ErrorLines.show(e, line, ErrorLines.format(List.of(args)));
    }
  }

  /** The command line, ready to execute; writers and colours may be replaced. */
  static CommandLine commandLine() {
    return withWhole(Set.copyOf(COMMANDS));
  }

  /**
   * The part of it that a line needs: to prepare the options of every command takes long. A line
   * that does not begin with a command gets the whole.
   */
  static CommandLine commandLineFor(String... line) {
    if (line.length == 0 || (line.length == 1 && ROOT.contains(line[0]))) {
      return withWhole(Set.of(HelpCommand.class));
    }
    Set<Class<?>> whole = new HashSet<>(READ);
    for (Class<?> command : COMMANDS) {
      if (about(command).name().equals(line[0]) && !READERS.contains(command)) {
        whole.add(command);
        return withWhole(whole);
      }
    }
    return commandLine();
  }

  /** Of the other commands it has the names. */
  private static CommandLine withWhole(Set<Class<?>> whole) {
    CommandLine all = new CommandLine(new Actctl());
    for (Class<?> command : COMMANDS) {
      all.addSubcommand(whole.contains(command) ? command : named(command));
    }
    return withExitCodes(all)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setColorScheme(Help.defaultColorScheme(Colours.wanted() ? Ansi.ON : Ansi.OFF))
        .setOut(new PrintWriter(System.out, false, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
        .setUsageHelpAutoWidth(false)
        .setUsageHelpWidth(HelpWidth.columns(System.getenv("COLUMNS")))
        .setExecutionStrategy(Actctl::execute)
        .setParameterExceptionHandler(
            (e, args) -> ErrorLines.onWrongUsage(UnknownCommand.explain(e), args))
        .setExecutionExceptionHandler(
            (e, command, line) ->
                ErrorLines.show(e, command, OutputOption.of(command.getCommandSpec())));
  }

  private static CommandLine named(Class<?> command) {
    Command about = about(command);
    CommandSpec spec = CommandSpec.create().name(about.name()).aliases(about.aliases());
    spec.usageMessage().description(about.description()).hidden(about.hidden());
    return new CommandLine(spec);
  }

  private static Command about(Class<?> command) {
    return Objects.requireNonNull(command.getAnnotation(Command.class));
  }

  /** Each help ends with the exit codes, those of its own command if it has some. */
  private static CommandLine withExitCodes(CommandLine command) {
    UsageMessageSpec help = command.getCommandSpec().usageMessage();
    if (help.exitCodeList().isEmpty()) {
      help.exitCodeList(EXIT_CODES);
    }
    help.exitCodeListHeading("%nExit codes:%n");
    command.getSubcommands().values().forEach(Actctl::withExitCodes);
    return command;
  }

  /** Runs the last command of the line, or shows its help. */
  private static int execute(ParseResult line) {
    UnknownCommand.requireNone(line);
    SharedOption.requireUsed(line);
    OutputOption.requireOne(line);
    Words.requireSound(line);
    ConfiguredOptions options = configured(line);
    try {
      return new RunLast().execute(line);
    } catch (ParameterException e) {
      throw options.explain(e);
    }
  }

  private static ConfiguredOptions configured(ParseResult line) {
    try {
      return ConfiguredOptions.fill(line);
    } catch (Failure e) {
      throw new ExecutionException(line.asCommandLineList().getLast(), e.detail(), e);
    }
  }

  @Override
  public String[] getVersion() {
    return new String[] {"actctl " + BuildVersion.text()};
  }
}
