package io.actjs.actjsd.edge;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.net.IDN;
import java.net.InetAddress;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The names under which the server may be used.
 *
 * <p>A web page may send requests to a server that its visitor can reach, from its own origin: then
 * {@code Origin} names the page. Or it may point its own host name at the server's address (DNS
 * rebinding), which makes the request one to its own origin: then {@code Host} names the page. So
 * {@code Host} must be one of these names, and {@code Origin} must be the server's own. This
 * machine is always among them: every page on it, of whatever port, is one of its user.
 */
public final class AllowedHosts {
  /** The names of this machine only. */
  public static final AllowedHosts LOOPBACK = new AllowedHosts(Set.of(), Set::of);

  private static final String ANY_LABEL = "*.";

  private final Set<String> names;
  private final Supplier<Set<String>> more;

  private AllowedHosts(Set<String> names, Supplier<Set<String>> more) {
    this.names = names;
    this.more = more;
  }

  /**
   * @param names such as {@code app.example.org}, {@code *.example.org} or {@code 192.0.2.1}
   * @throws ActjsException {@code SchemaInvalid} when one is none
   */
  public static AllowedHosts of(Collection<String> names) {
    Set<String> all = new HashSet<>();
    names.forEach(it -> all.add(name(it)));
    return new AllowedHosts(Set.copyOf(all), Set::of);
  }

  /**
   * Together with the host on which the server listens and the names of its certificate.
   *
   * @param certificate changes with it
   */
  AllowedHosts and(String host, Supplier<Set<String>> certificate) {
    Set<String> all = new HashSet<>(names);
    InetAddress address = AddressRange.literal(host);
    if (address == null || !address.isAnyLocalAddress()) {
      all.add(address == null ? host.toLowerCase(Locale.ROOT) : address.getHostAddress());
    }
    return new AllowedHosts(Set.copyOf(all), certificate);
  }

  private static String name(String text) {
    String trimmed = text.strip();
    boolean any = trimmed.startsWith(ANY_LABEL);
    String bare = any ? trimmed.substring(ANY_LABEL.length()) : trimmed;
    InetAddress address = AddressRange.literal(bare);
    if (address != null && !any) {
      return address.getHostAddress();
    }
    Authority authority = Authority.of(ascii(bare));
    if (authority == null || authority.port() >= 0) {
      throw new ActjsException(
          ProblemCode.SchemaInvalid,
          "\""
              + text
              + "\" is no host name: give it without scheme and port, such as app.example.org,"
              + " *.example.org for all names below, or an address; there is no name for all");
    }
    return any ? ANY_LABEL + authority.host() : authority.host();
  }

  private static String ascii(String name) {
    try {
      return IDN.toASCII(name);
    } catch (IllegalArgumentException e) {
      return name;
    }
  }

  /**
   * Whether a request may have this {@code Host}.
   *
   * @param host as it was sent; null for none, which no browser sends
   */
  public boolean allows(@Nullable String host) {
    if (host == null || isUsual(host)) {
      return true;
    }
    Authority authority = Authority.of(host);
    return authority != null && (isLoopback(authority.host()) || has(authority.host()));
  }

  /**
   * Whether the {@code Host} is the address that the client has connected to: nobody can point a
   * name of his own there and have that in the header.
   */
  static boolean isAddress(@Nullable String host, @Nullable InetAddress local) {
    Authority authority = host == null ? null : Authority.of(host);
    InetAddress address = authority == null ? null : AddressRange.literal(authority.host());
    return address != null && address.equals(local);
  }

  /**
   * Whether a page of this origin is one of the server's own, or of this machine when the server is
   * used as one of this machine.
   *
   * @param secure whether the client has come by HTTPS
   */
  public boolean isOwn(String origin, @Nullable String host, boolean secure) {
    Authority page = Authority.ofOrigin(origin);
    if (page == null) {
      return false;
    }
    Authority server = host == null ? null : Authority.of(host);
    if (isLoopback(page.host())) {
      return server == null || isLoopback(server.host());
    }
    return server != null
        && page.withoutUsualPort().equals(server.withoutUsualPort())
        && (!secure || Authority.isSecure(origin));
  }

  /** Whether the host is this machine, as seen by the client. */
  public static boolean isThisMachine(@Nullable String host) {
    if (host == null || isUsual(host)) {
      return true;
    }
    Authority authority = Authority.of(host);
    return authority != null && isLoopback(authority.host());
  }

  private boolean has(String host) {
    Set<String> certificate = more.get();
    if (names.contains(host) || certificate.contains(host)) {
      return true;
    }
    // Every name below, however deep; a certificate's wildcard is for one label.
    for (int dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
      if (names.contains("*" + host.substring(dot))) {
        return true;
      }
    }
    int first = host.indexOf('.');
    return first > 0 && certificate.contains("*" + host.substring(first));
  }

  /** {@code 127.0.0.1:<port>}, which nearly every request has, needs no parser. */
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

  private static boolean isLoopback(String host) {
    return host.equals("localhost")
        || host.endsWith(".localhost")
        || host.equals("0:0:0:0:0:0:0:1")
        || isLoopbackIpv4(host);
  }

  /** Digits only, so that a name such as 127.0.0.1.example.org is not taken for an address. */
  private static boolean isLoopbackIpv4(String name) {
    return name.startsWith("127.")
        && name.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
  }
}
