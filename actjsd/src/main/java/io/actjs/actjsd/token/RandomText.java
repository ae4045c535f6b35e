package io.actjs.actjsd.token;

import java.security.SecureRandom;

/** Texts that nobody guesses, of letters and digits: a double click selects all of one. */
public final class RandomText {
  /** Characters of a text with 256 random bits. */
  public static final int SECRET = 43;

  static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private static final SecureRandom RANDOM = new SecureRandom();

  private RandomText() {}

  public static String of(int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(DIGITS.charAt(RANDOM.nextInt(DIGITS.length())));
    }
    return text.toString();
  }

  /** Whether all of the text's characters, from one on, are letters and digits. */
  public static boolean isAllDigits(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (DIGITS.indexOf(text.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }
}
