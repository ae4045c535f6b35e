package io.actjs.actjsd.http;

/**
 * The JSON that answers a request, in three parts, of which the middle one may be large: it is not
 * copied into a text with the others.
 */
public record JsonAnswer(int status, String head, String middle, String tail) {
  private static final int LARGE = 64 << 10;

  boolean isLarge() {
    return middle.length() >= LARGE;
  }

  String text() {
    return head + middle + tail;
  }
}
