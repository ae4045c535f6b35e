package io.actjs.actjsd.metric;

import io.actjs.storage.valkey.ValkeyStats;
import java.util.function.Supplier;

/** The metrics of the Valkey beside the store. */
public final class ValkeyMetrics implements MetricGroup {
  private final Supplier<ValkeyStats> source;

  public ValkeyMetrics(Supplier<ValkeyStats> source) {
    this.source = source;
  }

  @Override
  public void report(MetricSink sink) {
    ValkeyStats stats = source.get();
    sink.gauge("actjs_valkey_up", "1 if Valkey answered the last command.", stats.up() ? 1 : 0);
    activation(sink, "hit", stats.hits());
    activation(sink, "miss", stats.misses());
    activation(sink, "stale", stats.stale());
    state(sink, "written", stats.written());
    state(sink, "dropped", stats.dropped());
    sink.counter("actjs_valkey_failure", "Failed commands.", stats.failures());
  }

  private static void activation(MetricSink sink, String outcome, long count) {
    sink.counter(
        "actjs_valkey_activation",
        "Activations, by whether they started from a state in Valkey.",
        count,
        "outcome",
        outcome);
  }

  private static void state(MetricSink sink, String outcome, long count) {
    sink.counter(
        "actjs_valkey_state",
        "States to be copied to Valkey, by outcome.",
        count,
        "outcome",
        outcome);
  }
}
