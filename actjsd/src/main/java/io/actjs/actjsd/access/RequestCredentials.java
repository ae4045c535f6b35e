package io.actjs.actjsd.access;

import io.actjs.actjsd.edge.Client;
import io.actjs.actjsd.http.HttpServer;
import io.actjs.actjsd.http.Requests;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** What an HTTP request presents, or the one that opens a WebSocket. */
record RequestCredentials(Request request) implements Credentials {
  private static final String TOKEN_PARAMETER = "token";
  private static final String ACTORS = "/v1/actors/";
  private static final String EVENTS = "/events";
  private static final String STREAMS = "/v1/sse/";

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
    if (!request.getHeaders().contains(HttpHeader.AUTHORIZATION)) {
      return scheme.equals(BEARER) ? parameter() : null;
    }
    int end = scheme.length();
    for (String header : request.getHeaders().getValuesList(HttpHeader.AUTHORIZATION)) {
      if (header.regionMatches(true, 0, scheme, 0, end)
          && (header.length() == end || header.charAt(end) == ' ')) {
        return header.substring(end).strip();
      }
    }
    return null;
  }

  @Override
  public boolean isAny() {
    return request.getHeaders().contains(HttpHeader.AUTHORIZATION) || parameter() != null;
  }

  @Override
  public @Nullable X509Certificate certificate() {
    List<X509Certificate> chain = Client.certificates(request);
    return chain.isEmpty() ? null : chain.getFirst();
  }

  @Override
  public String address() {
    InetAddress client = Client.addressOf(request);
    return client == null ? "" : client.getHostAddress();
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
