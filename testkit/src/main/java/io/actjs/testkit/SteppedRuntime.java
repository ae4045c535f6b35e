package io.actjs.testkit;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ClassVersion;
import io.actjs.model.ProblemCode;
import io.actjs.model.PublishedClass;
import io.actjs.registry.env.EnvChange;
import io.actjs.registry.env.EnvValues;
import io.actjs.registry.env.Vault;
import io.actjs.runtime.ActorRuntime;
import io.actjs.runtime.subscription.Emitted;
import io.actjs.storage.memory.MemoryDriver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A server whose threads, clock and chance belong to the test: everything happens on the thread
 * that calls {@link #settle}, in the same order in every run, and time stands still until {@link
 * #advance} moves it. The engine, the runtime and its promises are the real ones; the store is in
 * memory and survives a {@link #crash}. Confined to the thread of its pool.
 */
public final class SteppedRuntime implements AutoCloseable {
  /** More than comes due in any test that ends. */
  public static final int MOST_FIRINGS = 10_000;

  /** After which time storage that failed is asked again. */
  private static final long RETRY_MS = 1_000;

  private static final int MOST_EMITS = 10_000;

  private final IsolatePool pool;
  private final SplittableRandom random;
  private final ManualClock clock;
  private final MemoryDriver disk = new MemoryDriver();
  private final FiringCount firings = new FiringCount(disk);
  private final NextFaults faults = new NextFaults();
  private final Vault vault = Vault.inMemory();
  private final Map<ActorRef, List<Emitted>> emitted = new HashMap<>();
  private final Map<Long, CompletableFuture<?>> waiting = new TreeMap<>();
  private long requests;
  private long ids;
  private @Nullable Life life;

  /**
   * What a server begins with.
   *
   * @param nowMs milliseconds since 1970
   * @param seed what ids and the chance of actors follow from
   * @param classes published versions, oldest first
   * @param env the values that classes read
   */
  public record Beginning(
      long nowMs, long seed, List<PublishedClass> classes, Map<String, String> env) {}

  /** One process. */
  private record Life(
      ActorRuntime runtime, SteppedScheduler scheduler, PooledEngine engine, FaultyDriver driver) {}

  private SteppedRuntime(IsolatePool pool, Beginning beginning) {
    this.pool = pool;
    this.random = new SplittableRandom(beginning.seed());
    this.clock = new ManualClock(beginning.nowMs());
    beginning.classes().forEach(published -> disk.registry().publish(published, List.of()));
  }

  /**
   * Starts a server.
   *
   * @throws ActjsException {@code EnvMissing} when a class needs a value that is not there; {@code
   *     SchemaInvalid} for a value that cannot be set, such as a secret of fewer than 6 characters
   */
  public static SteppedRuntime start(IsolatePool pool, Beginning beginning) {
    SteppedRuntime runtime = new SteppedRuntime(pool, beginning);
    try {
      runtime.restart();
      runtime.set(beginning.env());
      return runtime;
    } catch (RuntimeException e) {
      runtime.close();
      throw e;
    }
  }

  private void set(Map<String, String> env) {
    EnvValues values = runtime().env();
    if (!env.isEmpty()) {
      Map<String, String> texts = new HashMap<>(env);
      Map<String, String> secrets = new HashMap<>();
      for (String name : secretNames()) {
        String text = texts.get(name);
        if (text != null) {
          secrets.put(name, text);
          texts.remove(name);
        }
      }
      values.set(new EnvChange(EnvValues.DEFAULT, texts, secrets, true), "test");
    }
    for (EnvValues.Missing missing : values.missing()) {
      if (!missing.type().optional()) {
        throw new ActjsException(
            ProblemCode.EnvMissing,
            "%s needs the value %s: give it as env: { %s: … }"
                .formatted(missing.ref().name(), missing.name(), missing.name()));
      }
    }
  }

  private Set<String> secretNames() {
    Set<String> names = new TreeSet<>();
    for (ClassVersion version : disk.registry().classVersions()) {
      version
          .shape()
          .env()
          .forEach(
              (name, type) -> {
                if (type.isSecret()) {
                  names.add(name);
                }
              });
    }
    return names;
  }

  /**
   * The process that runs.
   *
   * @throws ActjsException {@code ShuttingDown} after a crash
   */
  public ActorRuntime runtime() {
    if (life == null) {
      throw crashed();
    }
    return life.runtime;
  }

  private static ActjsException crashed() {
    return new ActjsException(ProblemCode.ShuttingDown, "the process has crashed");
  }

  /** The clock of the server. Moving it fires nothing before the next {@link #settle}. */
  public ManualClock clock() {
    return clock;
  }

  /** What is stored, without faults. */
  public MemoryDriver disk() {
    return disk;
  }

  /**
   * An id for a new actor or message: a UUID of version 7 by its form, ascending, the same in every
   * run.
   */
  public String mintId() {
    long high = (clock.nowMs() << 16) | 0x7000L | (ids >>> 30 & 0xFFF);
    long low = 0x8000000000000000L | (ids++ & 0x3FFFFFFF) << 32 | (random.nextLong() >>> 32);
    return new UUID(high, low).toString();
  }

  /**
   * Asks the process for something. The answer comes while {@link #settle} or {@link #advance}
   * runs; when the process crashes before, it is {@code ShuttingDown}.
   */
  public <T extends @Nullable Object> CompletableFuture<T> ask(
      Function<ActorRuntime, CompletableFuture<T>> request) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    if (life == null) {
      answer.completeExceptionally(crashed());
      return answer;
    }
    long number = ++requests;
    waiting.put(number, answer);
    var unused =
        request
            .apply(life.runtime)
            .whenComplete(
                (value, failure) -> {
                  waiting.remove(number);
                  if (failure == null) {
                    answer.complete(value);
                  } else {
                    answer.completeExceptionally(failure);
                  }
                });
    return answer;
  }

  /**
   * Lets everything happen that can happen without time passing.
   *
   * @param mayGoOn is asked again and again: actors may go on without end
   * @return whether nothing is left to do
   */
  public boolean settle(BooleanSupplier mayGoOn) {
    boolean settled =
        life == null || life.scheduler.settle(() -> alive() && mayGoOn.getAsBoolean());
    if (life != null && life.driver.crashed()) {
      crash();
      return true;
    }
    return settled;
  }

  private boolean alive() {
    return life != null && !life.driver.crashed();
  }

  /**
   * Lets time pass, reminder by reminder: the clock stops when one is due, and goes on when
   * everything that it sets off is done.
   *
   * @param millis from 0
   * @return how many reminders, and messages that were to be tried again, came due; {@link
   *     #MOST_FIRINGS} at most, after which time stands still
   */
  public int advance(long millis, BooleanSupplier mayGoOn) {
    long end = clock.nowMs() + millis;
    int before = firings.fired();
    boolean settled = settle(mayGoOn);
    while (settled && clock.nowMs() < end && firings.fired() - before < MOST_FIRINGS) {
      clock.advance(stepTowards(end));
      settled = settle(mayGoOn);
    }
    return firings.fired() - before;
  }

  private long stepTowards(long end) {
    long now = clock.nowMs();
    Long due = disk.nextDueAt();
    long next = due == null ? end : due;
    if (next <= now) {
      // It was due and did not fire: storage failed, or its class is paused.
      next = now + RETRY_MS;
    }
    return Math.min(next, end) - now;
  }

  /** Ends the process as it is: its memory is gone, and whoever waits for it is told so. */
  public void crash() {
    if (life == null) {
      return;
    }
    Life ended = life;
    life = null;
    emitted.clear();
    ended.engine.close();
    List<CompletableFuture<?>> left = new ArrayList<>(waiting.values());
    waiting.clear();
    left.forEach(answer -> answer.completeExceptionally(crashed()));
  }

  /** Starts the process again over what is stored; crashes it first when it runs. */
  public void restart() {
    crash();
    SteppedScheduler scheduler = new SteppedScheduler();
    PooledEngine engine = new PooledEngine(pool, random, clock::nowMs);
    FaultyDriver driver = new FaultyDriver(firings, faults);
    ActorRuntime runtime =
        ActorRuntime.builder(driver)
            .scheduler(scheduler)
            .engine(engine)
            .engineLimits(pool.limits())
            .clock(clock)
            .messageIds(this::mintId)
            .environment(EnvValues.DEFAULT, vault)
            .emits(this::emitted)
            .drainMs(0)
            .workers(1)
            .start();
    life = new Life(runtime, scheduler, engine, driver);
  }

  /**
   * Has the next call of a method of storage fail; several failures are used up in order.
   *
   * @param operation the method's name, as {@link FaultyDriver.Plan} gets it
   */
  public void failNext(String operation, FaultyDriver.Fault fault) {
    faults.add(operation, fault);
  }

  private void emitted(ActorRef ref, Emitted message) {
    List<Emitted> messages = emitted.computeIfAbsent(ref, key -> new ArrayList<>());
    if (messages.size() < MOST_EMITS) {
      messages.add(message);
    }
  }

  /**
   * What the actor has emitted since the process started, oldest first; 10 000 messages at most.
   */
  public List<Emitted> emitted(ActorRef ref) {
    return List.copyOf(emitted.getOrDefault(ref, List.of()));
  }

  /** Ends the process; nothing is stored any more. */
  @Override
  public void close() {
    crash();
  }
}
