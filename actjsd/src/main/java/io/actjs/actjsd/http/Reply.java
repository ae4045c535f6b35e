package io.actjs.actjsd.http;

import io.actjs.wire.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Writes the answer of a request in one piece. */
public final class Reply {
  private static final String JSON = "application/json;charset=utf-8";
  private static final HttpField JSON_FIELD =
      new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, JSON);
  private static final int SLICE = 64 << 10;

  private Reply() {}

  public static void json(HttpServletResponse response, int status, String json)
      throws IOException {
    send(response, status, JSON, json);
  }

  /** A large answer leaves in slices, because the socket copies each out of the Java heap. */
  public static void json(HttpServletResponse response, JsonAnswer answer) throws IOException {
    if (!answer.isLarge()) {
      json(response, answer.status(), answer.text());
      return;
    }
    byte[] first = answer.head().getBytes(StandardCharsets.UTF_8);
    byte[] large = answer.middle().getBytes(StandardCharsets.UTF_8);
    byte[] last = answer.tail().getBytes(StandardCharsets.UTF_8);
    response.setStatus(answer.status());
    response.setContentType(JSON);
    response.setContentLength(first.length + large.length + last.length);
    OutputStream out = response.getOutputStream();
    out.write(first);
    for (int at = 0; at < large.length; at += SLICE) {
      out.write(large, at, Math.min(SLICE, large.length - at));
    }
    out.write(last);
  }

  /** The same, without a thread that waits until it has left. */
  public static void json(Response response, JsonAnswer answer, Callback callback) {
    response.setStatus(answer.status());
    response.getHeaders().put(JSON_FIELD);
    if (answer.isLarge()) {
      SlicedAnswer slices = new SlicedAnswer(response, answer, callback);
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, slices.length());
      slices.iterate();
    } else {
      byte[] utf8 = answer.text().getBytes(StandardCharsets.UTF_8);
      response.write(true, ByteBuffer.wrap(utf8), callback);
    }
  }

  static void problem(HttpServletResponse response, Problem problem) throws IOException {
    if (problem.hasRetryAfter()) {
      response.setHeader("Retry-After", TransportErrors.RETRY_AFTER_SECONDS);
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
