package io.actjs.actjsd.metric;

import java.util.Map;
import java.util.function.Supplier;

/** The metrics of workers that have processes of their own. */
public final class ProcessMetrics implements MetricGroup {
  private final Supplier<Map<String, Long>> losses;

  /**
   * @param losses the processes that were lost, by reason
   */
  public ProcessMetrics(Supplier<Map<String, Long>> losses) {
    this.losses = losses;
  }

  @Override
  public void report(MetricSink sink) {
    losses
        .get()
        .forEach(
            (reason, count) ->
                sink.counter(
                    "actjs_worker_lost",
                    "Processes of workers that were lost and replaced, by reason.",
                    count,
                    "reason",
                    reason));
  }
}
