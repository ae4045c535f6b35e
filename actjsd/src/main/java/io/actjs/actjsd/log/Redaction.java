package io.actjs.actjsd.log;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Takes secrets out of a line: what follows {@code Authorization} or {@code Bearer}, the values of
 * tokens, passwords and secrets, the password in a URL, and the secrets of environments.
 */
final class Redaction {
  private static final String HIDDEN = "[redacted]";

  /** Words without which no pattern fits: most lines have none of them. */
  private static final Pattern HINT =
      Pattern.compile(
          "authorization|bearer|token|passw|secret|api[-_]?key|://[^/\\s]*@",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern HEADER =
      Pattern.compile(
          "(authorization\"?\\s*[:=]\\s*\"?)(?:(?:basic|bearer)\\s+)?[^\\s\",;]+",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern BEARER =
      Pattern.compile("(bearer\\s+)[A-Za-z0-9._~+/=-]{4,}", Pattern.CASE_INSENSITIVE);

  private static final Pattern VALUE =
      Pattern.compile(
          "((?:[A-Za-z-]*token|password|passwd|secret|api[-_]?key)\"?\\s*[:=]\\s*\"?)[^\\s\",;&]+",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern URL = Pattern.compile("(://[^/\\s:@]*:)[^/\\s@]+(@)");

  /** What gives the secrets that are to be hidden wherever they stand. */
  private static final List<Supplier<List<String>>> WITHHELD = new CopyOnWriteArrayList<>();

  private Redaction() {}

  /** Hides what the supplier gives, until the answer is run. */
  static Runnable withhold(Supplier<List<String>> secrets) {
    WITHHELD.add(secrets);
    return () -> WITHHELD.remove(secrets);
  }

  static String of(String text) {
    String shown = text;
    for (Supplier<List<String>> secrets : WITHHELD) {
      for (String secret : secrets.get()) {
        if (shown.contains(secret)) {
          shown = shown.replace(secret, HIDDEN);
        }
      }
    }
    return byPatterns(shown);
  }

  private static String byPatterns(String text) {
    if (!HINT.matcher(text).find()) {
      return text;
    }
    String hidden = HEADER.matcher(text).replaceAll("$1" + HIDDEN);
    hidden = BEARER.matcher(hidden).replaceAll("$1" + HIDDEN);
    hidden = VALUE.matcher(hidden).replaceAll("$1" + HIDDEN);
    return URL.matcher(hidden).replaceAll("$1" + HIDDEN + "$2");
  }
}
