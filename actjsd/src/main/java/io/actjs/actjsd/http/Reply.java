package io.actjs.actjsd.http;

import io.actjs.actjsd.encoding.AcceptedEncoding;
import io.actjs.actjsd.encoding.Compressor;
import io.actjs.wire.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.ee10.servlet.ServletContextResponse;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Writes the answer of a request in one piece, compressed when it is long enough and the client
 * asks for it. The compressed answer takes the place of the text, so it is charged with it.
 */
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
    Response raw = ServletContextResponse.getServletContextResponse(response);
    if (!answer.isLarge() || AcceptedEncoding.gzip(raw.getRequest())) {
      send(response, answer.status(), JSON, answer.utf8());
      return;
    }
    LastAnswer.tell(raw);
    vary(raw);
    byte[] first = answer.head().getBytes(StandardCharsets.UTF_8);
    byte[] large = answer.middle().getBytes(StandardCharsets.UTF_8);
    byte[] last = answer.tail().getBytes(StandardCharsets.UTF_8);
    response.setStatus(answer.status());
    response.setContentType(JSON);
    response.setContentLength(first.length + large.length + last.length);
    OutputStream out = response.getOutputStream();
    out.write(first);
    writeSlices(out, large);
    out.write(last);
  }

  /** Whether writing it takes too long for a thread that others wait for. */
  public static boolean takesLong(Response response, JsonAnswer answer) {
    return answer.length() >= Compressor.LONG && AcceptedEncoding.gzip(response.getRequest());
  }

  /** The same, without a thread that waits until it has left. */
  public static void json(Response response, JsonAnswer answer, Callback callback) {
    LastAnswer.tell(response);
    response.setStatus(answer.status());
    response.getHeaders().put(JSON_FIELD);
    if (answer.isLarge() && !AcceptedEncoding.gzip(response.getRequest())) {
      vary(response);
      write(response, new SlicedAnswer(response, answer, callback));
      return;
    }
    byte[] bytes = encoded(response, answer.utf8());
    if (bytes.length > SLICE) {
      write(response, new SlicedAnswer(response, bytes, callback));
    } else {
      response.write(true, ByteBuffer.wrap(bytes), callback);
    }
  }

  private static void write(Response response, SlicedAnswer slices) {
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, slices.length());
    slices.iterate();
  }

  static void problem(HttpServletResponse response, Problem problem) throws IOException {
    if (problem.hasRetryAfter()) {
      response.setHeader("Retry-After", problem.retryAfter());
    }
    String challenge = TransportErrors.challenge(problem.code());
    if (challenge != null) {
      response.setHeader(HttpHeader.WWW_AUTHENTICATE.asString(), challenge);
    }
    if (problem.members().containsKey(FailedRequests.MEMBER)) {
      Response raw = ServletContextResponse.getServletContextResponse(response);
      RequestName.tell(raw.getRequest(), raw);
    }
    // A charset that was set before would be appended to the media type, which has none.
    response.setCharacterEncoding(null);
    send(response, problem.code().httpStatus(), Problem.MEDIA_TYPE, problem.toJson());
  }

  public static void send(HttpServletResponse response, int status, String contentType, String text)
      throws IOException {
    send(response, status, contentType, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void send(
      HttpServletResponse response, int status, String contentType, byte[] plain)
      throws IOException {
    Response raw = ServletContextResponse.getServletContextResponse(response);
    LastAnswer.tell(raw);
    byte[] bytes = encoded(raw, plain);
    response.setStatus(status);
    response.setContentType(contentType);
    response.setContentLength(bytes.length);
    writeSlices(response.getOutputStream(), bytes);
  }

  public static void writeSlices(OutputStream out, byte[] bytes) throws IOException {
    for (int at = 0; at < bytes.length; at += SLICE) {
      out.write(bytes, at, Math.min(SLICE, bytes.length - at));
    }
  }

  /** What is sent of an answer, with the headers that say so. */
  private static byte[] encoded(Response response, byte[] plain) {
    if (plain.length < Compressor.LEAST) {
      return plain;
    }
    vary(response);
    byte[] gzip = AcceptedEncoding.gzip(response.getRequest()) ? Compressor.gzip(plain) : null;
    if (gzip == null) {
      return plain;
    }
    HttpFields.Mutable headers = response.getHeaders();
    headers.put(HttpHeader.CONTENT_ENCODING, "gzip");
    String etag = headers.get(HttpHeader.ETAG);
    if (etag != null && !etag.startsWith(RequestTerms.WEAK)) {
      // The same in meaning, but not in every byte (RFC 9110, 8.8.1).
      headers.put(HttpHeader.ETAG, RequestTerms.WEAK + etag);
    }
    return gzip;
  }

  /** Caches keep an answer for clients that accept the same. */
  private static void vary(Response response) {
    response.getHeaders().add(HttpHeader.VARY, HttpHeader.ACCEPT_ENCODING.asString());
  }
}
