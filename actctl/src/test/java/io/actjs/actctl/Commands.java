package io.actjs.actctl;

import io.actjs.actctl.screen.HelpWidth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** The tree of the commands, and the examples in their help. */
final class Commands {
  private static final String TOOL = "actctl";

  /** To look at: none of them has parsed anything. */
  private static final List<CommandLine> SHOWN = shown(Actctl.commandLine()).toList();

  private static final Map<List<String>, String> TARGETS = new ConcurrentHashMap<>();

  private Commands() {}

  /** Every command that help shows, groups included, the tool itself first. */
  static Stream<CommandLine> shown() {
    return SHOWN.stream();
  }

  private static Stream<CommandLine> shown(CommandLine command) {
    return command.getCommandSpec().usageMessage().hidden()
        ? Stream.empty()
        : Stream.concat(
            Stream.of(command),
            command.getSubcommands().values().stream().distinct().flatMap(Commands::shown));
  }

  /** {@code actctl actor list}. */
  static String name(CommandLine command) {
    return command.getCommandSpec().qualifiedName();
  }

  /** The words of its command line up to itself, without the name of the tool. */
  static List<String> path(CommandLine command) {
    return Arrays.stream(name(command).split(" ")).skip(1).toList();
  }

  /** The lines of its examples, without their comments. */
  static List<String> examples(CommandLine command) {
    return Arrays.stream(command.getCommandSpec().usageMessage().footer())
        .filter(it -> it.startsWith("  "))
        .map(it -> it.strip().replaceFirst(" {3,}.*", ""))
        .toList();
  }

  /** The command lines of actctl in a line of a shell, each without the name of the tool. */
  static List<List<String>> lines(String shell) {
    List<List<String>> lines = new ArrayList<>();
    List<String> line = new ArrayList<>();
    for (String word : words(shell)) {
      if (List.of("|", "&&", ";").contains(word)) {
        add(line, lines);
        line = new ArrayList<>();
      } else {
        line.add(word);
      }
    }
    add(line, lines);
    return lines;
  }

  private static void add(List<String> line, List<List<String>> lines) {
    int tool = line.indexOf(TOOL);
    if (tool >= 0) {
      List<String> args = line.subList(tool + 1, line.size());
      int redirected = Math.max(args.indexOf("<"), args.indexOf(">"));
      lines.add(List.copyOf(redirected < 0 ? args : args.subList(0, redirected)));
    }
  }

  /** As a shell cuts it; {@code $(…)} begins and ends a line of its own. */
  private static List<String> words(String shell) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    char quote = 0;
    boolean any = false;
    for (char c :
        shell.replace("$(", " ; ").replace("<(", " ; ").replace(")", " ; ").toCharArray()) {
      if (quote == 0 && c == ' ') {
        if (any) {
          words.add(word.toString());
        }
        word.setLength(0);
        any = false;
      } else {
        any = true;
        if (quote == 0 && (c == '\'' || c == '"')) {
          quote = c;
        } else if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
      }
    }
    if (any) {
      words.add(word.toString());
    }
    return words;
  }

  /** The command that a command line runs. */
  static String target(List<String> args) {
    return TARGETS.computeIfAbsent(args, Commands::parsed);
  }

  private static String parsed(List<String> args) {
    String[] line = args.toArray(String[]::new);
    ParseResult parsed = Ran.lineFor(line).parseArgs(line);
    return parsed.asCommandLineList().getLast().getCommandSpec().qualifiedName();
  }

  /** A command line of the command that parses: one of its examples. */
  static List<String> valid(CommandLine command) {
    return examples(command).stream()
        .flatMap(it -> lines(it).stream())
        .filter(it -> target(it).equals(name(command)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no example of " + name(command)));
  }

  static int width() {
    return HelpWidth.columns(null);
  }
}
