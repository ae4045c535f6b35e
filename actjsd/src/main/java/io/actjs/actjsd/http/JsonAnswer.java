package io.actjs.actjsd.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The JSON that answers a request, in three parts, of which the middle one may be large: it is not
 * copied into a text with the others.
 */
public record JsonAnswer(int status, String head, String middle, String tail) {
  private static final int LARGE = 64 << 10;

  /** Characters of it. */
  int length() {
    return head.length() + middle.length() + tail.length();
  }

  boolean isLarge() {
    return middle.length() >= LARGE;
  }

  byte[] utf8() {
    if (!isLarge()) {
      return (head + middle + tail).getBytes(StandardCharsets.UTF_8);
    }
    byte[] first = head.getBytes(StandardCharsets.UTF_8);
    byte[] large = middle.getBytes(StandardCharsets.UTF_8);
    byte[] last = tail.getBytes(StandardCharsets.UTF_8);
    byte[] whole = Arrays.copyOf(first, first.length + large.length + last.length);
    System.arraycopy(large, 0, whole, first.length, large.length);
    System.arraycopy(last, 0, whole, first.length + large.length, last.length);
    return whole;
  }
}
