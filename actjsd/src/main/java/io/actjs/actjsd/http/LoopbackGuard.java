package io.actjs.actjsd.http;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a daemon without authentication to the programs of its own machine.
 *
 * <p>A loopback port is out of reach for other machines, but not for web pages in a browser on this
 * one. A page may send requests to 127.0.0.1 from its own origin: then {@code Origin} names the
 * page. Or it may point its own host name at 127.0.0.1 (DNS rebinding), which makes the request one
 * to its own origin: then {@code Host} names the page. So both must name this machine.
 */
public final class LoopbackGuard {
  private LoopbackGuard() {}

  /**
   * The address to listen on.
   *
   * @throws ActjsException {@code Forbidden} when other machines could reach it
   */
  public static InetAddress requireLoopback(String host) {
    InetAddress address;
    try {
      address = InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new ActjsException(
          ProblemCode.SchemaInvalid, "the host \"" + host + "\" is unknown; use 127.0.0.1", e);
    }
    if (!address.isLoopbackAddress()) {
      throw new ActjsException(
          ProblemCode.Forbidden,
          "refusing to listen on "
              + host
              + ": there is no authentication yet, so only this machine may reach the server;"
              + " use 127.0.0.1 or ::1");
    }
    return address;
  }

  /**
   * @param host the request's {@code Host}
   * @param origin the request's {@code Origin}
   * @throws ActjsException {@code Forbidden}
   */
  static void check(@Nullable String host, @Nullable String origin) {
    if (host != null && !isUsual(host) && !isLoopback(hostOf("http://" + host))) {
      throw new ActjsException(
          ProblemCode.Forbidden,
          "requests must name this machine (localhost or 127.0.0.1) in their Host header");
    }
    if (origin != null && !isLoopback(hostOf(origin))) {
      throw new ActjsException(
          ProblemCode.Forbidden,
          "web pages of another origin may not use this server; load the page from localhost, or"
              + " start the server with --cors-origin and the origin of the page");
    }
  }

  /** {@code 127.0.0.1:<port>}, which nearly every request has, needs no URI parser. */
  private static boolean isUsual(String host) {
    int start = "127.0.0.1:".length();
    if (!host.startsWith("127.0.0.1:") || host.length() == start) {
      return false;
    }
    for (int i = start; i < host.length(); i++) {
      if (host.charAt(i) < '0' || host.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private static @Nullable String hostOf(String uri) {
    try {
      return new URI(uri).getHost();
    } catch (URISyntaxException e) {
      return null;
    }
  }

  private static boolean isLoopback(@Nullable String host) {
    if (host == null) {
      return false;
    }
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || name.endsWith(".localhost")
        || name.equals("[::1]")
        || name.equals("[0:0:0:0:0:0:0:1]")
        || isLoopbackIpv4(name);
  }

  /** Digits only, so that a name such as 127.0.0.1.example.org is not taken for an address. */
  private static boolean isLoopbackIpv4(String name) {
    return name.startsWith("127.")
        && name.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
  }
}
