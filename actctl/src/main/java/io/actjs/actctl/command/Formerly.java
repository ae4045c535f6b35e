package io.actjs.actctl.command;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Options by which other tools for actjs are called, and what is said here in their place. */
final class Formerly {
  private static final String RESOLVE =
      "use \"actctl manifest resolve --root CLASS@RANGE\", which prints the manifest";

  private static final Map<String, String> INSTEAD =
      Map.of(
          "actctl publish --source",
          "name the file itself: actctl publish Cart.ts --version 1.0.0",
          "actctl publish --class",
          "name the class by its file, or with --name",
          "actctl manifest show --root",
          RESOLVE,
          "actctl manifest show --range",
          RESOLVE);

  private Formerly() {}

  /** The error with the word that is used here; null when it is about none of these options. */
  static @Nullable ParameterException explain(UnmatchedArgumentException error) {
    String command = error.getCommandLine().getCommandSpec().qualifiedName();
    for (String word : error.getUnmatched()) {
      String option = word.replaceFirst("=.*", "");
      String instead = INSTEAD.get(command + " " + option);
      if (instead != null) {
        return new ParameterException(
            error.getCommandLine(), "there is no " + option + "; " + instead);
      }
    }
    return null;
  }
}
