package io.actjs.actctl.screen;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a command line, in words of its user, and what was probably meant. */
final class UsageText {
  /** Longer words are no misspelling of anything. */
  private static final int MOST = 64;

  private UsageText() {}

  static String of(ParameterException error) {
    if (error instanceof UnmatchedArgumentException unmatched) {
      return error.getMessage() + meant(unmatched);
    }
    ArgSpec arg = error.getArgSpec();
    String value = error.getValue();
    Class<?> type = arg == null ? null : arg.auxiliaryTypes()[0];
    boolean unread =
        value != null && String.valueOf(error.getMessage()).startsWith("Invalid value");
    if (arg != null && type != null && value != null && unread) {
      if (type.isEnum() && error.getMessage().contains("expected one of")) {
        return invalid(arg) + oneOf(type, value);
      }
      if (type == Path.class) {
        return invalid(arg) + "the value is not a path";
      }
    }
    return String.valueOf(error.getMessage());
  }

  private static String invalid(ArgSpec arg) {
    return arg instanceof OptionSpec option
        ? "Invalid value for option '" + option.longestName() + "': "
        : "Invalid value for " + arg.paramLabel() + ": ";
  }

  private static String oneOf(Class<?> type, String value) {
    List<String> words =
        Stream.of(type.getEnumConstants())
            .map(it -> it.toString().toLowerCase(Locale.ROOT))
            .toList();
    int last = words.size() - 1;
    return "expected "
        + String.join(", ", words.subList(0, last))
        + " or "
        + words.get(last)
        + ", got '"
        + value
        + "'"
        + question(value, words.stream());
  }

  /** The option that the first unknown one was probably meant to be. */
  private static String meant(UnmatchedArgumentException error) {
    Stream<String> options =
        error.getCommandLine().getCommandSpec().options().stream()
            .filter(it -> !it.hidden())
            .flatMap(it -> Stream.of(it.names()))
            .filter(it -> it.startsWith("--"));
    return error.getUnmatched().stream()
        .filter(it -> it.startsWith("-"))
        .findFirst()
        .map(it -> question(it.replaceFirst("=.*", ""), options))
        .orElse("");
  }

  private static String question(String word, Stream<String> candidates) {
    return word.length() > MOST
        ? ""
        : Nearest.to(word, candidates).map(it -> "; did you mean " + it + "?").orElse("");
  }
}
