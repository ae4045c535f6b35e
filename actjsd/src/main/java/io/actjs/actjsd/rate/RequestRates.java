package io.actjs.actjsd.rate;

import io.actjs.actjsd.access.Identity;
import io.actjs.actjsd.edge.Client;
import io.actjs.actjsd.http.RequestPrincipal;
import io.actjs.model.ActjsException;
import io.actjs.model.Manifest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/** Charges HTTP requests, and says in their answers how their senders stand. */
public final class RequestRates {
  private static final String LIMIT = "RateLimit-Limit";
  private static final String REMAINING = "RateLimit-Remaining";
  private static final String RESET = "RateLimit-Reset";

  /** What a site is given of IPv6: whoever has one address of it has them all. */
  private static final int IPV6_NETWORK_BYTES = 8;

  private final RateGate gate;

  public RequestRates(RateGate gate) {
    this.gate = gate;
  }

  /** Whether {@link #take} does not wait for other servers. */
  public boolean isAtHand(Request request, Identity sender) {
    return gate.isAlone()
        || gate.isIdle()
        || gate.isAtHand(new Sent(sender.principal(), address(request), ""));
  }

  /** Whether {@link #takeOfClass} does not. */
  public boolean isAtHand(Request request, String className) {
    return gate.isAlone() || gate.isAtHand(sent(request, ""), className);
  }

  /**
   * Takes one request.
   *
   * @throws ActjsException {@code RateLimited}
   */
  public void take(Request request, Response response, Identity sender, String operation) {
    if (!gate.isIdle()) {
      tell(gate.tryTake(new Sent(sender.principal(), address(request), operation)), response);
    }
  }

  /**
   * Takes one request, which {@link #take} has let through, to an actor of a class.
   *
   * @param pin what the request is pinned to, or null
   * @throws ActjsException {@code RateLimited}, {@code UnknownVersion}
   */
  public void takeOfClass(
      Request request, Response response, String className, @Nullable Manifest pin) {
    Rate rate = gate.classRate(className, pin);
    if (rate != null) {
      String operation = request.getMethod() + " /v1/actors/" + className;
      tell(gate.charge(sent(request, operation), className, rate), response);
    }
  }

  private static Sent sent(Request request, String operation) {
    return new Sent(RequestPrincipal.orAnonymous(request), address(request), operation);
  }

  /** Of several buckets the one is told of that is nearest to a refusal. */
  private static void tell(@Nullable Taken taken, Response response) {
    if (taken == null) {
      return;
    }
    Standing standing = taken.standing();
    HttpFields.Mutable headers = response.getHeaders();
    long told = headers.getLongField(REMAINING);
    if (taken.refusal() != null || told < 0 || standing.remaining() < told) {
      headers.put(LIMIT, standing.limit());
      headers.put(REMAINING, standing.remaining());
      headers.put(RESET, standing.resetSeconds());
    }
    taken.require();
  }

  /** What addresses are told apart by, those behind a proxy too; empty when there is none. */
  public static String address(Request request) {
    InetAddress address = Client.addressOf(request);
    return address == null ? "" : network(address);
  }

  static String network(InetAddress address) {
    return address instanceof Inet6Address
        ? HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), IPV6_NETWORK_BYTES))
        : address.getHostAddress();
  }
}
