package io.actjs.actjsd.metric;

import io.actjs.runtime.ActorRuntime;
import io.actjs.runtime.retention.SweeperStats;
import io.actjs.runtime.retention.Swept;

/** The rows that the sweeper dropped, and its progress. */
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
    swept(sink, "reply", swept.replies());
    swept(sink, "revocation", swept.revocations());
    String rounds = "Retention sweeps.";
    sink.counter("actjs_sweep_round", rounds, stats.rounds(), "outcome", "ok");
    sink.counter("actjs_sweep_round", rounds, stats.failedRounds(), "outcome", "error");
    sink.gauge(
        "actjs_sweep_duration_seconds",
        "Duration of the last complete retention sweep.",
        stats.lastRoundMs() / 1e3);
    sink.gauge(
        "actjs_sweep_last_success_timestamp_seconds",
        "Time of the last complete retention sweep; 0 if there was none.",
        stats.lastSuccessAt() / 1e3);
  }

  private static void swept(MetricSink sink, String kind, long count) {
    sink.counter("actjs_swept", "Rows dropped by retention.", count, "kind", kind);
  }
}
