package io.actjs.wire;

import org.jspecify.annotations.Nullable;

/**
 * Names of members in JSON text that have half of a surrogate pair in them. JavaScript has such
 * strings, JSON writes them as escapes, and so they are data like all others. Our parser refuses
 * them in names, although not in values: it gets to see another escape of the same length.
 */
final class LoneSurrogates {
  private static final String MASK = "\\uFFFD";

  private LoneSurrogates() {}

  /** The text for the parser: the same but for such names, and as long. */
  static String masked(String json) {
    if (!mayHaveOne(json)) {
      return json;
    }
    StringBuilder masked = null;
    for (int start = json.indexOf('"'); start >= 0; ) {
      int end = endOfString(json, start);
      if (end < 0) {
        break;
      }
      if (isName(json, end)) {
        masked = mask(json, start, end, masked);
      }
      start = json.indexOf('"', end);
    }
    return masked == null ? json : masked.toString();
  }

  private static boolean mayHaveOne(String json) {
    return json.contains("\\ud") || json.contains("\\uD");
  }

  /** Behind the closing quote of the string that begins at {@code start}; -1 when it has none. */
  private static int endOfString(String json, int start) {
    for (int i = start + 1; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c == '"') {
        return i + 1;
      }
      if (c == '\\') {
        i++;
      }
    }
    return -1;
  }

  /** Whether the string that ends there is a member's name. */
  private static boolean isName(String json, int end) {
    int at = end;
    while (at < json.length() && " \t\r\n".indexOf(json.charAt(at)) >= 0) {
      at++;
    }
    return at < json.length() && json.charAt(at) == ':';
  }

  private static @Nullable StringBuilder mask(
      String json, int start, int end, @Nullable StringBuilder masked) {
    StringBuilder out = masked;
    for (int i = start + 1; i < end - 1; ) {
      int unit = escapedUnit(json, i);
      if (unit >= 0 && Character.isHighSurrogate((char) unit) && isLowAt(json, i + 6)) {
        i += 12;
      } else if (unit >= 0 && Character.isSurrogate((char) unit)) {
        out = out == null ? new StringBuilder(json) : out;
        out.replace(i, i + 6, MASK);
        i += 6;
      } else {
        i += json.charAt(i) == '\\' ? 2 : 1;
      }
    }
    return out;
  }

  private static boolean isLowAt(String json, int at) {
    int unit = escapedUnit(json, at);
    return unit >= 0 && Character.isLowSurrogate((char) unit);
  }

  /** The code unit of an escape such as {@code \}{@code ud800}; -1 when there is none. */
  private static int escapedUnit(String json, int at) {
    if (!json.startsWith("\\u", at) || at + 6 > json.length()) {
      return -1;
    }
    int unit = 0;
    for (int i = at + 2; i < at + 6; i++) {
      int digit = Character.digit(json.charAt(i), 16);
      if (digit < 0) {
        return -1;
      }
      unit = unit << 4 | digit;
    }
    return unit;
  }
}
