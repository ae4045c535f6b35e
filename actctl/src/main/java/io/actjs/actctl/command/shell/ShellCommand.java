package io.actjs.actctl.command.shell;

import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import io.actjs.actctl.command.FreeText;
import io.actjs.actctl.command.PinOption;
import io.actjs.actctl.command.TimeSpan;
import io.actjs.actctl.screen.Colours;
import io.actjs.actctl.screen.Failure;
import io.actjs.actctl.screen.HelpWidth;
import io.actjs.actctl.shell.Connection;
import io.actjs.actctl.shell.Settings;
import io.actjs.actctl.shell.Settings.Form;
import io.actjs.actctl.shell.Shell;
import io.actjs.actctl.shell.ShellOutput;
import io.actjs.engine.script.SnippetCompiler;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code actctl shell}. */
@Command(
    name = "shell",
    description = {
      "Run TypeScript against live actors: typed at a prompt, from a file, or from a pipe.",
      "",
      "Classes are functions that give actors: await Cart('alice').add({ sku: 'apple' }). At the "
          + "prompt, Tab completes, .help lists commands, and Ctrl-D leaves.",
      "",
      "A file prints what it logs. Inputs from a pipe are run as if they were typed, and their "
          + "values are printed; the first that fails ends the shell with exit code 1.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  actctl shell",
      "  actctl shell -e \"Cart('alice').state()\"",
      "  actctl shell report.ts 2026-11",
      "  echo \"Cart('alice').add({ sku: 'apple' })\" | actctl shell"
    })
public final class ShellCommand extends ClientCommand {
  private static final String STANDARD_INPUT = "-";

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "FILE",
      description = "File of TypeScript to run; - reads it from standard input.")
  private @Nullable String file;

  @FreeText
  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "ARG",
      description = "Arguments of the file, which finds them as args.")
  private List<String> args = List.of();

  @FreeText
  @Option(
      names = {"-e", "--eval"},
      paramLabel = "CODE",
      description = "Code to run; its value is printed, with --json as JSON.")
  private @Nullable String code;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "Time that an input or file may take, e.g. 30s (default: 5m).")
  private @Nullable String timeout;

  @Mixin private PinOption pin;

  @Override
  protected int run(Server to) {
    if (code != null && file != null) {
      throw usage("name a file or give code with -e, not both");
    }
    Connection connection = new Connection(pin.pinned(to));
    ShellOutput out = new ShellOutput(spec.commandLine().getOut(), spec.commandLine().getErr());
    boolean isInteractive = code == null && file == null && isTerminal();
    String text = code != null ? code : file == null ? null : read(file);
    try (Shell shell = new Shell(connection, settings(), out)) {
      if (text != null) {
        return shell.run(code == null ? name() : null, text);
      }
      return isInteractive
          ? shell.interact()
          : shell.readAll(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new Failure("cannot read the input: " + e.getMessage(), e);
    }
  }

  private String name() {
    return STANDARD_INPUT.equals(file) ? "stdin" : String.valueOf(file);
  }

  @SuppressWarnings("SystemConsoleNull") // Which of the two it is depends on the JDK.
  private static boolean isTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  private Settings settings() {
    Form form = output.json() ? Form.JSON : Form.TEXT;
    return new Settings(
        Colours.wanted() && form == Form.TEXT,
        HelpWidth.columns(System.getenv("COLUMNS")),
        file == null ? form : Form.NONE,
        args,
        patience());
  }

  private Duration patience() {
    if (timeout == null) {
      return Duration.ofMinutes(5);
    }
    try {
      Duration given = TimeSpan.parse(timeout);
      if (given.isPositive()) {
        return given;
      }
    } catch (TypeConversionException e) {
      throw usage("--timeout: " + e.getMessage());
    }
    throw usage("--timeout must be longer than nothing");
  }

  private String read(String name) {
    try {
      byte[] bytes;
      if (name.equals(STANDARD_INPUT)) {
        bytes = System.in.readNBytes(SnippetCompiler.MOST_CHARACTERS + 1);
      } else {
        try (var in = Files.newInputStream(Path.of(name))) {
          bytes = in.readNBytes(SnippetCompiler.MOST_CHARACTERS + 1);
        }
      }
      if (bytes.length > SnippetCompiler.MOST_CHARACTERS) {
        throw usage(name + " is larger than " + SnippetCompiler.MOST_CHARACTERS + " bytes");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw usage("no such file: " + name);
    } catch (IOException e) {
      throw new Failure("cannot read " + name + ": " + e.getMessage(), e);
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
