package io.actjs.actctl.config;

import java.util.regex.Pattern;

/** Passwords inside URLs: {@code postgres://user:password@host}, {@code ?password=…}. */
final class SecretText {
  static final String HIDDEN = "(hidden)";

  private static final Pattern PARAMETER = Pattern.compile("(?i)([?&;]password=)[^&;]*");

  private SecretText() {}

  static boolean hasPassword(String value) {
    return !withoutPassword(value).equals(value);
  }

  static String withoutPassword(String value) {
    int at = value.lastIndexOf('@');
    int scheme = value.indexOf("://");
    int colon = scheme < 0 ? -1 : value.indexOf(':', scheme + 3);
    // A password may have any sign in it: all up to the last @ is hidden.
    String text =
        colon >= 0 && colon < at
            ? value.substring(0, colon + 1) + HIDDEN + value.substring(at)
            : value;
    return PARAMETER.matcher(text).replaceAll("$1" + HIDDEN);
  }
}
