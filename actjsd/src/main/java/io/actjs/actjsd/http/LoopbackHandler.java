package io.actjs.actjsd.http;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.wire.Problem;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Admits only requests allowed by {@link LoopbackGuard} or {@link CrossOrigin}, before any route or
 * upgrade sees them.
 */
final class LoopbackHandler extends Handler.Wrapper {
  private static final String SEC_FETCH_SITE = "Sec-Fetch-Site";

  /** They tell nothing and change nothing. */
  private static final Set<String> OPEN_TO_ALL = Set.of("/v1/health", "/v1/ready");

  private final CrossOrigin crossOrigin;

  LoopbackHandler(Handler next, CrossOrigin crossOrigin) {
    super(next);
    this.crossOrigin = crossOrigin;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    HttpFields headers = request.getHeaders();
    try {
      String origin = origin(headers);
      boolean invited = crossOrigin.allows(origin);
      crossOrigin.tell(origin, response);
      RequestName.echo(request, response);
      LoopbackGuard.check(headers.get(HttpHeader.HOST), invited ? null : origin);
      if (!invited) {
        requireOwnSite(request, headers);
      }
      requireEscapes(request.getHttpURI().getPath());
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
   * it comes from.
   */
  private static void requireOwnSite(Request request, HttpFields headers) {
    String site = headers.get(SEC_FETCH_SITE);
    if (site != null
        && site.equalsIgnoreCase("cross-site")
        && !OPEN_TO_ALL.contains(Request.getPathInContext(request))) {
      throw new ActjsException(
          ProblemCode.Forbidden,
          "pages of other sites may not use a server without authentication; open the address"
              + " itself");
    }
  }
}
