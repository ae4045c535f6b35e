package io.actjs.runtime;

import io.actjs.engine.Engine;
import io.actjs.model.ClassRef;
import io.actjs.model.Clock;
import io.actjs.model.Manifest;
import io.actjs.registry.ClassRegistry;
import io.actjs.registry.Manifests;
import io.actjs.storage.Journal;
import io.actjs.storage.Journal.Ticket;
import io.actjs.storage.Signals;
import io.actjs.storage.StorageDriver;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What the parts of one runtime share. */
final class RuntimeContext {
  final RuntimeLimits limits;

  /** Bytes that one worker's JavaScript heap may hold. */
  final long heapBytes;

  final Clock clock;
  final StorageDriver storage;
  final Signals signals;
  final Engine engine;
  final ClassRegistry registry;
  final Manifests manifests;
  final Journal journal;
  final OutputGate gate;
  final Subscriptions subscriptions;
  final DeadlineWheel deadlines;

  /** Blocking storage work: activations, inbox pages, snapshots. */
  final ExecutorService storageThreads;

  /** For development: the version that every actor of a class runs, whatever it was stored at. */
  final ConcurrentHashMap<String, ClassRef> adopted = new ConcurrentHashMap<>();

  final FaultBudget faults;
  final Sweeper sweeper;

  /** When somebody last found that stored messages may be there which nobody delivers. */
  volatile long inboxDoubtMs;

  /** Whether the runtime is about to end. */
  volatile boolean closing;

  final ActivityCounters activity = new ActivityCounters();
  final LatencyHistogram callLatency = new LatencyHistogram();
  final LongAdder activations = new LongAdder();
  final LongAdder turns = new LongAdder();
  final LongAdder failedTurns = new LongAdder();
  final LongAdder deadLetters = new LongAdder();

  RuntimeContext(
      RuntimeLimits limits,
      long heapBytes,
      Clock clock,
      StorageDriver storage,
      Signals signals,
      Engine engine,
      ClassRegistry registry,
      Manifests manifests,
      RetentionPolicy retention,
      ExecutorService storageThreads) {
    this.limits = limits;
    this.heapBytes = heapBytes;
    this.clock = clock;
    this.storage = storage;
    this.signals = signals;
    this.engine = engine;
    this.registry = registry;
    this.manifests = manifests;
    this.storageThreads = storageThreads;
    this.faults = new FaultBudget(clock);
    this.sweeper = new Sweeper(storage, clock, retention, new Trimming(retention, registry));
    this.gate = new OutputGate();
    this.journal = new Journal(storage, this::settled);
    this.subscriptions = new Subscriptions(limits.subscribersPerActor());
    this.deadlines = new DeadlineWheel(TICK_MS, clock.nowMs());
  }

  private void settled(List<? extends Ticket> batch) {
    // What a commit stored that failed for its callers is in no mailbox.
    if (batch.stream().anyMatch(ticket -> ((Output) ticket).isInDoubt())) {
      inboxDoubt();
    }
    gate.open(batch);
  }

  /** Stored messages may be there that nobody delivers: see {@link InboxWatch}. */
  void inboxDoubt() {
    inboxDoubtMs = clock.nowMs();
  }

  /** The version that was adopted for the class, unless the pin names another; else null. */
  @Nullable ClassRef adopted(String className, @Nullable Manifest pin) {
    ClassRef version = adopted.get(className);
    return version == null || (pin != null && pin.resolved().containsKey(className))
        ? null
        : version;
  }

  static final long TICK_MS = 20;
}
