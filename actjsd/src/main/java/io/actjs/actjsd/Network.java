package io.actjs.actjsd;

import io.actjs.actjsd.edge.AllowedHosts;
import io.actjs.actjsd.edge.TrustedProxies;
import io.actjs.actjsd.tls.TlsFiles;
import org.jspecify.annotations.Nullable;

/**
 * How a daemon is reached.
 *
 * @param users whether it can tell users apart; else only programs of its machine reach it
 * @param insecure whether it is open to all without users
 * @param tls what it speaks TLS with, or null for plain HTTP
 * @param proxies whose word about their clients it takes
 * @param hosts the names under which it is used, besides those that it knows
 */
public record Network(
    boolean users,
    boolean insecure,
    @Nullable TlsFiles tls,
    TrustedProxies proxies,
    AllowedHosts hosts) {
  /** Plain HTTP for programs of this machine. */
  public static final Network DEFAULT =
      new Network(false, false, null, TrustedProxies.NONE, AllowedHosts.LOOPBACK);

  public Network withUsers(boolean value) {
    return new Network(value, insecure, tls, proxies, hosts);
  }

  public Network withInsecure(boolean value) {
    return new Network(users, value, tls, proxies, hosts);
  }

  public Network withTls(@Nullable TlsFiles value) {
    return new Network(users, insecure, value, proxies, hosts);
  }

  public Network withProxies(TrustedProxies value) {
    return new Network(users, insecure, tls, value, hosts);
  }

  public Network withHosts(AllowedHosts value) {
    return new Network(users, insecure, tls, proxies, value);
  }
}
