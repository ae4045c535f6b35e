package io.actjs.actctl.command;

import io.actjs.actctl.screen.Nearest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** A word where a command is expected that names none. */
public final class UnknownCommand {
  private UnknownCommand() {}

  /**
   * The error, with the command that the user may have meant.
   *
   * @param group what the word follows
   */
  public static ParameterException of(CommandLine group, String word) {
    String prefix = group.getCommandSpec().qualifiedName().replaceFirst("^actctl ?", "");
    String before = prefix.isEmpty() ? "" : prefix + " ";
    String hint =
        nearest(group, word).map(it -> "; did you mean \"" + before + it + "\"?").orElse("");
    return new ParameterException(group, "there is no command \"" + before + word + "\"" + hint);
  }

  /** A command of the group with a similar name, else one further down with this very name. */
  private static Optional<String> nearest(CommandLine group, String word) {
    Optional<String> near =
        Nearest.to(
            word,
            group.getSubcommands().entrySet().stream()
                .filter(it -> !it.getValue().getCommandSpec().usageMessage().hidden())
                .map(Map.Entry::getKey));
    return near.or(
        () ->
            group.getSubcommands().entrySet().stream()
                .filter(it -> it.getValue().getSubcommands().containsKey(word))
                .map(it -> it.getKey() + " " + word)
                .findFirst());
  }

  /** The same error for what the parser says about such a word; any other one as it is. */
  public static ParameterException explain(ParameterException error) {
    List<String> unknown = error.getCommandLine().getUnmatchedArguments();
    if (error instanceof MissingParameterException
        && unknown.stream().anyMatch(it -> it.startsWith("-"))) {
      // What is missing may be what is misspelt.
      return explain(new UnmatchedArgumentException(error.getCommandLine(), unknown));
    }
    if (!(error instanceof UnmatchedArgumentException unmatched)) {
      return error;
    }
    ParameterException formerly = Formerly.explain(unmatched);
    return formerly == null
        ? in(error.getCommandLine(), unmatched.getUnmatched()).orElse(error)
        : formerly;
  }

  /**
   * Refuses such a word on a line that asks for help, which the parser lets pass.
   *
   * @throws ParameterException when there is one
   */
  public static void requireNone(ParseResult line) {
    ParseResult last = line;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    in(last.commandSpec().commandLine(), last.unmatched())
        .ifPresent(
            it -> {
              throw it;
            });
  }

  private static Optional<ParameterException> in(CommandLine last, List<String> unmatched) {
    boolean word = !unmatched.isEmpty() && !unmatched.getFirst().startsWith("-");
    return word && !last.getSubcommands().isEmpty()
        ? Optional.of(of(last, unmatched.getFirst()))
        : Optional.empty();
  }
}
