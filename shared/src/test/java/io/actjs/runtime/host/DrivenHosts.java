package io.actjs.runtime.host;

import io.actjs.model.ActorRef;
import io.actjs.model.ClassRef;
import io.actjs.model.Envelope;
import io.actjs.model.Headers;
import io.actjs.model.Version;
import io.actjs.policy.Budget;
import io.actjs.policy.RuntimeLimits;
import io.actjs.policy.capability.Capabilities;
import io.actjs.policy.capability.CapabilityRules;
import io.actjs.policy.capability.KeySeal;
import io.actjs.registry.env.EnvSnapshot;
import io.actjs.runtime.activity.ActorLog;
import io.actjs.runtime.activity.Denials;
import io.actjs.runtime.activity.RuntimeCounters;
import io.actjs.runtime.directory.Deadlines;
import io.actjs.runtime.directory.Directory;
import io.actjs.runtime.directory.Seats;
import io.actjs.runtime.directory.WaitGraph;
import io.actjs.runtime.due.DueClock;
import io.actjs.runtime.inbox.InboxDoubt;
import io.actjs.runtime.inbox.InboxMessages;
import io.actjs.runtime.inbox.InboxWatch;
import io.actjs.runtime.inbox.StoredMessages;
import io.actjs.runtime.mailbox.DeadlineWheel;
import io.actjs.runtime.mailbox.Delivery;
import io.actjs.runtime.mailbox.KeptOutcome;
import io.actjs.runtime.minting.Minting;
import io.actjs.runtime.output.DrivenStore;
import io.actjs.runtime.pause.Pauses;
import io.actjs.runtime.retention.RetentionPolicy;
import io.actjs.runtime.retention.Sweeper;
import io.actjs.runtime.subscription.DrivenPresences;
import io.actjs.runtime.subscription.Subscriptions;
import io.actjs.runtime.version.Adoptions;
import io.actjs.runtime.worker.IsolateThread;
import io.actjs.runtime.worker.WorkerParts;
import io.actjs.runtime.worker.Workers;
import io.actjs.storage.Signals;

/** The hosts of a runtime with one worker, on a driven store and a toy engine, without a thread. */
final class DrivenHosts {
  static final ActorRef A = new ActorRef("Counter", "a");
  static final ActorRef OTHER = new ActorRef("Counter", "other");

  private static final long TICK_MS = 20;

  final DrivenStore store = new DrivenStore();
  final ToyEngine engine = new ToyEngine();
  final RuntimeCounters counters = new RuntimeCounters();
  final DeadlineWheel wheel = new DeadlineWheel(TICK_MS, DrivenStore.NOW);
  final Budget memory = Budget.root("server", 64 << 20);
  final Workers workers =
      new Workers(
          new WorkerParts(
              engine,
              1 << 20,
              store.registry,
              store.access.journal(),
              store.gate,
              memory,
              1 << 20,
              () -> 0,
              () -> EnvSnapshot.NONE,
              store.clock),
          store.hand,
          1);
  final IsolateThread thread;
  final Hosts hosts;

  private final RuntimeLimits limits;
  private final InboxWatch watch;
  private int ids;

  DrivenHosts(RuntimeLimits limits) {
    this.limits = limits;
    store.registry.floating("Counter", "1.0.0");
    this.hosts =
        new Hosts(
            limits.activeActors(), memory, new Seats(Seats.Bounds.NONE), workers, this::services);
    this.watch = new InboxWatch(store.access, hosts.services().inboxDoubt(), directory());
    store.doubted = hosts.services().inboxDoubt()::raise;
    workers.start();
    this.thread = workers.threads().iterator().next();
  }

  private HostServices services(Directory directory) {
    InboxMessages messages = new InboxMessages(() -> "m%04d".formatted(ids++));
    StoredMessages stored = new StoredMessages(limits, store.access, wheel, directory);
    return new HostServices(
        limits,
        store.access,
        store.registry,
        new Adoptions(),
        directory,
        workers,
        new WaitGraph(),
        new Deadlines(wheel, store.clock, () -> null),
        new Subscriptions(
            limits.subscribersPerActor(),
            new DrivenPresences(directory, wheel, store.clock).presences),
        messages,
        new InboxDoubt(store.clock),
        new Pauses(store.memory, store.access.threads(), store.clock),
        stored,
        new DueClock(store.access, Signals.NONE, directory, stored),
        new Sweeper(store.memory, store.clock, RetentionPolicy.DEFAULT, store.registry),
        Signals.NONE,
        counters,
        new ActorLog(store.clock),
        new Minting(
            new Capabilities(store.memory, store.clock, CapabilityRules.DEFAULT, KeySeal.NONE),
            store.access),
        Denials.NONE,
        memory);
  }

  /** Does all that is ready. */
  void run() {
    store.run();
  }

  /** Lets time pass, and timers fire, and runs nothing yet. */
  void tick(long ms) {
    store.clock.advance(ms);
    wheel.advance(store.clock.nowMs());
    watch.advance(store.clock.nowMs());
    hosts.services().due().advance(store.clock.nowMs());
  }

  void pass(long ms) {
    tick(ms);
    run();
  }

  Directory directory() {
    return hosts.services().directory();
  }

  /** Delivers, and runs nothing yet. */
  KeptOutcome send(Envelope envelope) {
    KeptOutcome outcome = new KeptOutcome();
    directory().deliver(Delivery.of(envelope, null, outcome));
    return outcome;
  }

  KeptOutcome sendCall(ActorRef ref, String method) {
    return send(Envelope.call(ref, method, "[]", Headers.NONE));
  }

  /** Delivers a call and does all that follows. */
  KeptOutcome call(ActorRef ref, String method) {
    KeptOutcome outcome = sendCall(ref, method);
    run();
    return outcome;
  }

  /** Publishes a version that stored actors move to, and tells the hosts. */
  void publish(String version) {
    store.registry.floating("Counter", version);
    hosts.replace(new ClassRef("Counter", Version.parse(version)));
    run();
  }
}
