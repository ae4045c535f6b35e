package io.actjs.runtime.worker;

import io.actjs.agent.WorkQueue;
import io.actjs.engine.Frame;
import io.actjs.engine.Migration;
import io.actjs.engine.Outcome;
import io.actjs.engine.TurnMark;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ProblemCode;
import io.actjs.policy.Charge;
import io.actjs.registry.migration.MigrationPlan;
import io.actjs.runtime.output.Output;
import io.actjs.storage.Journal.Ticket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Actors that share an isolate, its tenants. They live here and nowhere else, so their state needs
 * no lock: whatever another thread wants of one it sends here as a task. Confined to the {@link
 * IsolateThread} that runs it, where it is not said otherwise.
 */
public final class Worker {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
  private static final int TASKS_A_STEP = 1024;

  /**
   * Outputs that a worker stores by itself. With more, their senders are many and will soon be
   * back: it rather does their next turns while the journal waits for the disk.
   */
  private static final int FEW = 4;

  /** How long to wait for room in the journal when there is nothing else to do. */
  private static final long FULL_WAIT_NANOS = 50_000;

  /** Characters of commands with which a frame takes no more messages and loads. */
  private static final int FULL_FRAME = 4 << 20;

  /** What something that waits takes beside its text. */
  private static final int FIXED_BYTES = 64;

  private final WorkerParts parts;
  private final HeapRelief heap;

  /** Bounded by one entry a tenant, plus the replies, timers and loads that tenants wait for. */
  private final WorkQueue<Task> tasks = new WorkQueue<>();

  private final Map<Integer, Tenant> tenants = new HashMap<>();
  private final ArrayDeque<Tenant> ready = new ArrayDeque<>();
  private final List<Journaled> journaled = new ArrayList<>();
  private final HeldBack heldBack;
  private List<Ticket> direct = new ArrayList<>();

  /** Those whose isolate stayed with the turn that held it, and who have not been told yet. */
  private List<Tenant> bereft = List.of();

  /** What this was split from and has to end with; null when it is to stay. */
  private @Nullable Remainder remainder;

  private @Nullable IsolateThread thread;
  private long nextTurn;
  private boolean stopping;

  private boolean done;

  /**
   * For any thread: all who were here have a worker elsewhere, and so have late tasks of theirs.
   */
  private volatile boolean retired;

  /** Whether the last isolate was lost while it ran nobody's code. */
  private boolean lostAlone;

  /** Whether a handler of this cycle was stopped because it filled the heap. */
  private boolean exhausted;

  private record Journaled(ActorRef actor, Output output) {}

  /** Something to do on a worker. */
  @FunctionalInterface
  public interface Task {
    /**
     * @param on the worker that does it
     */
    void run(Worker on);
  }

  /** A worker without actors. */
  public Worker(WorkerParts parts) {
    this.parts = parts;
    this.heap = new HeapRelief(parts.heapBytes());
    this.heldBack = new HeldBack(parts.journal());
  }

  // From any thread.

  /** Runs the task on this worker's thread. */
  public void execute(Task task) {
    tasks.offer(task);
    if (retired) {
      passOn();
    }
  }

  /** Has its thread look again what it runs. */
  void wake() {
    execute(on -> {});
  }

  /** Ends the worker after the tasks that were sent before. */
  void stop() {
    execute(on -> stopping = true);
  }

  /** Lets idle actors leave when their states crowd the heap. */
  public void relieveHeap() {
    execute(
        on -> {
          if (!retired) {
            heap.relieve(thread().heapUsed(), tenants.values());
          }
        });
  }

  // For the thread that runs it, in this order.

  void runBy(IsolateThread runner) {
    thread = runner;
  }

  /** Takes tasks and messages into the frame; returns how many. */
  int prepare() {
    tellBereft();
    int did = runTasks() + pumpReady();
    if (!journaled.isEmpty() || !direct.isEmpty()) {
      // Nothing of an actor waits here while code runs that may take long.
      flush();
    }
    return did;
  }

