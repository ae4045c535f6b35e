package io.actjs.actctl.command;

import java.lang.reflect.AnnotatedElement;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * What each value on a command line must be, before any command sees it: not empty, without control
 * characters and not endless. A number must not be negative. Values that are {@link FreeText} are
 * left to their commands.
 */
public final class Words {
  /** The longest value, in characters: that of a large token. */
  private static final int MOST = 16 << 10;

  private Words() {}

  /**
   * Refuses what no command takes.
   *
   * @throws ParameterException for the first such value
   */
  public static void requireSound(ParseResult line) {
    for (CommandLine command : line.asCommandLineList()) {
      ParseResult parsed = command.getParseResult();
      Stream.<ArgSpec>concat(parsed.matchedOptions().stream(), parsed.matchedPositionals().stream())
          .filter(it -> !isFree(it))
          .forEach(it -> require(command, it));
    }
  }

  private static boolean isFree(ArgSpec arg) {
    return arg.userObject() instanceof AnnotatedElement field
        && field.isAnnotationPresent(FreeText.class);
  }

  private static void require(CommandLine command, ArgSpec arg) {
    for (String value : arg.originalStringValues()) {
      String wrong = wrong(value);
      if (wrong != null) {
        throw new ParameterException(command, name(arg) + ": " + wrong, arg, value);
      }
    }
    if (arg.getValue() instanceof Number number && number.longValue() < 0) {
      throw new ParameterException(
          command, name(arg) + " must not be negative", arg, number.toString());
    }
  }

  private static @Nullable String wrong(String value) {
    if (value.isEmpty()) {
      return "the value is empty";
    }
    if (value.length() > MOST) {
      return "the value is longer than " + MOST + " characters";
    }
    return value.chars().anyMatch(Character::isISOControl)
        ? "the value has a control character"
        : null;
  }

  private static String name(ArgSpec arg) {
    return arg instanceof OptionSpec option ? option.longestName() : arg.paramLabel();
  }
}
