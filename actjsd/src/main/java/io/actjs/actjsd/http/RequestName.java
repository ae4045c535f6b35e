package io.actjs.actjsd.http;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/**
 * The name of a request: what its client calls it, or else one that is made up here. Lines of the
 * log have it, also those about what the request sets off; nothing else depends on it.
 */
public final class RequestName {
  private static final String HEADER = "X-Request-Id";
  private static final String TRACE_HEADER = "traceparent";
  private static final int MAX_LENGTH = 128;

  /** Where a made-up name is kept, so that a request has one. */
  private static final String MADE_UP = RequestName.class.getName();

  private static final int RADIX = 36;
  private static final int RADIX_4 = RADIX * RADIX * RADIX * RADIX;

  /** Four characters that differ from process to process, as far as they go. */
  private static final String PROCESS =
      Integer.toString(RADIX_4 + ThreadLocalRandom.current().nextInt(RADIX_4), RADIX).substring(1)
          + '-';

  private static final AtomicLong COUNT = new AtomicLong();

  private RequestName() {}

  /**
   * What the client sent, if that can be told: letters, digits and {@code -_.:} only. The same for
   * as often as it is asked for.
   */
  public static String of(Request request) {
    String name = request.getHeaders().get(HEADER);
    if (name == null) {
      name = request.getHeaders().get(TRACE_HEADER);
    }
    if (name != null && isName(name)) {
      return name;
    }
    Object madeUp = request.getAttribute(MADE_UP);
    if (madeUp != null) {
      return (String) madeUp;
    }
    String next = next();
    request.setAttribute(MADE_UP, next);
    return next;
  }

  /** Tells the client under which name its request is in the log. */
  static void tell(Request request, Response response) {
    response.getHeaders().put(HEADER, of(request));
  }

  /** The same for a client that has named its request itself. */
  static void echo(Request request, Response response) {
    String name = request.getHeaders().get(HEADER);
    if (name != null && isName(name)) {
      response.getHeaders().put(HEADER, name);
    }
  }

  /** A name that no other request of this process has. */
  public static String next() {
    return PROCESS + Long.toString(COUNT.incrementAndGet(), RADIX);
  }

  /**
   * The name of a request of a connection.
   *
   * @param connection a name that {@link #next} has made for it
   * @param id that the client gave the request, as JSON; null for none
   */
  public static String of(String connection, @Nullable String id) {
    if (id == null) {
      return next();
    }
    boolean quoted = id.startsWith("\"");
    String text = quoted ? id.substring(1, id.length() - 1) : id;
    return isName(text) ? connection + ':' + text : next();
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
