package io.actjs.runtime;

import io.actjs.engine.Frame;
import io.actjs.engine.Isolate;
import io.actjs.engine.Migration;
import io.actjs.engine.Outcome;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ClassRef;
import io.actjs.model.ProblemCode;
import io.actjs.storage.Journal.Ticket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread with one isolate. Its hosts live here and nowhere else, so their state needs no lock:
 * whatever another thread wants of a host it sends here as a task.
 */
final class Worker {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
  private static final int TASKS_A_STEP = 1024;

  final RuntimeContext context;

  /** Bounded by one entry a host, plus the replies, timers and loads that hosts wait for. */
  private final WorkQueue<Runnable> tasks = new WorkQueue<>();

  private final Thread thread;
  private final CompletableFuture<@Nullable Void> started = new CompletableFuture<>();
  private final Map<Integer, ActorHost> hosts = new HashMap<>();

  private record Journaled(ActorRef actor, Output output) {}

  private final ArrayDeque<ActorHost> ready = new ArrayDeque<>();
  private final List<Journaled> journaled = new ArrayList<>();
  private List<Ticket> direct = new ArrayList<>();
  private long nextTurn;
  private boolean stopping;

  /** Whether a handler of this cycle was stopped because it filled the heap. */
  private boolean exhausted;

  private @Nullable Isolate isolate;
  private @Nullable LoadedClasses classes;
  private @Nullable Frame frame;

  Worker(RuntimeContext context, int index) {
    this.context = context;
    this.thread = Thread.ofPlatform().name("actjs-worker-" + index).daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Runs the task on this worker's thread. */
  void execute(Runnable task) {
    tasks.offer(task);
  }

  private void run() {
    while (!stopping) {
      try (Isolate opened = context.engine.newIsolate()) {
        isolate = opened;
        classes = new LoadedClasses(opened, context.registry);
        frame = opened.newFrame();
        started.complete(null);
        while (!stopping) {
          cycle(opened, frame);
        }
      } catch (RuntimeException e) {
        if (started.completeExceptionally(e)) {
          return;
        }
        recover(e);
      }
    }
  }

  /**
   * The kernel broke its protocol or a host threw, which is a bug of ours: the isolate is given up
   * with all that it held. Its actors come back from storage, so what was acknowledged is kept. The
   * thread goes on whatever happened: without it every actor of this worker would hang.
   */
  private void recover(RuntimeException failure) {
    LOG.error("the isolate failed; its {} actors start again from storage", hosts.size(), failure);
    ready.clear();
    ActjsException reason =
        new ActjsException(
            ProblemCode.InternalError, "the engine failed; the server log says more", failure);
    for (ActorHost host : List.copyOf(hosts.values())) {
      host.exit().crashed(reason);
    }
    flush();
  }

  private void cycle(Isolate isolate, Frame frame) {
    for (int i = 0; i < TASKS_A_STEP; i++) {
      Runnable task = tasks.poll();
      if (task == null) {
        break;
      }
      task.run();
    }
    for (int i = ready.size(); i > 0; i--) {
      ready.removeFirst().pump();
    }
    if (frame.size() > 0 || isolate.unfinished()) {
      for (Outcome outcome : isolate.step(frame)) {
        route(outcome);
      }
    }
    classes().trim();
    flush();
    if (exhausted) {
      exhausted = false;
      requireRoom();
    }
    if (ready.isEmpty() && frame.size() == 0 && !isolate.unfinished() && !stopping) {
      tasks.await();
    }
  }

  /** What a stopped handler has left in its class's variables goes with the isolate only. */
  private void requireRoom() {
    if (heapUsed() > context.heapBytes / 10 * 8) {
      throw new IllegalStateException("classes hold most of the heap; the isolate is replaced");
    }
  }

  /**
   * Lets idle actors leave when their states crowd the heap, the least recently used first: else
   * the next handler, whosever it is, would be the one that exhausts it.
   */
  void relieveHeap() {
    if (heapUsed() < context.heapBytes / 10 * 6) {
      return;
    }
    hosts.values().stream()
        .filter(host -> !context.subscriptions.any(host.ref))
        .sorted(Comparator.comparingLong(ActorHost::lastUsedMs))
        .limit(hosts.size() / 4 + 1)
        .toList()
        .forEach(host -> host.exit().evict());
  }

  private void route(Outcome outcome) {
    ActorHost host = hosts.get(outcome.host());
    exhausted |=
        outcome instanceof Outcome.TurnFailed failed && failed.code() == ProblemCode.HeapExhausted;
    if (host != null) {
      host.on(outcome);
    }
  }

  /** Hands the step's outputs over at once: one wake-up for many. */
  private void flush() {
    for (Journaled each : journaled) {
      context.journal.append(each.actor(), each.output());
    }
    journaled.clear();
    if (!direct.isEmpty()) {
      context.gate.open(direct);
      direct = new ArrayList<>();
    }
  }

  // What hosts use, on this worker's thread.

  Frame frame() {
    return Objects.requireNonNull(frame);
  }

  /** The host pumps its mailbox before the next step. */
  void ready(ActorHost host) {
    ready.add(host);
  }

  /** Lets the actor's output wait for the journal. */
  void journal(ActorRef actor, Output output) {
    journaled.add(new Journaled(actor, output));
  }

  /** Lets the output out with this step: it saw nothing that is not durable. */
  void emit(Output output) {
    direct.add(output);
  }

  long newTurn() {
    return ++nextTurn;
  }

  void add(ActorHost host) {
    hosts.put(host.number, host);
  }

  void remove(ActorHost host) {
    if (hosts.remove(host.number) != null) {
      frame().drop(host.number);
      classes().release(host.state().loadedClass());
    }
  }

  /** Whether the host is in the isolate. */
  boolean hosts(ActorHost host) {
    return hosts.containsKey(host.number);
  }

  long heapUsed() {
    return Objects.requireNonNull(isolate).heapUsed();
  }

  LoadedClasses classes() {
    return Objects.requireNonNull(classes);
  }

  /**
   * Computes an actor's state at the last class of the path.
   *
   * @param path the class that the actor is stored at, then those that it walks through
   * @throws io.actjs.model.ActjsException {@code MigrationFailed}
   */
  Migration.Migrated migrate(List<ClassRef> path, @Nullable String base, List<String> turns) {
    List<Integer> keys = path.stream().map(ref -> classes().get(ref).key).toList();
    return Objects.requireNonNull(isolate).migrate(new Migration(keys, base, turns));
  }

  /** Ends the thread after the tasks that were sent before. */
  void stop() {
    execute(() -> stopping = true);
    try {
      thread.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Returns when the isolate is there.
   *
   * @throws java.util.concurrent.CompletionException when it cannot be made
   */
  void awaitStarted() {
    started.join();
  }
}
