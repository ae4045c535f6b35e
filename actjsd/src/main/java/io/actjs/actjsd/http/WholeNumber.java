package io.actjs.actjsd.http;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;

/** Reads whole numbers that a client sends as text. */
public final class WholeNumber {
  private WholeNumber() {}

  /**
   * @throws ActjsException {@code SchemaInvalid} when the text is not a whole number from min to
   *     max
   */
  public static long parse(String name, String text, long min, long max) {
    if (!text.isEmpty()
        && text.length() <= 18
        && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      long value = Long.parseLong(text);
      if (value >= min && value <= max) {
        return value;
      }
    }
    throw new ActjsException(
        ProblemCode.SchemaInvalid, name + " must be a whole number from " + min + " to " + max);
  }
}
