package io.actjs.actjsd.rate;

import io.actjs.actjsd.access.Identity;
import io.actjs.actjsd.edge.Client;
import io.actjs.model.ActjsException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

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

  /**
   * Takes one request.
   *
   * @throws ActjsException {@code RateLimited}
   */
  public void take(Request request, Response response, Identity sender, String operation) {
    if (gate.isIdle()) {
      return;
    }
    RateGate.Standing standing = gate.take(sender.principal(), address(request), operation);
    if (standing != null) {
      HttpFields.Mutable headers = response.getHeaders();
      headers.put(LIMIT, standing.limit());
      headers.put(REMAINING, standing.remaining());
      headers.put(RESET, standing.resetSeconds());
    }
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
