package io.actjs.bench;

import io.actjs.bench.disk.DiskMeter;
import io.actjs.bench.disk.DiskUse;
import io.actjs.bench.load.LoadResult;
import io.actjs.bench.work.FigureLine;
import io.actjs.bench.work.Median;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a process with a SQLite store asked of the disk in the rounds of a figure. */
final class DiskRounds {
  /** The goal of every durable figure: the log takes no more, whatever the load. */
  static final double LOG_AT_MOST = 32;

  private final List<Double> syncsPerCall = new ArrayList<>();
  private final List<Double> bytesPerCall = new ArrayList<>();
  private long logBytes;

  /**
   * Measures a process by this meter. A round is over when the process writes no more, so that the
   * work behind the answers counts, too.
   */
  Counters.Observer of(DiskMeter meter) {
    return load -> during(meter, load);
  }

  private LoadResult during(DiskMeter meter, Counters.Load load) throws IOException {
    try (DiskMeter.Span span = meter.begin()) {
      LoadResult result = load.run();
      DiskUse use = span.end();
      syncsPerCall.add((double) use.syncs() / result.acknowledged());
      bytesPerCall.add((double) use.bytes() / result.acknowledged());
      logBytes = Math.max(logBytes, use.logBytes());
      return result;
    }
  }

  /** Only the largest size of the log stays. */
  void forget() {
    syncsPerCall.clear();
    bytesPerCall.clear();
  }

  double fsyncsPerCall() {
    return Median.of(syncsPerCall);
  }

  double logMebibytes() {
    return logBytes / (double) (1 << 20);
  }

  FigureLine on(FigureLine line) {
    return line.with("fsyncsPerCall", fsyncsPerCall())
        .with("bytesWrittenPerCall", Median.of(bytesPerCall))
        .with("logMiB", logMebibytes());
  }
}
