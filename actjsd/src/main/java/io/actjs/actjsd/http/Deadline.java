package io.actjs.actjsd.http;

import org.eclipse.jetty.server.Request;

/** The time that a caller waits for an answer, in milliseconds; 0 means the runtime's default. */
public final class Deadline {
  static final String HEADER = "X-Actjs-Deadline-Ms";
  private static final long MAX_MS = 3_600_000;

  private Deadline() {}

  /** From the header alone. */
  public static long ofHeader(Request request) {
    String text = request.getHeaders().get(HEADER);
    return text == null ? 0 : parse(HEADER, text);
  }

  /** From the header, or else from the query parameter {@code deadlineMs}. */
  public static long of(Request request) {
    String text = request.getHeaders().get(HEADER);
    if (text != null) {
      return parse(HEADER, text);
    }
    text = Requests.parameter(request, "deadlineMs");
    return text == null ? 0 : parse("deadlineMs", text);
  }

  public static long parse(String name, String text) {
    return WholeNumber.parse(name, text, 1, MAX_MS);
  }
}
