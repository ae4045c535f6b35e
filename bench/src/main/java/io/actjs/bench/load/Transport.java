package io.actjs.bench.load;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How calls reach a server. */
public enum Transport {
  /** Keep-alive connections, one call in flight on each. */
  HTTP,
  /** JSON-RPC over at most eight connections that share the calls in flight. */
  WS;

  private static final int WS_CONNECTIONS = 8;

  /**
   * @param pin the sha of the manifest that every call is pinned to, or null
   */
  Calls open(
      Poller poller,
      int port,
      @Nullable String pin,
      int concurrency,
      List<Call> calls,
      Calls.Answers answers)
      throws IOException {
    return switch (this) {
      case HTTP -> new HttpCalls(poller, port, pin, concurrency, calls, answers);
      case WS -> {
        int connections = Math.min(WS_CONNECTIONS, concurrency);
        yield new WsCalls(
            poller, port, pin, connections, concurrency / connections, calls, answers);
      }
    };
  }

  /** As it is written in the names of figures. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
