package io.actjs.actjsd.metric;

import io.actjs.runtime.ActorRuntime;
import io.actjs.runtime.retention.SweeperStats;
import io.actjs.runtime.retention.Swept;

/** What the sweeper dropped, and whether it gets on. */
final class RetentionMetrics implements MetricGroup {
  private final ActorRuntime runtime;

  RetentionMetrics(ActorRuntime runtime) {
    this.runtime = runtime;
  }

  @Override
  public void report(MetricSink sink) {
    SweeperStats stats = runtime.sweeperStats();
    Swept swept = stats.swept();
    swept(sink, "turn", swept.turns());
    swept(sink, "deleted_actor", swept.deletedActors());
    swept(sink, "unborn_actor", swept.unbornActors());
    swept(sink, "dead_letter", swept.deadLetters());
    swept(sink, "audit_entry", swept.auditEntries());
    swept(sink, "blob", swept.blobs());
    swept(sink, "retained_snapshot", swept.retainedSnapshots());
    String rounds = "Rounds of the sweeper through all that is stored.";
    sink.counter("actjs_sweep_round", rounds, stats.rounds(), "outcome", "ok");
    sink.counter("actjs_sweep_round", rounds, stats.failedRounds(), "outcome", "error");
    sink.gauge(
        "actjs_sweep_duration_seconds",
        "How long the last round took that reached its end.",
        stats.lastRoundMs() / 1e3);
    sink.gauge(
        "actjs_sweep_last_success_timestamp_seconds",
        "When that was, 0 for never.",
        stats.lastSuccessAt() / 1e3);
  }

  private static void swept(MetricSink sink, String kind, long count) {
    sink.counter("actjs_swept", "What retention has dropped.", count, "kind", kind);
  }
}
