package io.actjs.bench;

import io.actjs.bench.load.InProcessLoop;
import io.actjs.bench.load.LoadResult;
import io.actjs.bench.work.Sources;
import io.actjs.model.ActorRef;
import io.actjs.registry.PublishRequest;
import io.actjs.runtime.ActorRuntime;
import io.actjs.runtime.CallOptions;
import io.actjs.storage.StorageDriver;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Calls to counters of a runtime in this process, so many in flight. */
final class EmbeddedCalls implements CounterLoad {
  private static final String BY_ONE = "{\"by\":1}";

  private final ActorRuntime runtime;
  private final List<ActorRef> counters;
  private final InProcessLoop loop;

  EmbeddedCalls(StorageDriver storage, int concurrency, int actors) {
    this.runtime = ActorRuntime.builder(storage).start();
    this.counters =
        IntStream.range(0, actors)
            .mapToObj(i -> new ActorRef(Counters.CLASS, "embedded-" + i))
            .toList();
    this.loop = new InProcessLoop(concurrency, failure -> false, this::increment);
    var unused =
        runtime
            .registry()
            .publish(
                PublishRequest.of(Counters.CLASS, "1.0.0", Sources.of(Counters.CLASS)).unchecked(),
                "bench");
  }

  private CompletableFuture<@Nullable String> increment(long number) {
    ActorRef counter = counters.get((int) (number % counters.size()));
    return runtime.call(counter, "inc", BY_ONE, CallOptions.DEFAULT);
  }

  @Override
  public LoadResult run(double seconds) {
    long before = total();
    LoadResult result = loop.runFor(seconds);
    return CounterLoad.checked(result, total() - before);
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
