package io.actjs.runtime.worker;

import io.actjs.agent.Scheduler;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorProblems;
import io.actjs.model.ActorRef;
import io.actjs.model.ProblemCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workers of a runtime and their threads, and which actor is on which: those of slow classes,
 * and of classes that want it, are on workers of their own. Thread-safe.
 */
public final class Workers {
  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

  /** Threads left to a turn that held its worker, beside one for each core. */
  private static final int MORE_THAN_CORES = 2;

  /** Workers for classes that want one of their own; later classes share these. */
  private static final int MOST_OWN = 16;

  private final WorkerParts parts;
  private final Scheduler scheduler;
  private final List<Worker> usual = new ArrayList<>();

  /** As many as the usual ones; started when the first class is slow. */
  private volatile List<Worker> slow = List.of();

  private volatile Set<String> slowClasses = Set.of();

  /** Of classes that want no company. */
  private final Map<String, Worker> own = new ConcurrentHashMap<>();

  private final Map<IsolateThread, Scheduler.Running> threads = new ConcurrentHashMap<>();
  private final Map<IsolateThread, Worker> held = new ConcurrentHashMap<>();
  private final AtomicInteger lastThread = new AtomicInteger(-1);
  private final LongAdder handOvers = new LongAdder();
  private final ExecutorService starter;
  private final AtomicBoolean starting = new AtomicBoolean();
  private final int cores = Runtime.getRuntime().availableProcessors();

  /** A thread with an isolate and nothing to do; guarded by this. */
  private @Nullable Spare spare;

  private boolean stopping;

  private record Spare(IsolateThread thread, Worker worker) {}

  /**
   * @param count of the usual workers
   */
  public Workers(WorkerParts parts, Scheduler scheduler, int count) {
    this.parts = parts;
    this.scheduler = scheduler;
    this.starter = scheduler.pool("actjs-isolate-start", 1);
    for (int i = 0; i < count; i++) {
      usual.add(new Worker(parts));
    }
  }

  /** Starts the usual workers. */
  public void start() {
    usual.forEach(this::start);
  }

  private IsolateThread start(Worker worker) {
    String name = "actjs-worker-" + lastThread.incrementAndGet();
    IsolateThread thread = new IsolateThread(name, parts, worker);
    threads.put(thread, scheduler.start(thread));
    return thread;
  }

  /** The worker for an actor that comes into memory. */
  public Worker of(ActorRef ref) {
    Worker alone = own.get(ref.className());
    if (alone != null) {
      return alone;
    }
    int hash = ref.hashCode();
    List<Worker> from = slowClasses.contains(ref.className()) ? slow : usual;
    return from.get(Math.floorMod(hash ^ (hash >>> 16), from.size()));
  }

  /** All that actors come to. */
  public Stream<Worker> all() {
    return Stream.of(usual, slow, Set.copyOf(own.values())).flatMap(Collection::stream);
  }

  /** Their threads; a live view. */
  public Collection<IsolateThread> threads() {
    return threads.keySet();
  }

  /** The classes whose actors are kept from the others. */
  public Set<String> slowClasses() {
    return slowClasses;
  }

  /** How often a worker was handed over to another thread. */
  public long handOvers() {
    return handOvers.sum();
  }

  /** Whether the worker is the one of a class that wants its own. */
  public boolean isOwn(Worker worker, String className) {
    return worker.equals(own.get(className));
  }

  /**
   * Gives the class a worker of its own, for good.
   *
   * @param then is called when {@link #of} knows it
   * @param otherwise is called when none starts
   */
  public void giveOwn(String className, Runnable then, Consumer<ActjsException> otherwise) {
    try {
      starter.execute(
          () -> {
            try {
              if (!own.containsKey(className)) {
                own.put(className, nextOwn());
                LOG.info("class {} has a worker of its own", className);
              }
            } catch (RuntimeException | Error e) {
              LOG.error("a worker for class {} does not start", className, e);
              otherwise.accept(
                  new ActjsException(
                      ProblemCode.CapacityExhausted,
                      className + " wants a worker of its own, and none starts; try again",
                      e));
              return;
            }
            then.run();
          });
    } catch (RejectedExecutionException e) {
      otherwise.accept(ActorProblems.shuttingDown());
    }
  }

  private Worker nextOwn() {
    List<Worker> present = List.copyOf(Set.copyOf(own.values()));
    if (present.size() == MOST_OWN) {
      return present.get(own.size() % MOST_OWN);
    }
    Worker started = new Worker(parts);
    start(started);
    return started;
  }

  /**
   * Keeps the actors of these classes from those of others, from the next time that they come into
   * memory.
   *
   * @param then is called when that is so
   */
  void separate(Set<String> classes, Runnable then) {
    starter.execute(
        () -> {
          try {
            if (!classes.isEmpty()) {
              startSlow();
            }
            slowClasses = Set.copyOf(classes);
            then.run();
          } catch (RuntimeException | Error e) {
            LOG.error("workers for slow classes do not start", e);
          }
        });
  }

  private void startSlow() {
    if (slow.isEmpty() && !isStopping()) {
      List<Worker> started = usual.stream().map(same -> new Worker(parts)).toList();
      started.forEach(this::start);
      slow = started;
    }
  }

  /**
   * Has the step that began then keep its thread to itself, and another go on with the worker; does
   * nothing when no thread is ready for that, which is then started.
   *
   * @param busy threads whose step takes long, this one among them
   */
  synchronized void relieve(IsolateThread thread, long since, int busy) {
    if (!mayRelieve(thread, busy)) {
      return;
    }
    Spare ready = spare;
    if (ready == null) {
      prepareSpare();
      return;
    }
    IsolateThread.Split split = thread.handOver(since, ready.thread());
    if (split != null) {
      spare = null;
      handOvers.increment();
      held.put(thread, split.kept());
      LOG.warn(
          "a turn of {} holds {}; {} goes on with the other actors",
          split.culprit(),
          thread.name(),
          ready.thread().name());
    }
  }

  /**
   * Slow classes are to leave a core to the others, so their turns run side by side only where
   * there are more.
   */
  private boolean mayRelieve(IsolateThread thread, int busy) {
    held.keySet().removeIf(IsolateThread::isDone);
    threads.keySet().removeIf(IsolateThread::isDone);
    return held.size() < cores + MORE_THAN_CORES
        && (usual.contains(thread.worker()) || busy < cores - 1);
  }

  private void prepareSpare() {
    if (!stopping && starting.compareAndSet(false, true)) {
      starter.execute(this::startSpare);
    }
  }

  private void startSpare() {
    try {
      Worker nobodys = new Worker(parts);
      Spare started = new Spare(start(nobodys), nobodys);
      synchronized (this) {
        spare = started;
        if (stopping) {
          nobodys.stop();
        }
      }
    } catch (RuntimeException | Error e) {
      LOG.error("an isolate to relieve a worker with does not start", e);
    } finally {
      starting.set(false);
    }
  }

  private synchronized boolean isStopping() {
    return stopping;
  }

  /** Ends all, each after the tasks that were sent before. */
  public void stop(Duration atMost) {
    synchronized (this) {
      stopping = true;
      if (spare != null) {
        spare.worker().stop();
      }
    }
    starter.shutdown();
    all().forEach(Worker::stop);
    held.values().forEach(Worker::stop);
    threads.values().forEach(running -> running.awaitEnd(atMost));
  }
}
