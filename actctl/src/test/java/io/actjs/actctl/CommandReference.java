package io.actjs.actctl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The page of all commands, from their own help. */
final class CommandReference {
  private static final List<String> SHARED =
      List.of("--server", "--profile", "--token", "--ca", "--output", "--json", "--help");

  private final List<String> lines = new ArrayList<>();

  private CommandReference() {}

  static String page() {
    CommandReference page = new CommandReference();
    page.intro();
    Commands.shown().skip(1).forEach(page::command);
    return String.join("\n", page.lines) + "\n";
  }

  private void intro() {
    lines.add(
        """
        # Every command

        Generated from the help of the commands (`actctl COMMAND --help`); do not edit.
        `scripts/redraw-commands` makes it again, and a test fails when it is stale.

        ## Options of most commands

        They may stand anywhere on the line: before the command, between a group and its command,
        or behind it. The one nearest to the end counts. A command that lacks one refuses it.
        """);
    CommandLine sample = command("actctl actor list");
    SHARED.forEach(name -> arg(sample.getCommandSpec().findOption(name)));
    lines.add(
        """

        `--output yaml` prints YAML 1.2. Commands that print as they go, such as `actor watch`, print
        JSON lines or YAML documents between lines of `---`. Errors have the same form, on standard
        error. Tables are as wide as the terminal, and whole where there is none; colour is for
        terminals, unless `NO_COLOR` or `CLICOLOR_FORCE` says otherwise. Long work shows its progress
        on standard error.

        ## Exit codes

        | code | meaning |
        | --- | --- |
        | 0 | success |
        | 1 | failure: the command line is right, but the work was not done, or the answer is no |
        | 2 | wrong usage: one line says what is wrong, and nothing was done |

        With `--output json` an error is one document, `{"error": {"code": …, "detail": …}}`.
        A command that gives a code a closer meaning says so below.
        """);
  }

  private static CommandLine command(String name) {
    return Commands.shown().filter(it -> Commands.name(it).equals(name)).findFirst().orElseThrow();
  }

  private void command(CommandLine command) {
    UsageMessageSpec help = command.getCommandSpec().usageMessage();
    lines.add("## " + Commands.name(command));
    lines.add("");
    lines.addAll(Stream.of(help.description()).map(it -> plain(it.strip())).toList());
    block(command.getHelp().synopsis(0).strip().lines());
    List<ArgSpec> args = new ArrayList<>(command.getCommandSpec().positionalParameters());
    command.getCommandSpec().options().stream()
        .filter(it -> !it.hidden() && !SHARED.contains(it.longestName()))
        .sorted(Comparator.comparing(OptionSpec::longestName))
        .forEach(args::add);
    args.forEach(this::arg);
    if (!args.isEmpty()) {
      lines.add("");
    }
    block(Arrays.stream(help.footer()).filter(it -> it.startsWith("  ")).map(String::strip));
    if (!help.exitCodeList().values().contains("Failure.")) {
      lines.add(
          help.exitCodeList().entrySet().stream()
              .map(it -> it.getKey() + ": " + it.getValue())
              .collect(Collectors.joining(" ", "Exit codes: ", "")));
      lines.add("");
    }
  }

  /** Without what Markdown would take for its own. */
  private static String plain(String text) {
    return Ansi.OFF.string(text).replace("*", "\\*").replace("_", "\\_").replace("<", "&lt;");
  }

  private void block(Stream<String> text) {
    lines.add("```console");
    lines.addAll(text.toList());
    lines.add("```");
    lines.add("");
  }

  private void arg(ArgSpec arg) {
    String name =
        arg instanceof OptionSpec option
            ? Stream.of(option.names()).collect(Collectors.joining("`, `", "`", "`"))
                + (option.arity().max() > 0 ? " `" + option.paramLabel() + "`" : "")
            : "`" + arg.paramLabel() + "`";
    String text = String.join(" ", arg.description());
    lines.add("- " + name + ": " + plain(text));
  }
}
