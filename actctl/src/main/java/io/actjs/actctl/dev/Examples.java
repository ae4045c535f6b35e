package io.actjs.actctl.dev;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Command lines to try out a class, taken from its source. */
final class Examples {
  /** A line of a comment: {@code @example actctl call …}. */
  private static final Pattern WRITTEN =
      Pattern.compile(
          "(?m)^[ \\t]*(?:\\*|//|/\\*\\*?)[ \\t]*@example[ \\t]+(actctl [^\\r\\n]+?)[ \\t]*(?:\\*/[ \\t]*)?$");

  /** A handler without parameters. */
  private static final Pattern WITHOUT_ARGUMENT =
      Pattern.compile(
          "@(?:actjs\\.)?handler\\(\\s*['\"](\\w+)['\"]\\s*\\)\\s*(?:public\\s+)?(?:async\\s+)?\\w+\\s*\\(\\s*\\)");

  private static final int MAX_GUESSED = 3;

  private Examples() {}

  /**
   * The author's examples; else calls of handlers without parameters; else a command that watches.
   */
  static List<String> of(String className, String source) {
    List<String> lines = new ArrayList<>();
    Matcher written = WRITTEN.matcher(source);
    while (written.find()) {
      lines.add(written.group(1));
    }
    if (lines.isEmpty()) {
      WITHOUT_ARGUMENT
          .matcher(source)
          .results()
          .limit(MAX_GUESSED)
          .forEach(it -> lines.add("actctl call " + className + " one " + it.group(1)));
    }
    if (lines.isEmpty()) {
      lines.add("actctl actor watch " + className + " one");
    }
    return lines;
  }
}
