package io.actjs.actjsd;

import io.actjs.actjsd.edge.AllowedHosts;
import io.actjs.actjsd.edge.TrustedProxies;
import io.actjs.actjsd.tls.TlsFiles;
import org.jspecify.annotations.Nullable;

/**
 * How a daemon is reached.
 *
 * @param insecure whether it is open to all without users; else only programs of its machine reach
 *     a server that cannot tell users apart
 * @param tls what it speaks TLS with, or null for plain HTTP
 * @param proxies whose word about their clients it takes
 * @param hosts the names under which it is used, besides those that it knows
 */
public record Network(
    boolean insecure, @Nullable TlsFiles tls, TrustedProxies proxies, AllowedHosts hosts) {
  /** Plain HTTP for programs of this machine. */
  public static final Network DEFAULT =
      new Network(false, null, TrustedProxies.NONE, AllowedHosts.LOOPBACK);

  public Network withInsecure(boolean value) {
    return new Network(value, tls, proxies, hosts);
  }

  public Network withTls(@Nullable TlsFiles value) {
    return new Network(insecure, value, proxies, hosts);
  }

  public Network withProxies(TrustedProxies value) {
    return new Network(insecure, tls, value, hosts);
  }

  public Network withHosts(AllowedHosts value) {
    return new Network(insecure, tls, proxies, value);
  }
}
