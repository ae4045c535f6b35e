package io.actjs.bench;

import io.actjs.bench.load.Call;
import io.actjs.bench.load.ClosedLoop;
import io.actjs.bench.load.LoadResult;
import io.actjs.bench.load.Transport;
import io.actjs.bench.work.BenchFailure;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Counters under load. After each run they are read back: what they gained must be what was
 * acknowledged, or the run fails.
 */
final class Counters {
  /** The class of all counters. */
  static final String CLASS = "Counter";

  private static final int READERS = 8;

  private final List<Call> increments;
  private final List<Call> reads;

  /** Counters {@code <prefix>-0} and so on; none of them is shared with another prefix. */
  Counters(String prefix, int actors) {
    increments = calls(prefix, actors, "inc", "{\"by\":1}");
    reads = calls(prefix, actors, "get", "{}");
  }

  private static List<Call> calls(String prefix, int actors, String method, String args) {
    return IntStream.range(0, actors)
        .mapToObj(i -> new Call(CLASS, prefix + "-" + i, method, args))
        .toList();
  }

  /** Increments the counters in turn for the given time. */
  LoadResult incrementFor(double seconds, int port, Transport transport, int concurrency)
      throws IOException {
    return incrementFor(seconds, port, transport, concurrency, null);
  }

  /**
   * @param pin the sha of the manifest that every call is pinned to, or null
   */
  LoadResult incrementFor(
      double seconds, int port, Transport transport, int concurrency, @Nullable String pin)
      throws IOException {
    long before = total(port);
    LoadResult result =
        new ClosedLoop(port, transport, concurrency, pin).runFor(seconds, increments);
    return CounterLoad.checked(result, total(port) - before);
  }

  /** Increments each counter once. */
  LoadResult incrementOnce(int port, Transport transport, int concurrency) throws IOException {
    LoadResult result = new ClosedLoop(port, transport, concurrency).runOnce(increments);
    if (result.acknowledged() != increments.size()) {
      throw new BenchFailure("not every counter was incremented");
    }
    return result;
  }

  /** The sum of all counters. */
  long total(int port) throws IOException {
    return new ClosedLoop(port, Transport.WS, READERS).runOnce(reads).sum();
  }
}
