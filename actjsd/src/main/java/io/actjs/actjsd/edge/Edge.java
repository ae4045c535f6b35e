package io.actjs.actjsd.edge;

import io.actjs.actjsd.tls.ServerTls;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/**
 * What stands between the server and its clients.
 *
 * @param hosts the names under which it may be used
 * @param proxies those that are believed
 * @param tls or null for plain HTTP
 * @param open whether others than programs of this machine may reach it
 */
public record Edge(
    AllowedHosts hosts, TrustedProxies proxies, @Nullable ServerTls tls, boolean open) {
  /** Plain HTTP for programs of this machine. */
  public static final Edge LOOPBACK =
      new Edge(AllowedHosts.LOOPBACK, TrustedProxies.NONE, null, false);

  /** A year; browsers forget it when the server says so, not when it stops saying so. */
  private static final PreEncodedHttpField ONLY_SECURE =
      new PreEncodedHttpField(HttpHeader.STRICT_TRANSPORT_SECURITY, "max-age=31536000");

  private static final PreEncodedHttpField NO_SNIFFING =
      new PreEncodedHttpField("X-Content-Type-Options", "nosniff");

  /** The edge of a server that listens there. */
  public static Edge of(
      Listening listening, AllowedHosts hosts, TrustedProxies proxies, @Nullable ServerTls tls) {
    return new Edge(
        hosts.and(listening.host(), tls == null ? Set::of : tls::names),
        proxies,
        tls,
        tls != null || !proxies.isEmpty() || !listening.address().isLoopbackAddress());
  }

  /** Whether the request may have this {@code Host}. */
  public boolean allows(@Nullable String host, Request request) {
    return hosts.allows(host) || AllowedHosts.isAddress(host, Client.local(request));
  }

  /** Whether a page of the origin is the server's own. */
  public boolean isOwn(String origin, @Nullable String host, Request request) {
    return hosts.isOwn(origin, host, open && Client.of(request).secure());
  }

  /**
   * Adds what browsers have to know. On this machine one name stands for the servers of many ports,
   * which cannot all be made to speak TLS.
   */
  public void tell(@Nullable String host, Response response) {
    if (!open) {
      return;
    }
    response.getHeaders().put(NO_SNIFFING);
    if (tls != null && !AllowedHosts.isThisMachine(host)) {
      response.getHeaders().put(ONLY_SECURE);
    }
  }
}
