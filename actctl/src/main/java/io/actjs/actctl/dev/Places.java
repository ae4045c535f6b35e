package io.actjs.actctl.dev;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Positions in source files as terminals and editors open them: by the path from where the command
 * was typed.
 *
 * @param folders those of the classes, as they were typed
 */
public record Places(List<Path> folders) {
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
              String path = path(folderOf(found.group(1)), file);
              return Matcher.quoteReplacement(path + ":" + found.group(3));
            });
  }

  /**
   * Of one diagnostic, or of several that are divided by semicolons.
   *
   * @param folder that of the class
   */
  public static String inDiagnostics(Path folder, String text) {
    return IN_DIAGNOSTICS
        .matcher(text)
        .replaceAll(
            found -> {
              int colon = found.group(1).indexOf(':');
              String rest = found.group(1).substring(colon);
              return Matcher.quoteReplacement(
                  path(folder, found.group(1).substring(0, colon)) + rest);
            });
  }

  /** Where the class of a stack trace has its file. */
  private Path folderOf(String className) {
    return folders.stream()
        .filter(folder -> Files.exists(folder.resolve(className + ".ts")))
        .findFirst()
        .orElse(folders.getFirst());
  }

  private static String path(Path folder, String file) {
    return folder.resolve(file).normalize().toString();
  }
}
