package io.actjs.bench.soak;

import io.actjs.bench.endurance.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/**
 * The gauges at a moment.
 *
 * @param releases published by then
 */
record Sample(Map<Gauge, Double> values, long releases) {
  private static final double MIB = 1 << 20;

  /** Takes one; the server collects its garbage for it. */
  static Sample of(ServerProcess server, Path data, long releases)
      throws IOException, InterruptedException {
    long live = server.liveHeapBytes();
    ServerProcess.Vitals vitals = server.vitals();
    Map<Gauge, Double> values = new EnumMap<>(Gauge.class);
    for (Gauge gauge : Gauge.values()) {
      values.put(
          gauge,
          switch (gauge) {
            case RSS -> vitals.residentBytes() / MIB;
            case HEAP -> live / MIB;
            case THREADS -> (double) vitals.threads();
            case FILES -> (double) vitals.files();
            case DATABASE -> Files.size(data.resolve("actjs.db")) / MIB;
            case LOG -> Files.size(data.resolve("actjs.db-wal")) / MIB;
          });
    }
    return new Sample(values, releases);
  }

  double of(Gauge gauge) {
    return values.getOrDefault(gauge, 0.0);
  }
}
