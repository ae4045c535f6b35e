package io.actjs.actjsd.http;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.wire.RawJson;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/** Reads the JSON body of a request. */
public final class RequestBody {
  private static final String NO_ARGUMENTS = "{}";

  /**
   * The bytes of an oversized body to read and discard. A client that is cut off while sending sees
   * a broken connection instead of the answer that says why.
   */
  private static final long DISCARD_LIMIT = 64L << 20;

  private RequestBody() {}

  /**
   * The body as raw JSON; {@code {}} when it is absent, empty or {@code null}.
   *
   * @throws ActjsException {@code PayloadTooLarge}, {@code UnsupportedMediaType}, {@code
   *     MalformedJson}
   */
  public static String arguments(HttpServletRequest request, int limit) throws IOException {
    String text = RawJson.decode(bytes(request, limit));
    return !text.isEmpty() && RawJson.check(text) && !text.strip().equals("null")
        ? text
        : NO_ARGUMENTS;
  }

  private static byte[] bytes(HttpServletRequest request, int limit) throws IOException {
    long length = request.getContentLengthLong();
    InputStream in = request.getInputStream();
    byte[] bytes;
    if (length > limit) {
      throw tooLarge(in, limit);
    } else if (length >= 0) {
      bytes = in.readNBytes((int) length);
    } else {
      bytes = in.readNBytes(limit + 1);
      if (bytes.length > limit) {
        throw tooLarge(in, limit);
      }
    }
    if (bytes.length > 0) {
      requireJson(request);
    }
    return bytes;
  }

  /** Reads the body and throws it away, as far as one may expect a client to send one. */
  public static void discard(HttpServletRequest request) throws IOException {
    discard(request.getInputStream());
  }

  private static ActjsException tooLarge(InputStream in, int limit) throws IOException {
    discard(in);
    return new ActjsException(
        ProblemCode.PayloadTooLarge, "the body is larger than " + limit + " bytes; send less");
  }

  private static void discard(InputStream in) throws IOException {
    byte[] buffer = new byte[8192];
    long discarded = 0;
    int read = 0;
    while (read >= 0 && discarded < DISCARD_LIMIT) {
      discarded += read;
      read = in.read(buffer);
    }
  }

  private static void requireJson(HttpServletRequest request) {
    String type = request.getContentType();
    if (type != null && !isJson(type)) {
      throw new ActjsException(
          ProblemCode.UnsupportedMediaType,
          "the body is "
              + (type.length() <= 100 ? type : "of another type")
              + "; send JSON with the header content-type: application/json");
    }
    String encoding = request.getHeader("Content-Encoding");
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw new ActjsException(
          ProblemCode.UnsupportedMediaType, "send the body without a content encoding");
    }
  }

  private static boolean isJson(String contentType) {
    if (contentType.equals("application/json")) {
      return true;
    }
    int end = contentType.indexOf(';');
    String type = end < 0 ? contentType : contentType.substring(0, end);
    return type.strip().toLowerCase(Locale.ROOT).equals("application/json");
  }
}
