package io.actjs.bench.load;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The clients of a server, as far as it can tell them apart: how many calls are in flight, and on
 * how many connections.
 *
 * @param inFlight the most calls that are under way at once
 * @param sockets WebSockets that share them; no more are opened than calls are in flight, and HTTP
 *     has a connection for each call
 * @param pin the sha of the manifest that every call is pinned to, or null
 * @param token what every call over HTTP presents, or null
 */
public record Clients(
    Transport transport, int inFlight, int sockets, @Nullable String pin, @Nullable String token) {
  public Clients {
    if (inFlight < 1 || sockets < 1) {
      throw new IllegalArgumentException(inFlight + " calls on " + sockets + " sockets");
    }
  }

  /** Keep-alive connections with one call in flight on each. */
  public static Clients http(int inFlight) {
    return new Clients(Transport.HTTP, inFlight, inFlight, null, null);
  }

  /** JSON-RPC on WebSockets. */
  public static Clients ws(int inFlight, int sockets) {
    return new Clients(Transport.WS, inFlight, sockets, null, null);
  }

  /**
   * @param sha of a manifest, or null
   */
  public Clients pinned(@Nullable String sha) {
    return new Clients(transport, inFlight, sockets, sha, token);
  }

  /** The same, each with the token. */
  public Clients bearing(String bearer) {
    return new Clients(transport, inFlight, sockets, pin, bearer);
  }

  /** The same with another number of calls in flight. */
  public Clients inFlight(int calls) {
    return new Clients(transport, calls, sockets, pin, token);
  }

  Calls connect(Poller poller, int port, List<Call> calls, Calls.Answers answers)
      throws IOException {
    return switch (transport) {
      case HTTP -> new HttpCalls(poller, port, this, calls, answers);
      case WS ->
          new WsCalls(poller, port, pin, Math.min(sockets, inFlight), inFlight, calls, answers);
    };
  }
}
