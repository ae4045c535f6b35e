package io.actjs.runtime.worker;

import io.actjs.agent.Agent;
import io.actjs.agent.WorkQueue;
import io.actjs.engine.Engine;
import io.actjs.engine.Frame;
import io.actjs.engine.Isolate;
import io.actjs.engine.Migration;
import io.actjs.engine.Outcome;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ClassRef;
import io.actjs.model.ProblemCode;
import io.actjs.registry.ClassRegistry;
import io.actjs.runtime.output.Output;
import io.actjs.runtime.output.OutputGate;
import io.actjs.storage.Journal;
import io.actjs.storage.Journal.Ticket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One agent with one isolate. Its tenants live here and nowhere else, so their state needs no lock:
 * whatever another thread wants of one it sends here as a task.
 */
public final class Worker implements Agent {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
  private static final int TASKS_A_STEP = 1024;

  private final int index;
  private final Engine engine;
  private final HeapRelief heap;
  private final ClassRegistry registry;
  private final Journal journal;
  private final OutputGate gate;

  /** Bounded by one entry a tenant, plus the replies, timers and loads that tenants wait for. */
  private final WorkQueue<Runnable> tasks = new WorkQueue<>();

  private final Map<Integer, Tenant> tenants = new HashMap<>();
  private final ArrayDeque<Tenant> ready = new ArrayDeque<>();
  private final List<Journaled> journaled = new ArrayList<>();
  private List<Ticket> direct = new ArrayList<>();
  private long nextTurn;
  private boolean stopping;
  private boolean done;

  /** Whether a handler of this cycle was stopped because it filled the heap. */
  private boolean exhausted;

  private @Nullable Isolate isolate;
  private @Nullable LoadedClasses classes;
  private @Nullable Frame frame;

  private record Journaled(ActorRef actor, Output output) {}

  /**
   * @param heapBytes what the isolate's JavaScript heap may hold
   */
  public Worker(
      int index,
      Engine engine,
      long heapBytes,
      ClassRegistry registry,
      Journal journal,
      OutputGate gate) {
    this.index = index;
    this.engine = engine;
    this.heap = new HeapRelief(heapBytes);
    this.registry = registry;
    this.journal = journal;
    this.gate = gate;
  }

  /** Runs the task on this worker's thread. */
  public void execute(Runnable task) {
    tasks.offer(task);
  }

  @Override
  public String name() {
    return "actjs-worker-" + index;
  }

  @Override
  public void onStart() {
    open();
  }

  private void open() {
    Isolate opened = engine.newIsolate();
    isolate = opened;
    classes = new LoadedClasses(opened, registry);
    frame = opened.newFrame();
  }

  @Override
  public int doWork() {
    int did;
    try {
      if (isolate == null) {
        open();
      }
      did = cycle(Objects.requireNonNull(isolate), frame());
    } catch (RuntimeException e) {
      recover(e);
      did = 1;
    }
    if (stopping) {
      closeIsolate();
      done = true;
    }
    return did;
  }

  /**
   * The kernel broke its protocol or a tenant threw, which is a bug of ours: the isolate is given
   * up with all that it held. Its actors come back from storage, so what was acknowledged is kept.
   * The agent continues whatever happened: without it every actor of this worker would hang.
   */
  private void recover(RuntimeException failure) {
    LOG.error("the isolate failed; restarting its {} actors from storage", tenants.size(), failure);
    closeIsolate();
    ready.clear();
    ActjsException reason =
        new ActjsException(
            ProblemCode.InternalError, "the engine failed; see the server log", failure);
    for (Tenant tenant : List.copyOf(tenants.values())) {
      tenant.engineLost(reason);
    }
    flush();
  }

  private void closeIsolate() {
    Isolate closed = isolate;
    isolate = null;
    if (closed != null) {
      try {
        closed.close();
      } catch (RuntimeException e) {
        LOG.error("cannot close an isolate", e);
      }
    }
  }

  private int cycle(Isolate in, Frame commands) {
    int did = runTasks() + pumpReady();
    if (commands.size() > 0 || in.unfinished()) {
      did++;
      for (Outcome outcome : in.step(commands)) {
        route(outcome);
      }
    }
    classes().trim();
    flush();
    if (exhausted) {
      exhausted = false;
      heap.requireRoom(heapUsed());
    }
    return did;
  }

  private int runTasks() {
    int did = 0;
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
      if (++did == TASKS_A_STEP) {
        break;
      }
    }
    return did;
  }

  private int pumpReady() {
    int count = ready.size();
    for (int i = count; i > 0; i--) {
      ready.removeFirst().pump();
    }
    return count;
  }

  /** Lets idle actors leave when their states crowd the heap. */
  public void relieveHeap() {
    heap.relieve(heapUsed(), tenants.values());
  }

  private void route(Outcome outcome) {
    Tenant tenant = tenants.get(outcome.host());
    exhausted |=
        outcome instanceof Outcome.TurnFailed failed && failed.code() == ProblemCode.HeapExhausted;
    if (tenant != null) {
      tenant.on(outcome);
    }
  }

  /** Hands the step's outputs over at once: one wake-up for many. */
  private void flush() {
    for (Journaled each : journaled) {
      journal.append(each.actor(), each.output());
    }
    journaled.clear();
    if (!direct.isEmpty()) {
      gate.open(direct);
      direct = new ArrayList<>();
    }
  }

  @Override
  public void idle() {
    tasks.await();
  }

  @Override
  public boolean isDone() {
    return done;
  }

  /** Ends the agent after the tasks that were sent before. */
  public void stop() {
    execute(() -> stopping = true);
  }

  // What tenants use, on this worker's thread.

  public Frame frame() {
    return Objects.requireNonNull(frame);
  }

  public LoadedClasses classes() {
    return Objects.requireNonNull(classes);
  }

  /** The tenant pumps its mailbox before the next step. */
  public void ready(Tenant tenant) {
    ready.add(tenant);
  }

  /** Lets the actor's output wait for the journal. */
  public void journal(ActorRef actor, Output output) {
    journaled.add(new Journaled(actor, output));
  }

  /** Lets the output out with this step: it saw nothing that is not durable. */
  public void emit(Output output) {
    direct.add(output);
  }

  /** A number for a turn, never used twice. */
  public long newTurn() {
    return ++nextTurn;
  }

  public void add(Tenant tenant) {
    tenants.put(tenant.number(), tenant);
  }

  /** Forgets the tenant, here and in the isolate. */
  public void remove(Tenant tenant) {
    if (tenants.remove(tenant.number()) != null) {
      frame().drop(tenant.number());
      classes().release(tenant.loadedClass());
    }
  }

  /** Whether the tenant is in the isolate. */
  public boolean hosts(Tenant tenant) {
    return tenants.containsKey(tenant.number());
  }

  private long heapUsed() {
    return Objects.requireNonNull(isolate).heapUsed();
  }

  /**
   * Computes an actor's state at the last class of the path.
   *
   * @param path the class that the actor is stored at, then those that it walks through
   * @throws io.actjs.model.ActjsException {@code MigrationFailed}
   */
  public Migration.Migrated migrate(
      List<ClassRef> path, @Nullable String base, List<String> turns) {
    List<Integer> keys = path.stream().map(ref -> classes().get(ref).key).toList();
    return Objects.requireNonNull(isolate).migrate(new Migration(keys, base, turns));
  }
}
