package io.actjs.actctl.completion;

import io.actjs.actctl.completion.Node.Flag;
import io.actjs.actctl.completion.Node.Named;
import io.actjs.engine.source.ClasspathText;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The shells that complete, each with a script of its own: a part that is always the same, and a
 * table of the commands in it.
 */
enum Shell {
  BASH {
    @Override
    String row(Node node) {
      return "    %s)\n      commands=%s\n      flags=%s\n      values=%s\n      places=%s\n      ;;\n"
          .formatted(
              quoted(node.path()),
              quoted(join(node.commands(), Named::name)),
              quoted(flagNames(node).collect(Collectors.joining(" "))),
              quoted(valueKinds(node)),
              quoted(places(node)));
    }
  },

  ZSH {
    @Override
    String row(Node node) {
      return "    %s)\n      commands=(%s)\n      flags=(%s)\n      values=%s\n      places=%s\n      ;;\n"
          .formatted(
              quoted(node.path()),
              join(node.commands(), it -> quoted(it.name() + ":" + it.help())),
              node.flags().stream()
                  .flatMap(it -> it.names().stream().map(name -> quoted(name + ":" + it.help())))
                  .collect(Collectors.joining(" ")),
              quoted(valueKinds(node)),
              quoted(places(node)));
    }
  },

  FISH {
    @Override
    String row(Node node) {
      return "        case %s\n            set -g __actctl_commands %s\n            set -g __actctl_flags %s\n            set -g __actctl_values %s\n            set -g __actctl_places %s\n"
          .formatted(
              inFish(node.path()),
              join(node.commands(), it -> inFish(it.name() + "\t" + it.help())),
              node.flags().stream()
                  .flatMap(it -> it.names().stream().map(name -> inFish(name + "\t" + it.help())))
                  .collect(Collectors.joining(" ")),
              inFish(valueKinds(node)),
              inFish(places(node)));
    }
  };

  private static final String ROWS = "# @commands@\n";

  abstract String row(Node node);

  /** The script for a tree of commands. */
  String script(List<Node> tree) {
    return ClasspathText.read("/io/actjs/actctl/completion/" + this + ".txt")
        .replace(ROWS, tree.stream().map(this::row).collect(Collectors.joining()));
  }

  private static <T> String join(List<T> all, Function<T, String> text) {
    return all.stream().map(text).collect(Collectors.joining(" "));
  }

  private static Stream<String> flagNames(Node node) {
    return node.flags().stream().flatMap(it -> it.names().stream());
  }

  /** Each option that has a value with what it is, between blanks. */
  private static String valueKinds(Node node) {
    return node.flags().stream()
        .filter(it -> it.value() != null)
        .flatMap(Shell::valued)
        .collect(Collectors.joining(" ", " ", " "));
  }

  private static Stream<String> valued(Flag flag) {
    return flag.names().stream().map(name -> name + ":" + flag.value());
  }

  /** What each argument is; dots for one that may come again. */
  private static String places(Node node) {
    return String.join(" ", node.places()) + (node.repeats() ? " ..." : "");
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  /** In single quotes fish knows the backslash. */
  private static String inFish(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