  private int runTasks() {
    int did = 0;
    while (did < TASKS_A_STEP && !isFrameFull()) {
      Task task = tasks.poll();
      if (task == null) {
        break;
      }
      task.run(this);
      did++;
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

  /** Whether outputs wait for the journal. */
  boolean isHeldBack() {
    return !heldBack.isEmpty();
  }

  /** The outcomes of a step. */
  void take(List<Outcome> outcomes) {
    lostAlone = false;
    if (remainder != null) {
      remainder.begin(outcomes);
    }
    for (Outcome outcome : outcomes) {
      route(outcome);
    }
  }

  private void route(Outcome outcome) {
    Tenant tenant = tenants.get(outcome.host());
    if (tenant == null && outcome instanceof Outcome.CallHere made) {
      tenant = tenants.get(made.call().host());
    }
    exhausted |=
        outcome instanceof Outcome.TurnFailed failed && failed.code() == ProblemCode.HeapExhausted;
    if (tenant != null) {
      tenant.on(outcome);
    }
  }

  /** What follows a step. */
  void conclude() {
    flush();
    if (exhausted) {
      exhausted = false;
      if (heap.isHoarded(thread().heapUsed())) {
        replaceIsolate();
      }
    }
  }

  /** Whether its thread may end, asked after all work. */
  boolean isDone() {
    if (heldBack.isEmpty() && remainder != null && remainder.isOver()) {
      stopping = true;
      remainder.retire();
    }
    done |= stopping && heldBack.isEmpty();
    return done;
  }

  /** Tasks that came too late for the worker's thread find out where their host is now. */
  private void passOn() {
    synchronized (tasks) {
      for (Task late = tasks.poll(); late != null; late = tasks.poll()) {
        late.run(this);
      }
    }
  }

  void idle() {
    if (heldBack.isEmpty()) {
      tasks.await();
    } else {
      LockSupport.parkNanos(this, FULL_WAIT_NANOS);
    }
  }

  // When an isolate is lost.

  /**
   * The isolate is given up with all that it held. Its actors come back from storage, so what was
   * acknowledged is kept.
   */
  void recover(Throwable failure) {
    TurnMark.Ran ran = thread().ran();
    if (failure instanceof ActjsException loss && isLossOfTurn(loss, ran)) {
      LOG.warn(
          "an isolate is lost, {}; its {} actors start again from storage: {}",
          ran.host() == 0 ? "which ran no turn" : "which ran turn " + ran.turn(),
          tenants.size(),
          loss.detail());
      charge(ran.account(), loss);
      giveUp(Tenant::isolateLost);
    } else {
      // Whoever waits is told. If no process ended, then the kernel broke its protocol or a tenant
      // threw, which is a bug of ours.
      LOG.error(
          "the isolate failed; its {} actors start again from storage", tenants.size(), failure);
      ActjsException reason =
          failure instanceof ActjsException loss && loss.code() == ProblemCode.WorkerLost
              ? loss
              : new ActjsException(
                  ProblemCode.InternalError,
                  "the engine failed; the server log says more",
                  failure);
      giveUp(tenant -> tenant.engineLost(reason));
    }
  }

  /** Classes keep most of the heap. No turn runs now; those that await are lost. */
  private void replaceIsolate() {
    LOG.warn(
        "classes keep most of an isolate's heap; its {} actors start again from storage",
        tenants.size());
    giveUp(Tenant::isolateLost);
  }

  /** Fails the turn, if there is one, before any actor forgets who waits for whom. */
  private void charge(TurnMark.Account account, ActjsException loss) {
    Tenant tenant = tenants.get(account.host());
    if (tenant != null) {
      try {
        tenant.turnLost(account.turn(), loss);
      } catch (RuntimeException | Error e) {
        LOG.error("{} does not take the loss of its turn", tenant.ref(), e);
      }
    }
  }

  /**
   * Whether a process has ended and the others' turns may be tried again. When that happens twice
   * without code of anybody, one of their messages may be the cause, and none is tried again.
   */
  private boolean isLossOfTurn(ActjsException failure, TurnMark.Ran ran) {
    if (failure.code() != ProblemCode.WorkerLost) {
      return false;
    }
    boolean again = lostAlone;
    lostAlone = ran.host() == 0;
    return !(again && lostAlone);
  }

  /** Closes the isolate and tells each of its tenants. */
  private void giveUp(Consumer<Tenant> loss) {
    thread().closeIsolate();
    ready.clear();
    tell(List.copyOf(tenants.values()), loss);
    flush();
  }

  private static void tell(List<Tenant> losers, Consumer<Tenant> loss) {
    for (Tenant tenant : losers) {
      try {
        loss.accept(tenant);
      } catch (RuntimeException | Error e) {
        LOG.error("{} does not take the loss of its isolate", tenant.ref(), e);
      }
    }
  }

  // When a turn holds the isolate.

  /** Whether it may be split now: by any thread that has the lock, while a step runs. */
  boolean maySplit() {
    return heldBack.isEmpty() && remainder == null && bereft.isEmpty();
  }

  /**
   * Leaves the isolate to a turn that holds it. This worker goes on with a new isolate and all
   * actors whose turns can be tried again; they have not ended as far as anybody was told. Those of
   * whom that is not so stay with the isolate and the turn.
   *
   * @param host the number of the actor whose turn it is
   * @return the worker of those who stay, which ends when they have come back from storage
   */
  Worker split(int host) {
    Worker kept = new Worker(parts);
    kept.thread = thread;
    kept.nextTurn = nextTurn;
    List<Tenant> leaving = new ArrayList<>();
    for (Tenant tenant : tenants.values()) {
      if (tenant.number() == host || !tenant.isRepeatable()) {
        kept.tenants.put(tenant.number(), tenant);
        tenant.moveTo(kept);
      } else {
        leaving.add(tenant);
        kept.classes().release(tenant.loadedClass());
      }
    }
    for (Tenant tenant : ready) {
      if (kept.hosts(tenant)) {
        kept.ready.add(tenant);
      }
    }
    kept.remainder = kept.new Remainder(this, leaving);
    ready.clear();
    tenants.clear();
    bereft = leaving;
    return kept;
  }

  private void tellBereft() {
    if (bereft.isEmpty()) {
      return;
    }
    List<Tenant> told = bereft;
    bereft = List.of();
    tell(told, Tenant::isolateLost);
    flush();
  }

  /** The end of a worker that was split off: when the turn has ended, its actors leave. */
  private final class Remainder {
    private final Worker origin;
    private final List<Tenant> stayed = List.copyOf(tenants.values());

    /** In the isolate, though no tenants any more. */
    private List<Tenant> ghosts;

    private boolean ended;

    Remainder(Worker origin, List<Tenant> ghosts) {
      this.origin = origin;
      this.ghosts = ghosts;
    }

    /**
     * @throws ActjsException {@code WorkerLost}: the turn has called one that had been given up, so
     *     what it did is of no use
     */
    void begin(List<Outcome> outcomes) {
      if (ended) {
        return;
      }
      ended = true;
      for (Outcome outcome : outcomes) {
        if (outcome instanceof Outcome.CallHere made
            && !(tenants.containsKey(made.host()) && tenants.containsKey(made.call().host()))) {
          throw new ActjsException(
              ProblemCode.WorkerLost, "the turn took long, and called an actor that had left");
        }
      }
      ghosts.forEach(ghost -> frame().drop(ghost.number()));
      ghosts = List.of();
      stayed.forEach(Tenant::relocate);
    }

    boolean isOver() {
      // With the isolate all have left who were here.
      return tenants.isEmpty();
    }

    /** What is still to be done for those who left is done by the worker that they came from. */
    void retire() {
      stayed.forEach(tenant -> tenant.moveTo(origin));
      retired = true;
      passOn();
    }
  }

  /**
   * Hands the step's outputs over at once: one wake-up for many. When nothing waits here, this
   * thread stores them and lets them out by itself, which wakes nobody.
   */
  private void flush() {
    heldBack.advance(ready);
    if (journaled.isEmpty() && direct.isEmpty()) {
      return;
    }
    boolean alone = tasks.isEmpty() && ready.isEmpty() && thread().isQuiet();
    boolean stores =
        alone && !journaled.isEmpty() && journaled.size() <= FEW && parts.journal().mayBeHelped();
    // What an actor sends directly comes before what it journals after that.
    if (!direct.isEmpty()) {
      List<Ticket> batch = direct;
      direct = new ArrayList<>();
      parts.gate().open(batch, !alone);
    }
    for (Journaled each : journaled) {
      heldBack.append(each.actor(), each.output(), stores);
    }
    journaled.clear();
    if (stores) {
      parts.journal().help();
    }
  }

  // What tenants use.

  private IsolateThread thread() {
    return Objects.requireNonNull(thread);
  }

  public Frame frame() {
    return thread().frame();
  }

  public LoadedClasses classes() {
    return thread().classes();
  }

  /** The calls that the isolate may make by itself. */
  public LocalCalls localCalls() {
    return thread().localCalls();
  }

  /** The tenant with the number, or null when it has left. */
  public @Nullable Tenant tenant(int number) {
    return tenants.get(number);
  }

  /**
   * Whether the tenant has to wait until the journal has room for what it did; then it pumps its
   * mailbox again.
   */
  public boolean holdsBack(Tenant tenant) {
    return heldBack.holds(tenant);
  }

  /** Whether the frame takes no more messages: a step before comes first. */
  public boolean isFrameFull() {
    return frame().chars() > FULL_FRAME;
  }

  /** The charge for a part of the step's outcomes that is kept, for whoever keeps it. */
  public Charge claim(long chars) {
    return thread().claim(IsolateThread.BYTES_A_CHAR * chars + FIXED_BYTES);
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

  /**
   * Computes an actor's state at the last class of the path.
   *
   * @param plan from the class that the actor is stored at
   * @throws io.actjs.model.ActjsException {@code MigrationFailed}
   */
  public Migration.Migrated migrate(MigrationPlan plan, @Nullable String base, List<String> turns) {
    List<Integer> keys = plan.path().stream().map(ref -> classes().get(ref).key).toList();
    return thread().isolate().migrate(new Migration(keys, plan.runs(), base, turns, false));
  }
}
