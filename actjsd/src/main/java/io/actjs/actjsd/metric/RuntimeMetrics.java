package io.actjs.actjsd.metric;

import io.actjs.policy.Budget;
import io.actjs.registry.ClassRegistry;
import io.actjs.runtime.ActorRuntime;
import io.actjs.runtime.MessageStats;
import io.actjs.runtime.RuntimeStats;
import io.actjs.runtime.activity.ClassActivity;
import io.actjs.runtime.directory.Seats;
import io.actjs.storage.StorageStats;
import java.util.Map;

/** What actors do, and the journal. Class labels are of classes that run, so they are bounded. */
final class RuntimeMetrics implements MetricGroup {
  private final ActorRuntime runtime;

  RuntimeMetrics(ActorRuntime runtime) {
    this.runtime = runtime;
  }

  @Override
  public void report(MetricSink sink) {
    sink.gauge("actjs_build", "What runs.", 1, "engine", ClassRegistry.SERVER.toString());
    RuntimeStats stats = runtime.stats();
    runtime
        .active()
        .forEach(
            (version, count) ->
                sink.gauge(
                    "actjs_actor_active",
                    "Actors in memory.",
                    count,
                    "class",
                    version.name(),
                    "version",
                    version.version().toString()));
    sink.counter(
        "actjs_actor_activation", "Activations: actors loaded into memory.", stats.activations());
    String crowded =
        "Requests refused because no actor was idle of a class or tenant at its limit.";
    Seats.Refused refused = runtime.crowdedOut();
    sink.counter("actjs_active_refused", crowded, refused.byClass(), "by", "class");
    sink.counter("actjs_active_refused", crowded, refused.byTenant(), "by", "tenant");
    String turns = "Turns, by whether they succeeded or were undone.";
    sink.counter("actjs_turn", turns, stats.turns(), "outcome", "ok");
    sink.counter("actjs_turn", turns, stats.failedTurns(), "outcome", "error");
    messages(stats.messages(), sink);
    sink.counter(
        "actjs_unhandled_rejection",
        "Rejected promises of actor code that nobody handled.",
        stats.unhandledRejections());
    sink.gauge(
        "actjs_worker_stuck",
        "Workers in a handler that does not stop long after its limit.",
        runtime.stuckWorkers());
    sink.counter(
        "actjs_worker_handover",
        "Turns that took so long that their worker went on without them.",
        runtime.handOvers());
    sink.gauge(
        "actjs_slow_classes",
        "Classes that have workers of their own because their turns take long.",
        runtime.slowClasses().size());
    memory(sink);
    sink.gauge("actjs_subscription_active", "Subscriptions to actors.", stats.subscriptions());
    String again = "Subscribers that came back, by whether they went on where they were.";
    sink.counter("actjs_resume", again, stats.resumed(), "outcome", "resumed");
    sink.counter("actjs_resume", again, stats.notResumed(), "outcome", "snapshot");
    sink.counter("actjs_emit", "Messages that actors emitted.", stats.emitted());
    sink.counter(
        "actjs_emit_dropped",
        "Emitted messages that a subscriber was too slow for.",
        stats.emitsDropped());
    sink.histogram(
        "actjs_call_seconds",
        "Time of successful calls, from arrival to durable reply.",
        runtime.callLatency());
    runtime.activity().forEach(activity -> report(activity, sink));
    Map<String, Long> missed = runtime.missedPins();
    runtime.activity().forEach(activity -> missedPins(activity.className(), missed, sink));
    Map<String, Long> minted = runtime.capabilities().minted();
    runtime.activity().forEach(activity -> minted(activity.className(), minted, sink));
    sink.gauge(
        "actjs_storage_outage",
        "1 while calls wait because the last attempts to use storage failed.",
        runtime.storageIsAway() ? 1 : 0);
    journal(stats.storage(), sink);
  }

  private static void messages(MessageStats stats, MetricSink sink) {
    sink.counter(
        "actjs_message_retried",
        "Failed attempts at a message that was to come again.",
        stats.retries());
    sink.counter("actjs_message_put_off", "Turns that put their message off.", stats.putOffs());
    sink.counter(
        "actjs_dead_letter", "Messages given up after failed attempts.", stats.deadLetters());
    sink.counter(
        "actjs_actor_parked",
        "Actors paused because a message failed for the last time.",
        stats.parkings());
    String paused = "What takes no turn until it is resumed.";
    sink.gauge("actjs_paused", paused, stats.pausedActors(), "kind", "actor");
    sink.gauge("actjs_paused", paused, stats.pausedClasses(), "kind", "class");
  }

  private void memory(MetricSink sink) {
    Budget memory = runtime.memory();
    sink.gauge(
        "actjs_memory_used_bytes",
        "Memory in use for what comes in, waits and goes out.",
        memory.used());
    sink.gauge("actjs_memory_limit_bytes", "Memory that these may have.", memory.limit());
    sink.counter(
        "actjs_memory_refused",
        "Requests and answers for which there was no memory.",
        memory.refused());
  }

  private static void report(ClassActivity activity, MetricSink sink) {
    String name = activity.className();
    activity
        .handlers()
        .forEach(
            (method, handled) -> {
              message(sink, name, method, "ok", handled.ok());
              message(sink, name, method, "error", handled.failed());
            });
    sink.counter(
        "actjs_event_append", "Turns that journaled events.", activity.eventTurns(), "class", name);
    sink.counter(
        "actjs_event_snapshot", "States stored as snapshots.", activity.snapshots(), "class", name);
    decisions(activity, sink);
  }

  private static void decisions(ClassActivity activity, MetricSink sink) {
    ClassActivity.Decisions decisions = activity.decisions();
    decided(activity.className(), "allow", decisions.allowed(), sink);
    decided(activity.className(), "deny", decisions.denied(), sink);
  }

  private static void decided(String className, String decision, long count, MetricSink sink) {
    sink.counter(
        "actjs_policy_decisions",
        "What policies, or the default in their place, decided.",
        count,
        "class",
        className,
        "decision",
        decision);
  }

  private static void missedPins(String className, Map<String, Long> missed, MetricSink sink) {
    sink.counter(
        "actjs_pin_missed",
        "Requests that an older version than the pinned one served.",
        missed.getOrDefault(className, 0L),
        "class",
        className);
  }

  private static void minted(String className, Map<String, Long> minted, MetricSink sink) {
    sink.counter(
        "actjs_capability_minted",
        "Capabilities minted.",
        minted.getOrDefault(className, 0L),
        "class",
        className);
  }

  private static void message(
      MetricSink sink, String className, String method, String outcome, long count) {
    sink.counter(
        "actjs_actor_message",
        "Calls and tells handled.",
        count,
        "class",
        className,
        "method",
        method,
        "outcome",
        outcome);
  }

  private void journal(StorageStats stats, MetricSink sink) {
    sink.counter("actjs_journal_commit", "Batches made durable.", stats.commits());
    sink.counter("actjs_journal_entry", "Entries in those batches.", stats.entries());
    sink.counter("actjs_journal_sync", "Syncs of the disk.", stats.syncs());
    sink.gauge(
        "actjs_journal_unapplied_entries",
        "Durable entries not yet in the tables.",
        stats.unappliedEntries());
    sink.gauge(
        "actjs_journal_queue_depth", "Entries waiting for a commit.", runtime.journalQueue());
  }
}
