package io.actjs.actjsd.http;

import io.actjs.actjsd.edge.AllowedHosts;
import io.actjs.actjsd.edge.Edge;
import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.wire.Problem;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Admits only requests that the {@link Edge} or {@link CrossOrigin} allows, before any route or
 * upgrade sees them. Browsers send a page's requests to whatever its visitor can reach.
 */
final class RequestGuard extends Handler.Wrapper {
  private static final String SEC_FETCH_SITE = "Sec-Fetch-Site";

  /** They tell nothing and change nothing. */
  private static final Set<String> OPEN_TO_ALL = Set.of("/v1/health", "/v1/ready");

  /** What is answered there is for administrators, and not to be kept by anybody between. */
  private static final String ADMINISTRATION = "/v1/admin/";

  private final Supplier<Edge> edge;
  private final Supplier<CrossOrigin> crossOrigin;

  RequestGuard(Handler next, Supplier<Edge> edge, Supplier<CrossOrigin> crossOrigin) {
    super(next);
    this.edge = edge;
    this.crossOrigin = crossOrigin;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    HttpFields headers = request.getHeaders();
    Edge edge = this.edge.get();
    CrossOrigin crossOrigin = this.crossOrigin.get();
    try {
      String origin = origin(headers);
      boolean invited = crossOrigin.allows(origin);
      crossOrigin.tell(origin, response);
      RequestName.echo(request, response);
      String host = requireHost(edge, request, headers, response);
      if (!invited) {
        requireOwnOrigin(edge, request, origin, host);
        requireOwnSite(request, headers, host);
      }
      requireEscapes(request.getHttpURI().getPath());
      String path = request.getHttpURI().getCanonicalPath();
      if (path != null && path.startsWith(ADMINISTRATION)) {
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
      }
      if (invited && CrossOrigin.isPreflight(request)) {
        CrossOrigin.answerPreflight(request, response, callback);
        return true;
      }
    } catch (ActjsException e) {
      TransportErrors.write(Problem.of(e), response, callback);
      return true;
    }
    return super.handle(request, response, callback);
  }

  /** The host under which the client uses the server. */
  private static @Nullable String requireHost(
      Edge edge, Request request, HttpFields headers, Response response) {
    String host =
        edge.proxies().isEmpty()
            ? headers.get(HttpHeader.HOST)
            : edge.proxies().client(request).host();
    edge.tell(host, response);
    if (!edge.allows(host, request)) {
      throw new ActjsException(
          ProblemCode.Forbidden,
          edge.open()
              ? "the server is not used under the name that the Host header of the request has;"
                  + " start it with --allowed-host and that name"
              : "requests must name this machine (localhost or 127.0.0.1) in their Host header, or"
                  + " a name that the server is started with (--allowed-host)");
    }
    return host;
  }

  private static void requireOwnOrigin(
      Edge edge, Request request, @Nullable String origin, @Nullable String host) {
    if (origin != null && !edge.isOwn(origin, host, request)) {
      throw new ActjsException(
          ProblemCode.Forbidden,
          "web pages of another origin may not use this server; load the page from the server's own"
              + " address, or start the server with --cors-origin and the origin of the page");
    }
  }

  /** Jetty lets some escapes pass that are none in UTF-8, such as {@code %u0041}. */
  private static void requireEscapes(@Nullable String path) {
    int at = path == null ? -1 : path.indexOf('%');
    while (at >= 0) {
      if (at + 2 >= path.length() || !isHex(path.charAt(at + 1)) || !isHex(path.charAt(at + 2))) {
        throw new ActjsException(
            ProblemCode.SchemaInvalid, "the path is malformed; percent-encode it as UTF-8");
      }
      at = path.indexOf('%', at + 3);
    }
  }

  private static boolean isHex(char c) {
    return Character.digit(c, 16) >= 0 && c < 0x80;
  }

  private static @Nullable String origin(HttpFields headers) {
    List<String> origins = headers.getValuesList(HttpHeader.ORIGIN);
    if (origins.size() > 1) {
      throw new ActjsException(
          ProblemCode.Forbidden, "a request has one Origin; this one has " + origins.size());
    }
    return origins.isEmpty() ? null : origins.getFirst();
  }

  /**
   * An image or a link on a page of another site sends no {@code Origin}; browsers say here where
   * it comes from. On this machine the pages of every port are of the same site.
   */
  private static void requireOwnSite(Request request, HttpFields headers, @Nullable String host) {
    String site = headers.get(SEC_FETCH_SITE);
    if (site != null
        && isOfOthers(site, host)
        && !OPEN_TO_ALL.contains(Request.getPathInContext(request))) {
      throw new ActjsException(
          ProblemCode.Forbidden,
          "pages of other sites may not use this server; open the address itself");
    }
  }

  private static boolean isOfOthers(String site, @Nullable String host) {
    return site.equalsIgnoreCase("cross-site")
        || (site.equalsIgnoreCase("same-site") && !AllowedHosts.isThisMachine(host));
  }
}
