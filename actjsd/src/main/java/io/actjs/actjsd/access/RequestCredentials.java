package io.actjs.actjsd.access;

import io.actjs.actjsd.http.HttpServer;
import io.actjs.actjsd.http.Requests;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** What an HTTP request presents, or the one that opens a WebSocket. */
record RequestCredentials(Request request) implements Credentials {
  private static final String TOKEN_PARAMETER = "token";
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
    String header = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    if (header == null) {
      return scheme.equals(BEARER) ? parameter() : null;
    }
    int end = scheme.length();
    boolean isIt =
        header.regionMatches(true, 0, scheme, 0, end)
            && (header.length() == end || header.charAt(end) == ' ');
    return isIt ? header.substring(end).strip() : null;
  }

  @Override
  public boolean isAny() {
    return request.getHeaders().contains(HttpHeader.AUTHORIZATION) || parameter() != null;
  }

  @Override
  public @Nullable X509Certificate certificate() {
    // It holds what the handshake has verified; without TLS there is none.
    EndPoint.SslSessionData session =
        request.getConnectionMetaData().getConnection().getEndPoint().getSslSessionData();
    X509Certificate[] chain = session == null ? null : session.peerCertificates();
    return chain == null || chain.length == 0 ? null : chain[0];
  }

  @Override
  public String address() {
    return Request.getRemoteAddr(request);
  }

  /** Only where a browser has no other way: addresses are kept in histories and logs. */
  private @Nullable String parameter() {
    String path = request.getHttpURI().getPath();
    boolean byBrowser =
        path.equals(HttpServer.SOCKET_PATH) || path.startsWith(STREAMS) || path.endsWith(EVENTS);
    return byBrowser ? Requests.parameter(request, TOKEN_PARAMETER) : null;
  }
}
