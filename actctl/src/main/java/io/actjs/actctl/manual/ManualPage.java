package io.actjs.actctl.manual;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The manual page of one command, from its help. */
final class ManualPage {
  private final CommandSpec command;
  private final String version;

  ManualPage(CommandSpec command, String version) {
    this.command = command;
    this.version = version;
  }

  /** {@code actctl-actor-watch}. */
  static String name(CommandSpec command) {
    return command.qualifiedName("-");
  }

  /**
   * @param more sections in roff, after the options
   */
  String text(String more) {
    return text(name(command), 1, command.qualifiedName(), more);
  }

  /**
   * The same under another name.
   *
   * @param typed what users type for it
   */
  String text(String name, int section, String typed, String more) {
    List<String> description = plain(command.usageMessage().description());
    Roff page = Roff.page(name, section, version);
    page.section("NAME")
        .raw(Roff.escape(name) + " \\- " + Roff.escape(summary(description)) + "\n");
    page.section("SYNOPSIS").raw(".B " + Roff.escape(typed) + "\n").paragraphs(synopsis());
    page.section("DESCRIPTION").paragraphs(description.toArray(String[]::new));
    commands(page);
    options(page);
    page.raw(more);
    List<String> footer = plain(command.usageMessage().footer());
    if (!footer.isEmpty()) {
      page.section("EXAMPLES").verbatim(footer);
    }
    return page.section("SEE ALSO").raw(".BR " + String.join(" ,\n.BR ", seeAlso(name)) + "\n")
        + "";
  }

  /** The first sentence without its full stop; the manual's index shows it. */
  private static String summary(List<String> description) {
    String first = description.isEmpty() ? "" : description.getFirst();
    return first.replaceFirst("\\.$", "");
  }

  private static List<String> plain(String[] lines) {
    return Arrays.stream(lines)
        .map(it -> Ansi.OFF.string(String.format(it.replaceAll("%(?![n%])", "%%"))))
        .flatMap(String::lines)
        .toList();
  }

  /** Without the name of the command, which comes before it. */
  private String synopsis() {
    CommandLine line = command.commandLine();
    return line.getHelp()
        .synopsis(0)
        .strip()
        .replaceAll("\\s+", " ")
        .replaceFirst("^" + java.util.regex.Pattern.quote(command.qualifiedName()) + " ?", "");
  }

  private void commands(Roff page) {
    List<CommandLine> shown =
        command.subcommands().values().stream().distinct().filter(ManualPage::isShown).toList();
    if (!shown.isEmpty()) {
      page.section("COMMANDS");
      for (CommandLine each : shown) {
        CommandSpec spec = each.getCommandSpec();
        page.entry(
            spec.name(),
            plain(spec.usageMessage().description()).getFirst(),
            "See " + name(spec) + "(1).");
      }
    }
  }

  static boolean isShown(CommandLine line) {
    return !line.getCommandSpec().usageMessage().hidden();
  }

  private void options(Roff page) {
    List<ArgSpec> shown =
        Stream.<ArgSpec>concat(
                command.positionalParameters().stream(),
                command.options().stream()
                    .sorted((a, b) -> a.longestName().compareTo(b.longestName())))
            .filter(it -> !it.hidden())
            .toList();
    if (!shown.isEmpty()) {
      page.section("OPTIONS");
      shown.forEach(it -> page.entry(tag(it), plain(it.description()).toArray(String[]::new)));
    }
  }

  private static String tag(ArgSpec arg) {
    if (!(arg instanceof OptionSpec option)) {
      return arg.paramLabel();
    }
    List<String> names = new ArrayList<>(List.of(option.names()));
    if (option.negatable()) {
      names.add(option.longestName().replaceFirst("^--", "--no-"));
    }
    String value = option.arity().max() > 0 ? " " + option.paramLabel() : "";
    return String.join(", ", names) + value;
  }

  private List<String> seeAlso(String name) {
    List<String> pages = new ArrayList<>();
    CommandSpec parent = command.parent();
    if (parent != null && !name.equals("actjsd")) {
      pages.add(Roff.escape(name(parent)) + " (1)");
    }
    pages.addAll(
        List.of("actctl (1)", "actjsd (8)").stream()
            .filter(it -> !it.startsWith(name + " "))
            .toList());
    return pages.stream().distinct().toList();
  }
}
