package io.actjs.actjsd.edge;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Who has sent a request, as far as the network tells: whoever is connected, or whom a {@link
 * TrustedProxies trusted proxy} names.
 *
 * @param address null for a connection without one
 * @param secure whether it has come by HTTPS
 * @param host as the client sent it, or null
 * @param forwarded whether a trusted proxy stands between
 */
public record Client(
    @Nullable InetAddress address, boolean secure, @Nullable String host, boolean forwarded) {
  private static final String ATTRIBUTE = Client.class.getName();

  /** The client of the request. */
  public static Client of(Request request) {
    return request.getAttribute(ATTRIBUTE) instanceof Client told ? told : connected(request);
  }

  /** The {@link #address} of the request's client, when nothing else of it is wanted. */
  public static @Nullable InetAddress addressOf(Request request) {
    return request.getAttribute(ATTRIBUTE) instanceof Client told
        ? told.address()
        : address(request.getConnectionMetaData().getRemoteSocketAddress());
  }

  /** The same as people write it; empty when there is none. */
  public static String textOfAddress(Request request) {
    InetAddress address = addressOf(request);
    return address == null ? "" : address.getHostAddress();
  }

  /** Has {@link #of} answer with it. */
  static void tell(Request request, Client client) {
    request.setAttribute(ATTRIBUTE, client);
  }

  /** Whoever is connected. */
  static Client connected(Request request) {
    return new Client(
        address(request.getConnectionMetaData().getRemoteSocketAddress()),
        request.isSecure(),
        request.getHeaders().get(HttpHeader.HOST),
        false);
  }

  /** The address of the server that the client is connected to, or null. */
  static @Nullable InetAddress local(Request request) {
    return address(request.getConnectionMetaData().getLocalSocketAddress());
  }

  static @Nullable InetAddress address(@Nullable SocketAddress socket) {
    return socket instanceof InetSocketAddress internet ? internet.getAddress() : null;
  }

  /**
   * The certificates of the client, its own first, verified against {@code --client-ca}; none when
   * it has shown none. What is connected behind a proxy is the proxy, so its certificate says
   * nothing about the client.
   */
  public static List<X509Certificate> certificates(Request request) {
    if (of(request).forwarded()) {
      return List.of();
    }
    EndPoint.SslSessionData session =
        request.getConnectionMetaData().getConnection().getEndPoint().getSslSessionData();
    X509Certificate[] chain = session == null ? null : session.peerCertificates();
    return chain == null ? List.of() : List.of(chain);
  }
}
