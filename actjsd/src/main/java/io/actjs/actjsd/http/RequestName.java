package io.actjs.actjsd.http;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * The name that a client gave its request. Lines of the log have it, also those about what the
 * request sets off; nothing else depends on it.
 */
public final class RequestName {
  private static final String HEADER = "X-Request-Id";
  private static final String TRACE_HEADER = "traceparent";
  private static final int MAX_LENGTH = 128;

  private RequestName() {}

  /** Null when the client gave none that can be told: letters, digits and {@code -_.:} only. */
  public static @Nullable String of(HttpServletRequest request) {
    String name = request.getHeader(HEADER);
    if (name == null) {
      name = request.getHeader(TRACE_HEADER);
    }
    return name != null && isName(name) ? name : null;
  }

  private static boolean isName(String text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && !(c >= '0' && c <= '9') && "-_.:".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }
}
