package io.actjs.actjsd.access;

import io.actjs.actjsd.edge.Client;
import io.actjs.actjsd.http.HttpServer;
import io.actjs.actjsd.http.Requests;
import io.actjs.storage.access.Bytes;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * What an HTTP request presents, or the one that opens a WebSocket. Every authenticator asks for
 * the same parts, so they are read once. Not thread-safe.
 */
final class RequestCredentials implements Credentials {
  private static final String ATTRIBUTE = RequestCredentials.class.getName();
  private static final String TOKEN_PARAMETER = "token";
  private static final String ACTORS = "/v1/actors/";
  private static final String EVENTS = "/events";
  private static final String STREAMS = "/v1/sse/";

  private final Request request;

  /** What stands in {@code Authorization}. */
  private final List<String> presented;

  private final @Nullable String bearer;
  private @Nullable Hashed last;

  private record Hashed(String token, Bytes hash) {}

  private RequestCredentials(Request request) {
    this.request = request;
    this.presented = request.getHeaders().getValuesList(HttpHeader.AUTHORIZATION);
    this.bearer = presented.isEmpty() ? parameter() : behind(BEARER);
  }

  /** Those of the request, which keeps them. */
  static RequestCredentials of(Request request) {
    if (request.getAttribute(ATTRIBUTE) instanceof RequestCredentials known) {
      return known;
    }
    RequestCredentials read = new RequestCredentials(request);
    request.setAttribute(ATTRIBUTE, read);
    return read;
  }

  @Override
  public String method() {
    return request.getMethod();
  }

  @Override
  public String target() {
    return request.getHttpURI().getPathQuery();
  }

  @Override
  public @Nullable String header(String name) {
    return request.getHeaders().get(name);
  }

  @Override
  public List<String> headers() {
    List<String> names = new ArrayList<>(request.getHeaders().size());
    for (HttpField field : request.getHeaders()) {
      names.add(field.getName());
    }
    return names;
  }

  @Override
  public @Nullable String authorization(String scheme) {
    return scheme.equals(BEARER) ? bearer : behind(scheme);
  }

  private @Nullable String behind(String scheme) {
    int end = scheme.length();
    for (String header : presented) {
      if (header.regionMatches(true, 0, scheme, 0, end)
          && (header.length() == end || header.charAt(end) == ' ')) {
        return header.substring(end).strip();
      }
    }
    return null;
  }

  @Override
  public Bytes sha256(String token) {
    Hashed known = last;
    if (known == null || !known.token.equals(token)) {
      known = new Hashed(token, Bytes.sha256(token));
      last = known;
    }
    return known.hash;
  }

  @Override
  public boolean isAny() {
    return !presented.isEmpty() || bearer != null;
  }

  @Override
  public @Nullable X509Certificate certificate() {
    List<X509Certificate> chain = Client.certificates(request);
    return chain.isEmpty() ? null : chain.getFirst();
  }

  @Override
  public String address() {
    return Client.textOfAddress(request);
  }

  /**
   * Only where a browser has no other way: addresses are kept in histories and logs. Its name must
   * be spelled plainly, so that whoever keeps it out of a log finds it.
   */
  private @Nullable String parameter() {
    String query = request.getHttpURI().getQuery();
    return query != null && query.contains(TOKEN_PARAMETER + "=") && isForBrowsers()
        ? Requests.parameter(request, TOKEN_PARAMETER)
        : null;
  }

  private boolean isForBrowsers() {
    String path = request.getHttpURI().getPath();
    return HttpMethod.GET.is(request.getMethod())
        && (path.equals(HttpServer.SOCKET_PATH)
            || path.startsWith(STREAMS)
            || (path.startsWith(ACTORS) && path.endsWith(EVENTS)));
  }
}
