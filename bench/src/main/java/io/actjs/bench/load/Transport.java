package io.actjs.bench.load;

import java.util.Locale;

/** How calls reach a server. */
public enum Transport {
  /** Keep-alive connections, one call in flight on each. */
  HTTP,
  /** JSON-RPC on WebSockets. */
  WS;

  /** As it is written in the names of figures. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
