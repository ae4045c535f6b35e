package io.actjs.engine;

import org.jspecify.annotations.Nullable;

/**
 * Reads a frame's items one at a time. An item is a header line {@code OP n1 n2 …:len1:len2…\n}
 * and, right after it, the text segments whose lengths the header gives, in UTF-16 code units; -1
 * stands for an absent one. The syntax is the same in both directions, and knows no operation: one
 * more number or segment concerns only its readers.
 *
 * <p>The accessors read the item that {@link #next} found last. All of them throw {@link
 * IllegalStateException} if the text does not have the expected form.
 */
final class FrameReader {
  /** Numbers, and segments, that one item has at most. */
  static final int MOST = 64;

  /** The largest number, and the smallest without its sign, that JavaScript holds exactly. */
  static final long MOST_NUMBER = (1L << 53) - 1;

  private static final int MOST_DIGITS = 16;

  private final long[] numbers = new long[MOST];
  private final long[] lengths = new long[MOST];
  private final int[] starts = new int[MOST];
  private String text = "";
  private int at;
  private char op;
  private int numberCount;
  private int segmentCount;

  void open(String text) {
    this.text = text;
    at = 0;
  }

  /** Whether there was another item. */
  boolean next() {
    if (at >= text.length()) {
      text = "";
      return false;
    }
    op = text.charAt(at);
    if (op < 'A' || op > 'Z') {
      throw malformed("item");
    }
    at++;
    numberCount = list(' ', numbers);
    segmentCount = list(':', lengths);
    if (rest() == 0 || text.charAt(at) != '\n') {
      throw malformed("end of header");
    }
    at++;
    passSegments();
    return true;
  }

  char op() {
    return op;
  }

  long number(int index) {
    if (index >= numberCount) {
      throw malformed("number " + index + " of " + op);
    }
    return numbers[index];
  }

  int smallNumber(int index) {
    long number = number(index);
    if (number != (int) number) {
      throw malformed("32-bit number " + index + " of " + op);
    }
    return (int) number;
  }

  @Nullable String segment(int index) {
    if (index >= segmentCount) {
      throw malformed("segment " + index + " of " + op);
    }
    int length = (int) lengths[index];
    return length < 0 ? null : text.substring(starts[index], starts[index] + length);
  }

  /** A segment that must not be absent. */
  String text(int index) {
    String segment = segment(index);
    if (segment == null) {
      throw malformed("text in segment " + index + " of " + op);
    }
    return segment;
  }

  int numberCount() {
    return numberCount;
  }

  int segmentCount() {
    return segmentCount;
  }

  /** Characters behind the item. */
  int rest() {
    return text.length() - at;
  }

  /** Reads the numbers that each have {@code mark} before them, and passes them. */
  private int list(char mark, long[] into) {
    int count = 0;
    while (at < text.length() && text.charAt(at) == mark) {
      if (count == MOST) {
        throw malformed("end after " + MOST + " numbers");
      }
      into[count++] = decimal(at + 1);
    }
    return count;
  }

  /** Reads the number there, and passes it. */
  private long decimal(int from) {
    String text = this.text;
    boolean negative = from < text.length() && text.charAt(from) == '-';
    int start = negative ? from + 1 : from;
    int end = Math.min(text.length(), start + MOST_DIGITS + 1);
    int next = start;
    long value = 0;
    while (next < end && isDigit(text.charAt(next))) {
      value = value * 10 + (text.charAt(next++) - '0');
    }
    at = next;
    if (next == start || next - start > MOST_DIGITS || value > MOST_NUMBER) {
      throw malformed("number");
    }
    return negative ? -value : value;
  }

  private static boolean isDigit(char unit) {
    return unit >= '0' && unit <= '9';
  }

  private void passSegments() {
    for (int i = 0; i < segmentCount; i++) {
      long length = lengths[i];
      if (length < -1 || length > rest()) {
        throw malformed("segment of length " + length);
      }
      starts[i] = at;
      at += (int) Math.max(length, 0);
    }
  }

  IllegalStateException malformed(String expected) {
    return new IllegalStateException("malformed frame: no " + expected + " at " + at);
  }
}
