package io.actjs.actjsd.http;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * The web origins whose pages may use the server from a browser (CORS), besides its own. Nothing
 * here depends on cookies, so no answer allows a page to send them.
 */
public final class CrossOrigin {
  public static final CrossOrigin NONE = new CrossOrigin(Set.of());

  private static final String REQUEST_METHOD = "Access-Control-Request-Method";
  private static final String REQUEST_HEADERS = "Access-Control-Request-Headers";
  private static final String REQUEST_PRIVATE = "Access-Control-Request-Private-Network";
  private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";

  /** What a browser would hide from a page otherwise. */
  private static final String EXPOSED =
      "ETag, Idempotency-Key, Idempotency-Replayed, RateLimit-Limit, RateLimit-Remaining,"
          + " RateLimit-Reset, Retry-After, Server-Timing, Warning,"
          + " X-Actjs-Version, X-Request-Id";

  private static final String METHODS = "GET, HEAD, POST, PATCH, PUT, DELETE";

  /** Seconds for which a browser need not ask again. */
  private static final String MAX_AGE = "7200";

  /** The origins as browsers send them. */
  private final Set<String> origins;

  private CrossOrigin(Set<String> origins) {
    this.origins = origins;
  }

  /**
   * @param origins such as {@code https://app.example.org}
   * @throws ActjsException {@code SchemaInvalid} when one is none, or stands for all
   */
  public static CrossOrigin of(Collection<String> origins) {
    return new CrossOrigin(origins.stream().map(CrossOrigin::origin).collect(Collectors.toSet()));
  }

  private static String origin(String text) {
    try {
      URI uri = new URI(text.strip());
      String scheme = uri.getScheme();
      boolean web = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
      boolean bare =
          (uri.getRawPath() == null || uri.getRawPath().isEmpty())
              && uri.getRawQuery() == null
              && uri.getRawFragment() == null
              && uri.getRawUserInfo() == null;
      if (web && bare && uri.getHost() != null) {
        int usual = "http".equalsIgnoreCase(scheme) ? 80 : 443;
        String port = uri.getPort() < 0 || uri.getPort() == usual ? "" : ":" + uri.getPort();
        return (scheme + "://" + uri.getHost()).toLowerCase(Locale.ROOT) + port;
      }
    } catch (URISyntaxException e) {
      // It is none, as the error says.
    }
    throw new ActjsException(
        ProblemCode.SchemaInvalid,
        "\""
            + text
            + "\" is no web origin: give the scheme, the host and the port of the page, such as"
            + " https://app.example.org or http://localhost:5173; there is no origin for all pages");
  }

  boolean allows(@Nullable String origin) {
    return origin != null && origins.contains(origin);
  }

  /** Says in an answer that it depends on the origin, and which may read it. */
  void tell(@Nullable String origin, Response response) {
    if (origins.isEmpty()) {
      return;
    }
    HttpFields.Mutable headers = response.getHeaders();
    headers.add(HttpHeader.VARY, HttpHeader.ORIGIN.asString());
    if (allows(origin)) {
      headers.put(ALLOW_ORIGIN, origin);
      headers.put("Access-Control-Expose-Headers", EXPOSED);
      headers.put("Timing-Allow-Origin", origin);
    }
  }

  /** Whether a browser asks before it sends what a page wants to send. */
  static boolean isPreflight(Request request) {
    return HttpMethod.OPTIONS.is(request.getMethod())
        && request.getHeaders().contains(REQUEST_METHOD);
  }

  /**
   * Answers it, for an origin that is allowed. Which headers a page sends is not for CORS to say.
   */
  static void answerPreflight(Request request, Response response, Callback callback) {
    HttpFields.Mutable headers = response.getHeaders();
    headers.add(HttpHeader.VARY, REQUEST_METHOD + ", " + REQUEST_HEADERS);
    headers.put("Access-Control-Allow-Methods", METHODS);
    String wanted = String.join(", ", Requests.items(request.getHeaders(), REQUEST_HEADERS));
    if (!wanted.isEmpty()) {
      headers.put("Access-Control-Allow-Headers", wanted);
    }
    if (request.getHeaders().contains(REQUEST_PRIVATE)) {
      // The page comes from the internet, and the server is in a network of its own.
      headers.put("Access-Control-Allow-Private-Network", "true");
    }
    headers.put("Access-Control-Max-Age", MAX_AGE);
    response.setStatus(HttpStatus.NO_CONTENT_204);
    response.write(true, null, callback);
  }
}
