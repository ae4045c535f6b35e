package io.actjs.actjsd.edge;

import java.net.InetAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The host and the port of a {@code Host} header or of an origin.
 *
 * @param host a name in lower case, an IPv4 address, or an IPv6 address in its shortest form
 *     without brackets
 * @param port or -1
 */
record Authority(String host, int port) {
  private static final String HTTP = "http://";
  private static final String HTTPS = "https://";

  /** Null when the text is none. */
  static @Nullable Authority of(String text) {
    int end = text.startsWith("[") ? text.indexOf(']') + 1 : text.indexOf(':');
    if (end == 0 && !text.isEmpty()) {
      return null;
    }
    String host = end < 0 ? text : text.substring(0, end);
    String rest = end < 0 ? "" : text.substring(end);
    int port = rest.isEmpty() ? -1 : port(rest);
    String plain = host.startsWith("[") ? ipv6(host) : name(host);
    return plain == null || (port < 0 && !rest.isEmpty()) ? null : new Authority(plain, port);
  }

  /** That of an origin such as {@code https://app.example.org}; null when it has none. */
  static @Nullable Authority ofOrigin(String origin) {
    String lower = origin.toLowerCase(Locale.ROOT);
    if (lower.startsWith(HTTPS)) {
      return of(lower.substring(HTTPS.length()));
    }
    return lower.startsWith(HTTP) ? of(lower.substring(HTTP.length())) : null;
  }

  static boolean isSecure(String origin) {
    return origin.regionMatches(true, 0, HTTPS, 0, HTTPS.length());
  }

  /** The same, without a port that its scheme has anyway. */
  Authority withoutUsualPort() {
    return port == 80 || port == 443 ? new Authority(host, -1) : this;
  }

  private static int port(String text) {
    if (text.length() < 2 || text.length() > 6 || text.charAt(0) != ':') {
      return -1;
    }
    int port = 0;
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      port = 10 * port + c - '0';
    }
    return port > 65_535 ? -1 : port;
  }

  private static @Nullable String ipv6(String bracketed) {
    InetAddress address = AddressRange.literal(bracketed.substring(1, bracketed.length() - 1));
    return address == null ? null : address.getHostAddress();
  }

  private static @Nullable String name(String host) {
    boolean upper = false;
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      upper |= c >= 'A' && c <= 'Z';
      boolean usual = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!usual && c != '.' && c != '-' && c != '_') {
        return null;
      }
    }
    if (host.isEmpty()) {
      return null;
    }
    return upper ? host.toLowerCase(Locale.ROOT) : host;
  }
}
