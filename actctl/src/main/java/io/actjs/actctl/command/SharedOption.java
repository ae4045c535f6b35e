package io.actjs.actctl.command;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Options that a command and the groups above it have: the one nearest to the command counts. */
public final class SharedOption {
  private SharedOption() {}

  /**
   * The value of an option, or null where neither the command nor a group above it was given one.
   *
   * @param mixin the class that holds the option
   */
  static <M, T> @Nullable T value(
      CommandSpec command, Class<M> mixin, Function<M, @Nullable T> value) {
    for (CommandSpec at = command; at != null; at = at.parent()) {
      for (CommandSpec each : at.mixins().values()) {
        if (mixin.isInstance(each.userObject())) {
          T found = value.apply(mixin.cast(each.userObject()));
          if (found != null) {
            return found;
          }
        }
      }
    }
    return null;
  }

  /**
   * Refuses options before a command that the command itself does not have.
   *
   * @throws ParameterException for the first of them
   */
  public static void requireUsed(ParseResult line) {
    CommandLine last = line.asCommandLineList().getLast();
    for (ParseResult at = line; at.hasSubcommand(); at = at.subcommand()) {
      for (OptionSpec option : at.matchedOptions()) {
        boolean help = option.usageHelp() || option.versionHelp();
        if (!help && last.getCommandSpec().findOption(option.longestName()) == null) {
          throw new ParameterException(
              last,
              "\"" + last.getCommandSpec().qualifiedName() + "\" has no " + option.longestName());
        }
      }
    }
  }
}
