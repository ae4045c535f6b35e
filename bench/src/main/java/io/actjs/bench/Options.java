package io.actjs.bench;

import io.actjs.bench.load.Clients;
import io.actjs.bench.load.Transport;
import java.nio.file.Path;
import java.util.List;

/**
 * How long to measure, and where.
 *
 * @param seconds of one round
 * @param rounds of the server and as many of the yardstick, in turn
 * @param warmupSeconds most seconds of load before the first round of a server and transport
 * @param sockets WebSockets that share the calls in flight; no more than there are calls
 * @param serverOptions JVM options of the servers beside those of the launcher
 * @param directory for data and logs; on the disk that is to be measured
 */
record Options(
    double seconds,
    int rounds,
    double warmupSeconds,
    int sockets,
    List<String> serverOptions,
    Path directory) {

  /** The clients of a figure. */
  Clients clients(Transport transport, int inFlight) {
    return switch (transport) {
      case HTTP -> Clients.http(inFlight);
      case WS -> Clients.ws(inFlight, sockets);
    };
  }
}
