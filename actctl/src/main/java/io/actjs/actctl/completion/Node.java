package io.actjs.actctl.completion;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * A command as completion sees it.
 *
 * @param path the names that lead to it, without that of the program: {@code actor watch}
 * @param places what its arguments are, in their order
 * @param repeats whether the last of them may come again
 */
record Node(
    String path, List<Named> commands, List<Flag> flags, List<String> places, boolean repeats) {

  /** A command below this one. */
  record Named(String name, String help) {}

  /**
   * An option.
   *
   * @param value what its value is, or null when it has none
   */
  record Flag(List<String> names, @Nullable String value, String help) {}

  /** The command and all below it, without those that are hidden. */
  static List<Node> tree(CommandLine root) {
    List<Node> all = new ArrayList<>();
    collect(root, "", all);
    return all;
  }

  private static void collect(CommandLine line, String path, List<Node> all) {
    CommandSpec spec = line.getCommandSpec();
    List<CommandLine> below =
        line.getSubcommands().values().stream()
            .distinct()
            .filter(it -> !it.getCommandSpec().usageMessage().hidden())
            .toList();
    all.add(
        new Node(
            path,
            below.stream().map(it -> new Named(it.getCommandName(), help(it))).toList(),
            spec.options().stream()
                .filter(it -> !it.hidden())
                .sorted(Comparator.comparing(OptionSpec::longestName))
                .map(it -> flag(spec, it))
                .toList(),
            spec.positionalParameters().stream().map(it -> ValueKind.of(spec, it)).toList(),
            spec.positionalParameters().stream().anyMatch(Node::repeats)));
    for (CommandLine each : below) {
      String name = each.getCommandName();
      collect(each, path.isEmpty() ? name : path + " " + name, all);
    }
  }

  private static boolean repeats(PositionalParamSpec place) {
    return place.arity().max() > 1;
  }

  private static Flag flag(CommandSpec spec, OptionSpec option) {
    List<String> names = new ArrayList<>(List.of(option.names()));
    if (option.negatable()) {
      names.add(option.longestName().replaceFirst("^--", "--no-"));
    }
    String value = option.arity().max() == 0 ? null : ValueKind.of(spec, option);
    return new Flag(List.copyOf(names), value, help(option));
  }

  private static String help(CommandLine line) {
    String[] lines = line.getCommandSpec().usageMessage().description();
    return lines.length == 0 ? "" : brief(String.format(lines[0]));
  }

  private static String help(ArgSpec arg) {
    String[] lines = arg.description();
    return lines.length == 0 ? "" : brief(lines[0]);
  }

  /** What fits beside a name on a line. */
  private static String brief(String text) {
    String line = text.replaceAll("\\s+", " ").replaceFirst("[.(;:].*$", "").strip();
    return line.length() <= 60 ? line : line.substring(0, 59) + "…";
  }
}
