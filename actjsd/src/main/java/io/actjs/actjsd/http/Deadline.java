package io.actjs.actjsd.http;

import jakarta.servlet.http.HttpServletRequest;

/** The time that a caller waits for an answer, in milliseconds; 0 means the runtime's default. */
public final class Deadline {
  static final String HEADER = "X-Actjs-Deadline-Ms";
  private static final long MAX_MS = 3_600_000;

  private Deadline() {}

  /** From the header, or else from the query parameter {@code deadlineMs}. */
  public static long of(HttpServletRequest request) {
    String text = request.getHeader(HEADER);
    if (text != null) {
      return parse(HEADER, text);
    }
    // Asking for a parameter parses the query: few calls have one.
    text = request.getQueryString() == null ? null : request.getParameter("deadlineMs");
    return text == null ? 0 : parse("deadlineMs", text);
  }

  public static long parse(String name, String text) {
    return WholeNumber.parse(name, text, 1, MAX_MS);
  }
}
