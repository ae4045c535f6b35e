package io.actjs.bench;

import io.actjs.bench.load.Latencies;
import io.actjs.bench.load.LoadResult;
import io.actjs.bench.work.BenchFailure;
import io.actjs.bench.work.Sources;
import io.actjs.model.ActorRef;
import io.actjs.registry.PublishRequest;
import io.actjs.runtime.ActorRuntime;
import io.actjs.runtime.CallOptions;
import io.actjs.storage.StorageDriver;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Calls to counters of a runtime in this process, so many in flight. */
final class EmbeddedCalls implements CounterLoad {
  private static final String BY_ONE = "{\"by\":1}";

  private final ActorRuntime runtime;
  private final List<ActorRef> counters;
  private final int concurrency;
  private final AtomicLong next = new AtomicLong();

  EmbeddedCalls(StorageDriver storage, int concurrency, int actors) {
    this.runtime = ActorRuntime.builder(storage).start();
    this.concurrency = concurrency;
    this.counters =
        IntStream.range(0, actors)
            .mapToObj(i -> new ActorRef(Counters.CLASS, "embedded-" + i))
            .toList();
    var unused =
        runtime
            .registry()
            .publish(
                PublishRequest.of(Counters.CLASS, "1.0.0", Sources.of(Counters.CLASS)).unchecked(),
                "bench");
  }

  @Override
  public LoadResult run(double seconds) {
    long before = total();
    LoadResult result = new Run(System.nanoTime() + (long) (seconds * 1e9)).await();
    return CounterLoad.checked(result, total() - before);
  }

  /** A closed loop: an answered call is followed by the next, until the time is over. */
  private final class Run {
    private final long begin = System.nanoTime();
    private final long end;
    private final Semaphore ended = new Semaphore(0);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final Latencies latencies = new Latencies();

    Run(long end) {
      this.end = end;
    }

    LoadResult await() {
      for (int i = 0; i < concurrency; i++) {
        send();
      }
      ended.acquireUninterruptibly(concurrency);
      double took = (System.nanoTime() - begin) / 1e9;
      Throwable reason = failure.get();
      if (reason != null) {
        throw new BenchFailure("a call failed: " + reason.getMessage());
      }
      return new LoadResult(latencies.count(), latencies.count(), 0, took, latencies);
    }

    private void send() {
      long sent = System.nanoTime();
      if (sent >= end || failure.get() != null) {
        ended.release();
        return;
      }
      ActorRef counter = counters.get((int) (next.getAndIncrement() % counters.size()));
      var unused =
          runtime
              .call(counter, "inc", BY_ONE, CallOptions.DEFAULT)
              .whenComplete((result, error) -> answered(sent, error));
    }

    private void answered(long sent, @Nullable Throwable error) {
      if (error != null) {
        failure.set(error);
      } else {
        synchronized (latencies) {
          latencies.record(System.nanoTime() - sent);
        }
      }
      send();
    }
  }

  private long total() {
    List<CompletableFuture<@Nullable String>> reads =
        counters.stream().map(ref -> runtime.call(ref, "get", "{}", CallOptions.DEFAULT)).toList();
    return reads.stream().mapToLong(read -> Long.parseLong(read.join())).sum();
  }

  @Override
  public void close() {
    runtime.close();
  }
}
