package io.actjs.bench;

import io.actjs.bench.load.Call;
import io.actjs.bench.load.Clients;
import io.actjs.bench.load.ClosedLoop;
import io.actjs.bench.load.LoadResult;
import io.actjs.bench.load.OpenLoop;
import io.actjs.bench.work.BenchFailure;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Counters under load. After each run they are read back: what they gained must be what was
 * acknowledged, or the run fails.
 */
final class Counters {
  /** The class of all counters. */
  static final String CLASS = "Counter";

  private static final Clients READERS = Clients.ws(64, 8);

  private final List<Call> increments;
  private final List<Call> reads;
  private final boolean keyed;

  /** Runs so far; no two use the same key. */
  private int runs;

  /** The counter whose turn it is. */
  private int next;

  /** Counters {@code <prefix>-0} and so on; none of them is shared with another prefix. */
  Counters(String prefix, int actors) {
    this(CLASS, prefix, actors, false);
  }

  /**
   * @param keyed whether each increment has an idempotency key of its own, over WebSocket
   */
  Counters(String prefix, int actors, boolean keyed) {
    this(CLASS, prefix, actors, keyed);
  }

  /** The same of a class that is published under another name. */
  Counters(String className, String prefix, int actors) {
    this(className, prefix, actors, false);
  }

  private Counters(String className, String prefix, int actors, boolean keyed) {
    this.keyed = keyed;
    increments = calls(className, prefix, actors, "inc", "{\"by\":1}");
    reads = calls(className, prefix, actors, "get", "{}");
  }

  private static List<Call> calls(
      String className, String prefix, int actors, String method, String args) {
    return IntStream.range(0, actors)
        .mapToObj(i -> new Call(className, prefix + "-" + i, method, args))
        .toList();
  }

  private List<Call> keyed(String keys) {
    return increments.stream()
        .map(call -> new Call(CLASS, call.id(), call.method(), call.args(), keys))
        .toList();
  }

  /** A run of increments, without the reading before and after it. */
  interface Load {
    LoadResult run() throws IOException;
  }

  /** Runs a load and measures something meanwhile. */
  interface Observer {
    LoadResult during(Load load) throws IOException;
  }

  /** Increments the counters in turn for the given time, a call when an earlier one is answered. */
  LoadResult incrementFor(double seconds, int port, Clients clients) throws IOException {
    return incrementFor(seconds, port, clients, Load::run);
  }

  LoadResult incrementFor(double seconds, int port, Clients clients, Observer observer)
      throws IOException {
    long before = total(port);
    List<Call> calls = keyed ? keyed("run" + runs++ + "-") : increments;
    LoadResult result =
        observer.during(() -> new ClosedLoop(port, clients).runFor(seconds, calls, next));
    return checked(result, total(port) - before);
  }

  /** Increments the counters in turn for the given time, at fixed times. */
  LoadResult incrementAt(
      double perSecond, double seconds, int port, Clients clients, Observer observer)
      throws IOException {
    long before = total(port);
    LoadResult result =
        observer.during(
            () -> new OpenLoop(port, clients, perSecond).runFor(seconds, increments, next));
    return checked(result, total(port) - before);
  }

  private LoadResult checked(LoadResult result, long gained) {
    next = (int) ((next + result.acknowledged()) % increments.size());
    return CounterLoad.checked(result, gained);
  }

  /** Increments each counter once. */
  LoadResult incrementOnce(int port, Clients clients) throws IOException {
    return incrementOnce(port, clients, Load::run);
  }

  LoadResult incrementOnce(int port, Clients clients, Observer observer) throws IOException {
    LoadResult result = observer.during(() -> new ClosedLoop(port, clients).runOnce(increments));
    if (result.acknowledged() != increments.size()) {
      throw new BenchFailure("not every counter was incremented");
    }
    return result;
  }

  /** The sum of all counters. */
  long total(int port) throws IOException {
    return new ClosedLoop(port, READERS).runOnce(reads).sum();
  }
}
