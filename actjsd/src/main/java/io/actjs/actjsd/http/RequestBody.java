package io.actjs.actjsd.http;

import io.actjs.actjsd.encoding.Expansion;
import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.policy.Budget;
import io.actjs.policy.Tab;
import io.actjs.wire.RawJson;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * Reads the JSON bodies of requests, each within a limit of bytes, a deadline for the whole of it,
 * and the server's memory, of which a body takes as much as has come of it.
 */
public final class RequestBody {
  private static final String NO_ARGUMENTS = "{}";

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
   * The body as it comes, for a thread that may wait.
   *
   * @param tab what the body is put on
   * @throws ActjsException as {@link #bytes}
   */
  public byte[] whole(Request request, Tab tab) throws IOException {
    return await(bytes(request, tab));
  }

  /** The body as {@link #arguments(Request, Tab)} gives it, for who copies it at once. */
  public String arguments(Request request) throws IOException {
    try (Tab tab = new Tab(memory)) {
      return arguments(request, tab);
    }
  }

  /**
   * The body as {@link #arguments(Request, byte[])} gives it, for a thread that may wait.
   *
   * @param tab what the body is put on
   * @throws ActjsException as {@link #bytes} and {@link #arguments(Request, byte[])}
   */
  public String arguments(Request request, Tab tab) throws IOException {
    return arguments(request, content(request, tab));
  }

  /**
   * The body, expanded if it came compressed, for a thread that may wait.
   *
   * @param tab what the body is put on
   * @throws ActjsException as {@link #bytes}; {@code UnsupportedMediaType} for another encoding
   *     than gzip, {@code MalformedJson} for half a gzip file; the limit is for what is expanded,
   *     too
   */
  public byte[] content(Request request, Tab tab) throws IOException {
    byte[] sent = await(bytes(request, tab));
    if (sent.length == 0 || !isEncoded(request)) {
      return sent;
    }
    String encoding =
        String.join(
            ",", Requests.items(request.getHeaders(), HttpHeader.CONTENT_ENCODING.asString()));
    return switch (encoding.toLowerCase(Locale.ROOT)) {
      case "identity", "" -> sent;
      case "gzip", "x-gzip" -> Expansion.gunzip(sent, tab, BodyReader.COPIES, limit);
      default ->
          throw new ActjsException(
              ProblemCode.UnsupportedMediaType,
              "send the body with content-encoding: gzip, or without one");
    };
  }

  /** Whether the body may have to be expanded, which takes a while. */
  public static boolean isEncoded(Request request) {
    return request.getHeaders().contains(HttpHeader.CONTENT_ENCODING);
  }

  /**
   * The expanded body as raw JSON; {@code {}} when it is absent, empty or {@code null}.
   *
   * @throws ActjsException {@code UnsupportedMediaType}, {@code MalformedJson}
   */
  public static String arguments(Request request, byte[] body) {
    if (body.length == 0) {
      return NO_ARGUMENTS;
    }
    requireJson(request);
    String text = RawJson.decode(body);
    return RawJson.check(text) && !text.strip().equals("null") ? text : NO_ARGUMENTS;
  }

  /**
   * The body as it comes, which may be compressed, without a thread that waits for it.
   *
   * @param tab what the body is put on
   * @return fails with an {@code ActjsException}: {@code PayloadTooLarge}, {@code RequestTimeout},
   *     {@code CapacityExhausted}; or with an {@code IOException}
   */
  public CompletableFuture<byte[]> bytes(Request request, Tab tab) {
    return new BodyReader(request, tab, limit, deadlineMs).read();
  }

  /**
   * Reads the body and throws it away, as far as one may expect a client to send one.
   *
   * @param reason why
   * @return the reason, to be thrown
   */
  public ActjsException discarded(Request request, ActjsException reason) throws IOException {
    try (Tab tab = new Tab(memory)) {
      var unused = await(new BodyReader(request, tab, limit, deadlineMs).discard(reason));
      return reason;
    } catch (ActjsException e) {
      return e;
    }
  }

  private static byte[] await(CompletableFuture<byte[]> body) throws IOException {
    try {
      return body.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case ActjsException problem -> throw problem;
        case IOException broken -> throw broken;
        case null, default -> throw new IOException("the body could not be read", e.getCause());
      }
    } catch (InterruptedException e) {
      // Only the end of the server interrupts a request.
      Thread.currentThread().interrupt();
      throw Admission.stopping();
    }
  }

  private static void requireJson(Request request) {
    String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    if (type != null && !isJson(type)) {
      throw new ActjsException(
          ProblemCode.UnsupportedMediaType,
          "the body is "
              + (type.length() <= 100 ? type : "of another type")
              + "; send JSON with the header content-type: application/json");
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
