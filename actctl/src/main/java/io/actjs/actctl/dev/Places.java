package io.actjs.actctl.dev;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Positions in source files as terminals and editors open them: by the path from where the command
 * was typed.
 *
 * @param folder that of the classes, as it was typed
 */
public record Places(Path folder) {
  /** As a stack trace has them: {@code Cart@1.0.0.ts:3:5}, {@code Cart@1.0.0/lib/money.ts:3:5}. */
  private static final Pattern IN_STACK =
      Pattern.compile(
          "(?<![\\w./])([A-Za-z_]\\w*)@\\d+\\.\\d+\\.\\d+[^\\s:/()]*?(?:\\.ts|/([^\\s:()]+)):(\\d+:\\d+)");

  /** As the compiler has them, at the beginning of what it says. */
  private static final Pattern IN_DIAGNOSTICS =
      Pattern.compile("(?<=^|; )([\\w@./-]+\\.[cm]?[jt]sx?:\\d+:\\d+: )");

  public String inStack(String line) {
    return IN_STACK
        .matcher(line)
        .replaceAll(
            found -> {
              String file = found.group(2) == null ? found.group(1) + ".ts" : found.group(2);
              return Matcher.quoteReplacement(path(file) + ":" + found.group(3));
            });
  }

  /** Of one diagnostic, or of several that are divided by semicolons. */
  public String inDiagnostics(String text) {
    return IN_DIAGNOSTICS
        .matcher(text)
        .replaceAll(
            found -> {
              int colon = found.group(1).indexOf(':');
              String rest = found.group(1).substring(colon);
              return Matcher.quoteReplacement(path(found.group(1).substring(0, colon)) + rest);
            });
  }

  private String path(String file) {
    return folder.resolve(file).normalize().toString();
  }
}
