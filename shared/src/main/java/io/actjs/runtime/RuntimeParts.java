package io.actjs.runtime;

import io.actjs.agent.Scheduler;
import io.actjs.agent.Ticker;
import io.actjs.engine.Engine;
import io.actjs.engine.TypeScriptCompiler;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorProblems;
import io.actjs.model.Clock;
import io.actjs.policy.RuntimeLimits;
import io.actjs.policy.capability.Capabilities;
import io.actjs.registry.ClassRegistry;
import io.actjs.registry.Manifests;
import io.actjs.registry.env.Declarations;
import io.actjs.registry.env.EnvValues;
import io.actjs.runtime.activity.ActorLog;
import io.actjs.runtime.activity.RuntimeCounters;
import io.actjs.runtime.directory.Deadlines;
import io.actjs.runtime.directory.LocalDirectory;
import io.actjs.runtime.directory.Seats;
import io.actjs.runtime.directory.WaitGraph;
import io.actjs.runtime.due.DueClock;
import io.actjs.runtime.host.HostServices;
import io.actjs.runtime.host.Hosts;
import io.actjs.runtime.host.IdleSweeper;
import io.actjs.runtime.inbox.InboxDoubt;
import io.actjs.runtime.inbox.InboxMessages;
import io.actjs.runtime.inbox.InboxWatch;
import io.actjs.runtime.inbox.StoredMessages;
import io.actjs.runtime.leave.GuardedClasses;
import io.actjs.runtime.mailbox.DeadlineWheel;
import io.actjs.runtime.minting.Minting;
import io.actjs.runtime.node.NodeLease;
import io.actjs.runtime.output.Output;
import io.actjs.runtime.output.OutputGate;
import io.actjs.runtime.output.StoreAccess;
import io.actjs.runtime.pause.Pauses;
import io.actjs.runtime.retention.SweepSchedule;
import io.actjs.runtime.retention.Sweeper;
import io.actjs.runtime.subscription.Past;
import io.actjs.runtime.subscription.Presences;
import io.actjs.runtime.subscription.StoredPast;
import io.actjs.runtime.subscription.Subscriptions;
import io.actjs.runtime.version.Adoptions;
import io.actjs.runtime.worker.HeldWorkers;
import io.actjs.runtime.worker.StuckWorkers;
import io.actjs.runtime.worker.WorkerParts;
import io.actjs.runtime.worker.Workers;
import io.actjs.storage.Journal;
import io.actjs.storage.Journal.Ticket;
import io.actjs.storage.Signals;
import io.actjs.storage.StorageDriver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The parts of one runtime: how they are put together, started and ended. */
final class RuntimeParts {
  private static final long STORAGE_WAIT_MS = 10_000;
  private static final Duration AGENT_WAIT = Duration.ofSeconds(10);

  /**
   * Threads that wait for storage, for each batch that may be in flight: activations at the same
   * time share their waits for the disk, and one that waits long leaves others to the rest.
   */
  private static final int STORAGE_THREADS_A_LANE = 6;

  final RuntimeLimits limits;
  final Engine engine;
  final TypeScriptCompiler compiler;
  final ClassRegistry registry;
  final StoreAccess store;
  final Pauses pauses;
  final EnvValues env;
  final RuntimeCounters counters = new RuntimeCounters();
  final InboxDoubt inboxDoubt;
  final Sweeper sweeper;
  final Past past;
  final GuardedClasses guarded;
  final Capabilities capabilities;
  final Seats seats;
  final Hosts hosts;

  /** The reason why nothing may leave the process, or null. */
  final Supplier<@Nullable ActjsException> closure;

  private final @Nullable NodeLease lease;
  private final Scheduler scheduler;
  final OutputGate gate;
  final Workers workers;
  private final Ticker ticker;
  private final SweepSchedule sweeps;
  final StuckWorkers stuck;
  private final ActorLog log;
  private final List<Runnable> ending = new ArrayList<>();

