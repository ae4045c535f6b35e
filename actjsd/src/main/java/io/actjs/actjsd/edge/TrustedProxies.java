package io.actjs.actjsd.edge;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * The proxies that are believed when they say who their client is: in {@code Forwarded}, or in
 * {@code X-Forwarded-For}, {@code -Proto} and {@code -Host}. From anybody else these headers mean
 * nothing.
 *
 * <p>A proxy appends to what its client has sent, so the list is read from its end: the first
 * address that is not a trusted proxy is the client, and what stands before it is only what that
 * client says. A trusted proxy that is malformed where it is read, or that says two different
 * things, gets a 400: it passes on what a client made up.
 */
public final class TrustedProxies {
  public static final TrustedProxies NONE = new TrustedProxies(List.of());

  private static final String X_PROTO = "X-Forwarded-Proto";
  private static final String X_HOST = "X-Forwarded-Host";
  private static final String UNKNOWN = "unknown";

  private final List<AddressRange> ranges;

  private TrustedProxies(List<AddressRange> ranges) {
    this.ranges = ranges;
  }

  /**
   * @param ranges addresses and networks such as {@code 10.0.0.0/8}
   * @throws ActjsException {@code SchemaInvalid} when one is none
   */
  public static TrustedProxies of(Collection<String> ranges) {
    return new TrustedProxies(ranges.stream().map(AddressRange::of).toList());
  }

  public boolean isEmpty() {
    return ranges.isEmpty();
  }

  public boolean trusts(@Nullable InetAddress address) {
    return address != null && ranges.stream().anyMatch(range -> range.contains(address));
  }

  /**
   * Finds the client of a request, for {@link Client#of} as well.
   *
   * @throws ActjsException {@code SchemaInvalid}
   */
  public Client client(Request request) {
    Client peer = Client.connected(request);
    if (!trusts(peer.address())) {
      return peer;
    }
    Hop standard = standard(request, peer);
    Hop usual = usual(request, peer);
    Hop told = standard == null ? usual : usual == null ? standard : standard.agreedWith(usual);
    if (told == null) {
      return peer;
    }
    Client client =
        new Client(
            told.address == null ? peer.address() : told.address,
            told.secure == null ? peer.secure() : told.secure,
            told.host == null ? peer.host() : told.host,
            true);
    Client.tell(request, client);
    return client;
  }

  /** What the headers of one kind say; null for what they do not. */
  private record Hop(
      @Nullable InetAddress address, @Nullable Boolean secure, @Nullable String host) {

    Hop agreedWith(Hop other) {
      return new Hop(
          agreed(address, other.address), agreed(secure, other.secure), agreed(host, other.host));
    }

    private static <T> @Nullable T agreed(@Nullable T one, @Nullable T other) {
      if (one != null && other != null && !one.equals(other)) {
        throw new ActjsException(
            ProblemCode.SchemaInvalid,
            "Forwarded and X-Forwarded-* disagree about the client; have the proxy remove the one"
                + " that it does not set");
      }
      return one == null ? other : one;
    }
  }

  private @Nullable Hop standard(Request request, Client peer) {
    List<String> headers = request.getHeaders().getValuesList(HttpHeader.FORWARDED);
    if (headers.isEmpty()) {
      return null;
    }
    List<ForwardedElement> elements = new ArrayList<>();
    try {
      headers.forEach(it -> elements.addAll(ForwardedElement.parse(it)));
    } catch (IllegalArgumentException e) {
      throw malformed("Forwarded", e);
    }
    if (elements.isEmpty()) {
      return null;
    }
    Found found =
        nearestUntrusted("Forwarded", elements.stream().map(ForwardedElement::node).toList(), peer);
    ForwardedElement by = elements.get(found.index);
    return new Hop(found.address, by.proto() == null ? null : secure(by.proto()), by.host());
  }

  private @Nullable Hop usual(Request request, Client peer) {
    List<String> nodes = items(request, HttpHeader.X_FORWARDED_FOR.asString());
    List<String> schemes = items(request, X_PROTO);
    List<String> hosts = items(request, X_HOST);
    if (nodes.isEmpty() && schemes.isEmpty() && hosts.isEmpty()) {
      return null;
    }
    InetAddress address =
        nodes.isEmpty() ? null : nearestUntrusted("X-Forwarded-For", nodes, peer).address;
    return new Hop(
        address,
        schemes.isEmpty() ? null : secure(schemes.getLast()),
        hosts.isEmpty() ? null : hosts.getLast());
  }

  private static List<String> items(Request request, String name) {
    List<String> all = new ArrayList<>();
    for (String header : request.getHeaders().getValuesList(name)) {
      for (String item : header.split(",", -1)) {
        if (!item.isBlank()) {
          all.add(item.strip());
        }
      }
    }
    return all;
  }

  private record Found(InetAddress address, int index) {}

  /** A proxy that hides its client leaves the nearest address that is known. */
  private Found nearestUntrusted(String header, List<@Nullable String> nodes, Client peer) {
    InetAddress nearest = Objects.requireNonNull(peer.address());
    for (int i = nodes.size() - 1; i >= 0; i--) {
      String node = nodes.get(i);
      if (node == null || node.equalsIgnoreCase(UNKNOWN) || node.startsWith("_")) {
        return new Found(nearest, i);
      }
      Authority authority = AddressRange.literal(node) == null ? Authority.of(node) : null;
      InetAddress address = AddressRange.literal(authority == null ? node : authority.host());
      if (address == null) {
        throw malformed(header, null);
      }
      nearest = address;
      if (!trusts(nearest)) {
        return new Found(nearest, i);
      }
    }
    return new Found(nearest, 0);
  }

  private static boolean secure(String scheme) {
    return switch (scheme.toLowerCase(Locale.ROOT)) {
      case "https", "wss" -> true;
      case "http", "ws" -> false;
      default -> throw malformed("the scheme of the proxy", null);
    };
  }

  private static ActjsException malformed(String what, @Nullable Throwable cause) {
    String detail = what + " is malformed; check the proxy in front of the server";
    return cause == null
        ? new ActjsException(ProblemCode.SchemaInvalid, detail)
        : new ActjsException(ProblemCode.SchemaInvalid, detail, cause);
  }
}
