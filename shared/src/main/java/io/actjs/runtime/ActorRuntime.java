package io.actjs.runtime;

import com.github.f4b6a3.uuid.UuidCreator;
import io.actjs.engine.Engine;
import io.actjs.engine.TypeScriptCompiler;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.AuditEntry;
import io.actjs.model.ClassRef;
import io.actjs.model.ProblemCode;
import io.actjs.registry.ClassRegistry;
import io.actjs.registry.Manifests;
import io.actjs.registry.SigningKeys;
import io.actjs.storage.StorageDriver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The actor server without a wire: what the daemon, the dev loop and embedders use. Futures
 * complete exceptionally with {@link ActjsException}, never wrapped, on a thread that must not be
 * blocked.
 */
public final class ActorRuntime implements AutoCloseable {
  private static final long STORAGE_WAIT_MS = 10_000;
  private static final int INBOX_COUNT_LIMIT = 1000;

  /**
   * Threads that wait for storage, for each batch that may be in flight: activations at the same
   * time share their waits for the disk, and one that waits long leaves others to the rest.
   */
  private static final int STORAGE_THREADS_A_LANE = 6;

  private final RuntimeContext context;
  private final TypeScriptCompiler compiler;
  private final List<Worker> workers = new ArrayList<>();
  private final LocalDirectory directory;
  private final Ticker ticker;
  private final SweepSchedule sweeps;
  private final long drainMs;
  private volatile boolean closing;

  ActorRuntime(RuntimeBuilder options) {
    Engine engine = Engine.open(options.engineLimits);
    compiler = TypeScriptCompiler.open(options.compilerIdle);
    drainMs = options.drainMs;
    ExecutorService storageThreads =
        Executors.newFixedThreadPool(
            STORAGE_THREADS_A_LANE * options.storage.lanes(),
            Thread.ofPlatform().name("actjs-storage-", 0).daemon().factory());
    ClassRegistry registry =
        ClassRegistry.over(
            options.storage.registry(), compiler, engine, options.clock, options.registryOptions);
    context =
        new RuntimeContext(
            options.limits,
            options.engineLimits.heapBytes(),
            options.clock,
            options.storage,
            options.signals,
            engine,
            registry,
            Manifests.over(registry, options.storage.registry(), options.clock),
            options.retention,
            storageThreads);
    for (int i = 0; i < options.workers; i++) {
      workers.add(new Worker(context, i));
    }
    directory = new LocalDirectory(context, workers);
    RegistryWatch registryWatch = new RegistryWatch(context);
    options.signals.listen(new Hints(directory, directory.services().reminders(), registryWatch));
    ticker =
        new Ticker(
            options.clock,
            context.deadlines::advance,
            directory.services().reminders(),
            registryWatch,
            new InboxWatch(context, directory),
            new IdleSweeper(context, directory, workers));
    sweeps = new SweepSchedule(context.sweeper, options.retention.every());
  }

  public static RuntimeBuilder builder(StorageDriver storage) {
    return new RuntimeBuilder(storage);
  }

  ActorRuntime start() {
    context.gate.start();
    context.journal.start();
    workers.forEach(Worker::start);
    workers.forEach(Worker::awaitStarted);
    ticker.start();
    sweeps.start();
    return this;
  }

  public ClassRegistry registry() {
    return context.registry;
  }

  /**
   * Calls a handler; an actor that does not exist yet is created.
   *
   * @param args raw JSON
   * @return the raw JSON result, null for undefined; durable with all that it saw
   */
  public CompletableFuture<@Nullable String> call(
      ActorRef ref, String method, String args, CallOptions options) {
    long now = context.clock.nowMs();
    long wait = options.deadlineMs() > 0 ? options.deadlineMs() : context.limits.callDeadlineMs();
    Message.Call call = new Message.Call(ref, method, args, null, now + wait, options.manifest());
    CallDeadline.arm(directory.services(), call, now);
    directory.deliver(call);
    return call.reply;
  }

