package io.actjs.engine.source;

import java.util.ArrayList;
import java.util.List;

/**
 * The numbers of a segment of a source map: in base64 digits of five bits and one that says whether
 * more follow, the lowest digit first; the lowest bit of a number is its sign.
 */
public final class Vlq {
  private static final String BASE64 =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  private static final int BITS = 5;
  private static final int MORE = 1 << BITS;
  private static final int MAX_DIGITS = 7;

  private Vlq() {}

  /**
   * The numbers of a segment.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static int[] decode(String segment) {
    List<Integer> numbers = new ArrayList<>();
    int at = 0;
    while (at < segment.length()) {
      long value = 0;
      int digits = 0;
      int digit;
      do {
        digit = at < segment.length() ? BASE64.indexOf(segment.charAt(at++)) : -1;
        if (digit < 0 || digits == MAX_DIGITS) {
          throw new IllegalArgumentException("a malformed segment: " + segment);
        }
        value |= (long) (digit & (MORE - 1)) << (BITS * digits++);
      } while ((digit & MORE) != 0);
      numbers.add((int) ((value & 1) == 0 ? value >> 1 : -(value >> 1)));
    }
    if (numbers.isEmpty()) {
      throw new IllegalArgumentException("an empty segment");
    }
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Appends a number to a segment. */
  public static void encode(int number, StringBuilder segment) {
    long rest = number < 0 ? (-(long) number << 1) | 1 : (long) number << 1;
    do {
      int digit = (int) (rest & (MORE - 1));
      rest >>= BITS;
      segment.append(BASE64.charAt(rest > 0 ? digit | MORE : digit));
    } while (rest > 0);
  }
}
