package io.actjs.actjsd.http;

import io.actjs.wire.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes the answer of a request in one piece. */
public final class Reply {
  private static final String JSON = "application/json;charset=utf-8";
  private static final String RETRY_AFTER_SECONDS = "1";
  private static final int SLICE = 64 << 10;

  private Reply() {}

  public static void json(HttpServletResponse response, int status, String json)
      throws IOException {
    send(response, status, JSON, json);
  }

  /**
   * JSON in three parts, of which the middle one may be large: it is not copied into a text with
   * the others, and it leaves in slices, because the socket copies each out of the Java heap.
   */
  public static void json(
      HttpServletResponse response, int status, String head, String middle, String tail)
      throws IOException {
    if (middle.length() < SLICE) {
      json(response, status, head + middle + tail);
      return;
    }
    byte[] first = head.getBytes(StandardCharsets.UTF_8);
    byte[] large = middle.getBytes(StandardCharsets.UTF_8);
    byte[] last = tail.getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    response.setContentType(JSON);
    response.setContentLength(first.length + large.length + last.length);
    OutputStream out = response.getOutputStream();
    out.write(first);
    for (int at = 0; at < large.length; at += SLICE) {
      out.write(large, at, Math.min(SLICE, large.length - at));
    }
    out.write(last);
  }

  static void problem(HttpServletResponse response, Problem problem) throws IOException {
    if (problem.hasRetryAfter()) {
      response.setHeader("Retry-After", RETRY_AFTER_SECONDS);
    }
    // A charset that was set before would be appended to the media type, which has none.
    response.setCharacterEncoding(null);
    send(response, problem.code().httpStatus(), Problem.MEDIA_TYPE, problem.toJson());
  }

  public static void send(HttpServletResponse response, int status, String contentType, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    response.setContentType(contentType);
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }
}
