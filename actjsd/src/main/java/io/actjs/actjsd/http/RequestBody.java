package io.actjs.actjsd.http;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.policy.Budget;
import io.actjs.policy.Tab;
import io.actjs.wire.RawJson;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Reads the JSON bodies of requests, each within a limit of bytes, a deadline for the whole of it,
 * and the server's memory, of which a body takes as much as has come of it.
 */
public final class RequestBody {
  private static final String NO_ARGUMENTS = "{}";

  /** What is charged, and made room for, before the first byte is read. */
  private static final int FIRST_BYTES = 16 << 10;

  /** A body is in memory twice while it is read: as bytes, and as text. */
  private static final int COPIES = 2;

  /**
   * The bytes of an oversized body to read and discard. A client that is cut off while sending sees
   * a broken connection instead of the answer that says why.
   */
  private static final long DISCARD_LIMIT = 64L << 20;

  private final Budget memory;
  private final int limit;
  private final long deadlineMs;

  /**
   * @param memory what bodies are charged to
   * @param limit bytes of one body ({@code PayloadTooLarge})
   * @param deadlineMs for all of a body, from the moment at which it is asked for ({@code
   *     RequestTimeout})
   */
  public RequestBody(Budget memory, int limit, long deadlineMs) {
    this.memory = memory;
    this.limit = limit;
    this.deadlineMs = deadlineMs;
  }

  /** What bodies, and answers, are charged to. */
  public Budget memory() {
    return memory;
  }

  /**
   * The body as {@link #arguments(HttpServletRequest, Tab)} gives it, for who copies it at once.
   */
  public String arguments(HttpServletRequest request) throws IOException {
    try (Tab tab = new Tab(memory)) {
      return arguments(request, tab);
    }
  }

  /**
   * The body as raw JSON; {@code {}} when it is absent, empty or {@code null}.
   *
   * @param tab what the body is put on
   * @throws ActjsException {@code PayloadTooLarge}, {@code UnsupportedMediaType}, {@code
   *     MalformedJson}, {@code RequestTimeout}, {@code CapacityExhausted}
   */
  public String arguments(HttpServletRequest request, Tab tab) throws IOException {
    String text = RawJson.decode(bytes(request, tab));
    return !text.isEmpty() && RawJson.check(text) && !text.strip().equals("null")
        ? text
        : NO_ARGUMENTS;
  }

  private byte[] bytes(HttpServletRequest request, Tab tab) throws IOException {
    long length = request.getContentLengthLong();
    InputStream in = request.getInputStream();
    if (length > limit) {
      throw tooLarge(in);
    }
    byte[] bytes;
    try {
      bytes = read(in, length < 0 ? limit + 1 : (int) length, tab);
    } catch (ActjsException e) {
      if (e.code() == ProblemCode.CapacityExhausted) {
        discard(in);
      }
      throw e;
    }
    if (bytes.length > limit) {
      throw tooLarge(in);
    }
    if (bytes.length > 0) {
      requireJson(request);
    }
    return bytes;
  }

  /** Reads so many bytes, or to the end, and no longer than the deadline. */
  private byte[] read(InputStream in, int most, Tab tab) throws IOException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(deadlineMs);
    byte[] bytes = new byte[Math.min(most, FIRST_BYTES)];
    tab.charge((long) COPIES * bytes.length);
    int size = 0;
    while (size < most) {
      if (size == bytes.length) {
        int larger = (int) Math.min(most, 2L * size);
        tab.charge((long) COPIES * (larger - size));
        bytes = Arrays.copyOf(bytes, larger);
      }
      int read = in.read(bytes, size, bytes.length - size);
      if (read < 0) {
        break;
      }
      size += read;
      if (size < most && System.nanoTime() > end) {
        throw new ActjsException(
            ProblemCode.RequestTimeout,
            "the body did not come within " + deadlineMs + " ms; send it faster, or less");
      }
    }
    return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
  }

  /** Reads the body and throws it away, as far as one may expect a client to send one. */
  public void discard(HttpServletRequest request) throws IOException {
    discard(request.getInputStream());
  }

  private ActjsException tooLarge(InputStream in) throws IOException {
    discard(in);
    return new ActjsException(
        ProblemCode.PayloadTooLarge, "the body is larger than " + limit + " bytes; send less");
  }

  private void discard(InputStream in) throws IOException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(deadlineMs);
    byte[] buffer = new byte[8192];
    long discarded = 0;
    int read = 0;
    while (read >= 0 && discarded < DISCARD_LIMIT && System.nanoTime() < end) {
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