  /**
   * Sends a durable message.
   *
   * @return the message's id, once it is durable
   */
  public CompletableFuture<String> tell(
      ActorRef ref, String type, String payload, CallOptions options) {
    if (closing) {
      return CompletableFuture.failedFuture(LocalDirectory.shuttingDown());
    }
    if (context.registry.latest(ref.className()) == null) {
      return CompletableFuture.failedFuture(VersionChoice.unknownClass(ref.className()));
    }
    AcceptedTell tell =
        new AcceptedTell(
            InboxMessages.mint(
                ref,
                type,
                payload,
                InboxMessages.EXTERNAL,
                context.clock.nowMs(),
                options.manifest() == null ? null : options.manifest().sha()),
            options.manifest(),
            directory.services());
    CallDeadline.arm(directory.services(), "the tell to " + ref, tell.reply(), options);
    if (!context.journal.offer(ref, tell)) {
      tell.reply().completeExceptionally(journalFull());
    }
    return tell.reply();
  }

  private static ActjsException journalFull() {
    return new ActjsException(
        ProblemCode.CapacityExhausted,
        "more waits to be stored than the server holds; wait and send the message again");
  }

  /**
   * Mints an id (UUIDv7), runs {@code onInit(args)}; completes when the actor is durable.
   *
   * @param args raw JSON, or null
   */
  public CompletableFuture<ActorRef> create(
      String className, @Nullable String args, CallOptions options) {
    ActorRef ref = new ActorRef(className, UuidCreator.getTimeOrderedEpoch().toString());
    Answer answer = new Answer();
    CallDeadline.arm(directory.services(), "the creation of " + ref, answer.view, options);
    directory.deliver(new Message.Query(ref, true, args, options.manifest(), answer));
    return answer.view.thenApply(ActorView::ref);
  }

  /** The state of an actor; {@code ActorNotFound}, {@code Gone}. */
  public CompletableFuture<ActorView> read(ActorRef ref, CallOptions options) {
    Answer answer = new Answer();
    CallDeadline.arm(directory.services(), "the state of " + ref, answer.view, options);
    directory.deliver(new Message.Query(ref, false, null, options.manifest(), answer));
    return answer.view;
  }

  private static final class Answer implements Message.Query.Receiver {
    final CompletableFuture<ActorView> view = new CompletableFuture<>();

    @Override
    public void state(ActorView state) {
      view.complete(state);
    }

    @Override
    public void failed(ActjsException reason) {
      view.completeExceptionally(reason);
    }

    @Override
    public boolean abandoned() {
      return view.isDone();
    }
  }

  /** Deletes an actor for ever; {@code ActorNotFound}, {@code Gone}. */
  public CompletableFuture<@Nullable Void> delete(ActorRef ref) {
    Message.Delete delete = new Message.Delete(ref, new CompletableFuture<>());
    CallDeadline.arm(
        directory.services(), "the deletion of " + ref, delete.reply(), CallOptions.DEFAULT);
    directory.deliver(delete);
    return delete.reply();
  }