  RuntimeParts(RuntimeBuilder options) {
    limits = options.limits;
    scheduler = options.scheduler;
    engine = options.engine == null ? Engine.open(options.engineLimits) : options.engine;
    compiler = TypeScriptCompiler.open(options.compilerIdle);
    Clock clock = options.clock;
    StorageDriver driver = options.storage;
    env =
        new EnvValues(
            driver.access(),
            driver.registry().audit(),
            clock,
            options.environment,
            options.vault,
            this::declarations);
    registry =
        ClassRegistry.over(
            driver.registry(), compiler, engine, clock, options.registryOptions, env);
    inboxDoubt = new InboxDoubt(clock);
    lease = options.lease;
    closure = lease == null ? () -> null : lease::closure;
    gate = new OutputGate(closure);
    log = new ActorLog(clock);
    store =
        new StoreAccess(
            driver,
            new Journal(driver, this::settled, clock),
            Manifests.over(registry, driver.registry(), clock),
            scheduler.pool("actjs-storage", STORAGE_THREADS_A_LANE * driver.lanes()),
            clock);
    guarded = new GuardedClasses(registry, options.engineLimits.denyByDefault());
    past = new StoredPast(store, gate, options.resume, options.memory);
    pauses = new Pauses(driver, store.threads(), clock);
    sweeper = new Sweeper(driver, clock, options.retention, registry);
    workers =
        new Workers(
            new WorkerParts(
                engine,
                options.engineLimits.heapBytes(),
                registry,
                store.journal(),
                gate,
                options.memory,
                options.engineLimits.stepChars(),
                () -> registry.generation() + pauses.generation(),
                env::current,
                clock),
            scheduler,
            options.workers);
    capabilities = new Capabilities(driver, clock, options.capabilities, options.keySeal);
    DeadlineWheel wheel = new DeadlineWheel(Ticker.TICK_MS, clock.steadyMs());
    seats = new Seats(new ActiveBounds(options.active, registry));
    hosts =
        new Hosts(
            limits.activeActors(),
            options.memory,
            seats,
            workers,
            directory -> services(options, wheel, directory));
    HostServices shared = hosts.services();
    RegistryWatch registryWatch = new RegistryWatch(registry, options.signals, store);
    options.signals.listen(new Hints(hosts, shared.due(), registryWatch));
    stuck = new StuckWorkers(workers, options.engineLimits, hosts::nameOf);
    ticker =
        new Ticker(
            clock,
            List.of(
                nowMs -> wheel.advance(clock.steadyMs()),
                shared.due(),
                pauses,
                registryWatch,
                new EnvWatch(env, store),
                new InboxWatch(store, inboxDoubt, shared.directory()),
                new HeldWorkers(workers, clock, hosts::relocate),
                stuck,
                new IdleSweeper(limits, hosts)));
    sweeps = new SweepSchedule(sweeper);
  }

  private List<Declarations.Declared> declarations() {
    return registry.names().stream()
        .flatMap(name -> registry.versions(name).stream())
        .filter(version -> version.deprecation() == null && !version.shape().env().isEmpty())
        .map(version -> new Declarations.Declared(version.ref(), version.shape().env()))
        .toList();
  }

  private HostServices services(
      RuntimeBuilder options, DeadlineWheel wheel, LocalDirectory<?> directory) {
    Signals signals = options.signals;
    InboxMessages messages = new InboxMessages(options.ids);
    StoredMessages stored = new StoredMessages(limits, store, wheel, directory);
    Deadlines deadlines = new Deadlines(wheel, store.clock(), store.driver()::outage);
    return new HostServices(
        limits,
        store,
        registry,
        new Adoptions(),
        directory,
        workers,
        new WaitGraph(),
        deadlines,
        new Subscriptions(
            limits.subscribersPerActor(),
            new Presences(directory, deadlines, gate::open, store.clock(), options.presence),
            options.emits),
        messages,
        inboxDoubt,
        pauses,
        stored,
        new DueClock(store, signals, directory, stored),
        sweeper,
        signals,
        counters,
        log,
        new Minting(capabilities, store),
        options.denials,
        options.memory);
  }

  private void settled(List<? extends Ticket> batch, boolean more) {
    // What a commit stored that failed for its callers is in no mailbox.
    if (batch.stream().anyMatch(ticket -> ((Output) ticket).isInDoubt())) {
      inboxDoubt.raise();
    }
    gate.open(batch, more);
  }

  void start() {
    pauses.load();
    // What the process before has left unanswered may be stored after the first look.
    inboxDoubt.raise();
    Scheduler.Running output = gate.start(scheduler);
    store.journal().start(scheduler);
    workers.start();
    Scheduler.Running ticks = scheduler.start(ticker);
    Scheduler.Running sweeping = scheduler.start(sweeps);
    ending.add(
        () -> {
          ticker.stop();
          ticks.awaitEnd();
          sweeps.stop();
          sweeping.awaitEnd();
        });
    ending.add(() -> workers.stop(AGENT_WAIT));
    ending.add(() -> store.journal().close());
    ending.add(
        () -> {
          gate.stop();
          output.awaitEnd(AGENT_WAIT);
        });
  }

  /**
   * Lets every actor finish its waiting messages and leave, within a time limit, and while storage
   * accepts their turns.
   */
  void drain(long drainMs) {
    hosts.services().subscriptions().end();
    long end = System.nanoTime() + drainMs * 1_000_000;
    while (hosts.size() > 0 && System.nanoTime() < end && store.driver().outage() == null) {
      hosts.evictIdle();
      LockSupport.parkNanos(this, Ticker.TICK_MS * 1_000_000);
    }
  }

  /** Ends what is left, stores finished turns, closes engine and storage. */
  void close() {
    store.driver().stopWaiting();
    hosts.close(ActorProblems.shuttingDown());
    ending.forEach(Runnable::run);
    store.manifests().close();
    store.threads().shutdown();
    awaitStorageThreads();
    compiler.close();
    engine.close();
    if (lease != null) {
      lease.close();
    }
    store.driver().close();
  }

  private void awaitStorageThreads() {
    try {
      var unused = store.threads().awaitTermination(STORAGE_WAIT_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
