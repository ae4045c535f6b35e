package io.actjs.bench.load;

import java.nio.charset.StandardCharsets;

/** Finds text and numbers in received bytes without making strings of them. */
final class Ascii {
  private Ascii() {}

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  /** The position after the first {@code token} in {@code bytes[from, to)}, or -1. */
  static int after(byte[] token, byte[] bytes, int from, int to) {
    byte first = token[0];
    for (int at = from, last = to - token.length; at <= last; at++) {
      if (bytes[at] == first && matches(token, bytes, at)) {
        return at + token.length;
      }
    }
    return -1;
  }

  /** The position after the last {@code token} in {@code bytes[from, to)}, or -1. */
  static int afterLast(byte[] token, byte[] bytes, int from, int to) {
    byte first = token[0];
    for (int at = to - token.length; at >= from; at--) {
      if (bytes[at] == first && matches(token, bytes, at)) {
        return at + token.length;
      }
    }
    return -1;
  }

  private static boolean matches(byte[] token, byte[] bytes, int at) {
    for (int i = 1; i < token.length; i++) {
      if (bytes[at + i] != token[i]) {
        return false;
      }
    }
    return true;
  }

  /** The decimal at {@code from}, which may be quoted; -1 when there is none. */
  static long number(byte[] bytes, int from, int to) {
    int at = from < to && bytes[from] == '"' ? from + 1 : from;
    long value = 0;
    int begin = at;
    while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
      value = value * 10 + (bytes[at] - '0');
      at++;
    }
    return at == begin ? -1 : value;
  }
}