  /**
   * Attaches a subscriber; an actor that does not exist yet is created. Completes after the
   * snapshot was handed over. {@code UnknownClass}, {@code Gone}, {@code SubscriberLimit}.
   */
  public CompletableFuture<Subscription> subscribe(
      ActorRef ref, Subscriber subscriber, CallOptions options) {
    try {
      CompletableFuture<Subscription> attached =
          new Attachment(ref, options.manifest(), subscriber, context.subscriptions, directory)
              .open();
      CallDeadline.arm(directory.services(), "the subscription to " + ref, attached, options);
      return attached;
    } catch (ActjsException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** The stored manifests. */
  public Manifests manifests() {
    return context.manifests;
  }

  /** The keys whose signatures count at publish. */
  public SigningKeys signingKeys() {
    return SigningKeys.over(context.storage.registry(), context.clock);
  }

  /** What was published, deprecated and administered, newest first. May block on storage. */
  public List<AuditEntry> auditLog(int limit) {
    return context.storage.registry().auditLog(limit);
  }

  /**
   * Only type-checks a source, as {@link TypeScriptCompiler#check} does. Blocks.
   *
   * @throws ActjsException {@code TypeInvalid} and the others of {@link TypeScriptCompiler#compile}
   */
  public void check(ClassRef ref, String source) {
    compiler.check(ref, source);
  }

  /** What operators do to actors. */
  public Maintenance maintenance() {
    return new Maintenance(context, directory);
  }

  /** May block on storage; {@code ActorNotFound}. */
  public ActorInfo inspect(ActorRef ref) {
    ActorHead head = context.storage.head(ref);
    ActorHost host = directory.find(ref);
    if (head == null) {
      throw HostStart.notFound(ref);
    }
    return new ActorInfo(
        head,
        host != null && host.phase() == ActorHost.Phase.ACTIVE,
        host == null ? 0 : host.pending.mailbox.size(),
        context.subscriptions.claimed(ref),
        context.storage.pendingInbox(ref, null, INBOX_COUNT_LIMIT).size());
  }

  /** Heads of stored actors in order of (class, id). May block on storage. */
  public List<ActorHead> actors(@Nullable String className, @Nullable ActorRef after, int limit) {
    return context.storage.heads(className, after, limit);
  }

  /**
   * For development: every actor of the class, in memory or stored, runs this version from its next
   * turn on and keeps its state.
   */
  public void adopt(ClassRef ref) {
    context.registry.get(ref);
    context.adopted.put(ref.name(), ref);
    for (ActorHost host : directory.hosts()) {
      if (host.ref.className().equals(ref.name())) {
        host.worker.execute(
            () -> {
              if (!ref.equals(host.state().version())) {
                host.exit().replace();
              }
            });
      }
    }
  }

  /** What actors did since start, of each class that has run. */
  public List<ClassActivity> activity() {
    return context.activity.read();
  }

  /** How long calls took that ended well, from their arrival to their durable reply. */
  public LatencyHistogram callLatency() {
    return context.callLatency;
  }

  /** How many actors are in memory of each class version, as it was a moment ago. */
  public Map<ClassRef, Long> active() {
    Map<ClassRef, Long> counts = new HashMap<>();
    for (ActorHost host : directory.hosts()) {
      ClassRef version = host.state().version();
      if (version != null) {
        counts.merge(version, 1L, Long::sum);
      }
    }
    return counts;
  }

  /** Turns and messages that wait for their commit. */
  public int journalQueue() {
    return context.journal.waiting();
  }

  /** What retention has dropped. */
  public SweeperStats sweeperStats() {
    return context.sweeper.counters().stats();
  }

  public RuntimeStats stats() {
    return new RuntimeStats(
        directory.size(),
        context.activations.sum(),
        context.turns.sum(),
        context.failedTurns.sum(),
        context.deadLetters.sum(),
        context.subscriptions.total(),
        context.storage.stats());
  }

  /** Whether the last attempts to use storage failed, so that calls wait for it. */
  public boolean storageIsAway() {
    return context.storage.outage() != null;
  }

  /** Whether calls are taken and storage answers. May block on storage. */
  public boolean ready() {
    if (closing) {
      return false;
    }
    try {
      context.storage.ping();
      return true;
    } catch (ActjsException e) {
      return e.code() != ProblemCode.StorageUnavailable && e.code() != ProblemCode.StorageFull;
    }
  }

  /**
   * Takes no more calls, ends those that run, stores snapshots, closes the engine and the storage.
   */
  @Override
  public void close() {
    if (closing) {
      return;
    }
    closing = true;
    drain();
    context.closing = true;
    context.storage.stopWaiting();
    directory.close();
    for (ActorHost host : directory.hosts()) {
      host.worker.execute(() -> host.exit().discard(LocalDirectory.shuttingDown()));
    }
    ticker.close();
    sweeps.close();
    workers.forEach(Worker::stop);
    context.journal.close();
    context.gate.close();
    context.manifests.close();
    context.storageThreads.shutdown();
    awaitStorageThreads();
    compiler.close();
    context.engine.close();
    context.storage.close();
  }

  /**
   * Lets every actor end its waiting messages and leave, within a bound, and as long as storage
   * takes what they do.
   */
  private void drain() {
    long end = System.nanoTime() + drainMs * 1_000_000;
    while (directory.size() > 0 && System.nanoTime() < end && context.storage.outage() == null) {
      for (ActorHost host : directory.hosts()) {
        host.worker.execute(() -> host.exit().evict());
      }
      LockSupport.parkNanos(this, RuntimeContext.TICK_MS * 1_000_000);
    }
  }

  private void awaitStorageThreads() {
    try {
      context.storageThreads.awaitTermination(STORAGE_WAIT_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
