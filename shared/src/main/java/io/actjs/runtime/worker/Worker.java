package io.actjs.runtime.worker;

import io.actjs.agent.Agent;
import io.actjs.agent.WorkQueue;
import io.actjs.engine.Engine;
import io.actjs.engine.Frame;
import io.actjs.engine.Isolate;
import io.actjs.engine.Migration;
import io.actjs.engine.Outcome;
import io.actjs.engine.TurnMark;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.Clock;
import io.actjs.model.ProblemCode;
import io.actjs.policy.Budget;
import io.actjs.policy.Charge;
import io.actjs.registry.ClassRegistry;
import io.actjs.registry.migration.MigrationPlan;
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
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
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

  /** How long to wait for room in the journal when there is nothing else to do. */
  private static final long FULL_WAIT_NANOS = 50_000;

  /** Characters of commands with which a frame takes no more messages and loads. */
  private static final int FULL_FRAME = 4 << 20;

  /** The least that a step is begun with, as long as there is that much. */
  private static final long SMALLEST_ROOM = 1 << 20;

  /** Bytes that a character takes at most, as Java keeps it. */
  private static final int BYTES_A_CHAR = 2;

  /** What something that waits takes beside its text. */
  private static final int FIXED_BYTES = 64;

  private final int index;
  private final Engine engine;
  private final HeapRelief heap;
  private final ClassRegistry registry;
  private final Journal journal;
  private final OutputGate gate;
  private final Budget memory;
  private final long stepBytes;
  private final LocalCalls localCalls;
  private final Clock clock;

  /** Bounded by one entry a tenant, plus the replies, timers and loads that tenants wait for. */
  private final WorkQueue<Runnable> tasks = new WorkQueue<>();

  private final Map<Integer, Tenant> tenants = new HashMap<>();
  private final ArrayDeque<Tenant> ready = new ArrayDeque<>();
  private final List<Journaled> journaled = new ArrayList<>();
  private final HeldBack heldBack;
  private List<Ticket> direct = new ArrayList<>();
  private long nextTurn;
  private boolean stopping;
  private boolean done;

  /** For the outcomes of the running step, as long as they have not been claimed. */
  private Charge room = Charge.NONE;

  /** When the step that runs began, by the steady clock; 0 while none does. For any thread. */
  private volatile long stepSince;

  /** Whether the last isolate was lost while it ran nobody's code. */
  private boolean lostAlone;

  /** Whether a handler of this cycle was stopped because it filled the heap. */
  private boolean exhausted;

  private @Nullable Isolate isolate;
  private @Nullable LoadedClasses classes;
  private @Nullable Frame frame;

  private record Journaled(ActorRef actor, Output output) {}

  /**
   * @param heapBytes what the isolate's JavaScript heap may hold
   * @param memory what outcomes are charged to before the kernel makes them
   * @param stepChars characters that the outcomes of a step have at most
   * @param standing see {@link LocalCalls}
   * @param clock of the turns that the isolate begins by itself
   */
  public Worker(
      int index,
      Engine engine,
      long heapBytes,
      ClassRegistry registry,
      Journal journal,
      OutputGate gate,
      Budget memory,
      int stepChars,
      LongSupplier standing,
      Clock clock) {
    this.index = index;
    this.engine = engine;
    this.heap = new HeapRelief(heapBytes);
    this.registry = registry;
    this.heldBack = new HeldBack(journal);
    this.journal = journal;
    this.gate = gate;
    this.memory = memory;
    this.stepBytes = (long) BYTES_A_CHAR * stepChars;
    this.localCalls = new LocalCalls(journal.keepsOrder(), standing);
    this.clock = clock;
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
    } catch (RuntimeException | Error e) {
      recover(e);
      did = 1;
    }
    if (stopping && heldBack.isEmpty()) {
      closeIsolate();
      done = true;
    }
    return did;
  }

  /**
   * The isolate is given up with all that it held. Its actors come back from storage, so what was
   * acknowledged is kept. The agent continues whatever happened: without it every actor of this
   * worker would hang.
   */
  private void recover(Throwable failure) {
    TurnMark.Ran ran = ran();
    if (failure instanceof ActjsException loss && isLossOfTurn(loss, ran)) {
      LOG.warn(
          "an isolate is lost, {}; its {} actors start again from storage: {}",
          ran.host() == 0 ? "which ran no turn" : "which ran turn " + ran.turn(),
          tenants.size(),
          loss.detail());
      charge(ran.account(), loss);
      giveUp(Tenant::isolateLost);
    } else {
      // The kernel broke its protocol or a tenant threw, which is a bug of ours.
      LOG.error(
          "the isolate failed; its {} actors start again from storage", tenants.size(), failure);
      ActjsException reason =
          new ActjsException(
              ProblemCode.InternalError, "the engine failed; the server log says more", failure);
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
    closeIsolate();
    ready.clear();
    for (Tenant tenant : List.copyOf(tenants.values())) {
      try {
        loss.accept(tenant);
      } catch (RuntimeException | Error e) {
        LOG.error("{} does not take the loss of its isolate", tenant.ref(), e);
      }
    }
    flush();
  }

  private void closeIsolate() {
    Isolate closed = isolate;
    isolate = null;
    if (closed != null) {
      try {
        closed.close();
      } catch (RuntimeException | Error e) {
        LOG.error("an isolate does not close", e);
      }
    }
  }

  private int cycle(Isolate in, Frame commands) {
    int did = runTasks() + pumpReady();
    if (commands.size() > 0 || in.unfinished()) {
      did++;
      step(in, commands);
    }
    classes().trim();
    flush();
    if (exhausted) {
      exhausted = false;
      if (heap.isHoarded(heapUsed())) {
        replaceIsolate();
      }
    }
    return did;
  }

  /**
   * Memory for all that the step may answer is taken before: what there is none for fails in the
   * kernel, without a trace, and not here, after the fact.
   */
  private void step(Isolate in, Frame commands) {
    room = takeRoom();
    stepSince = clock.steadyMs();
    try {
      commands.room((int) (room.bytes() / BYTES_A_CHAR));
      // While the journal is full, nothing is begun that would have to wait for it.
      int permitted = heldBack.isEmpty() ? localCalls.epoch() : Frame.THROUGH_SERVER;
      commands.calls(permitted, clock.nowMs());
      List<Outcome> outcomes = in.step(commands);
      lostAlone = false;
      for (Outcome outcome : outcomes) {
        route(outcome);
      }
    } finally {
      stepSince = 0;
      room.close();
    }
  }

  /** For how long the step has run that runs, in milliseconds; 0 when none does. By any thread. */
  long stepMs() {
    long since = stepSince;
    return since == 0 ? 0 : clock.steadyMs() - since;
  }

  /** Whose code runs in that step, as far as any thread can tell. */
  TurnMark.Ran ran() {
    Isolate present = isolate;
    return present == null ? TurnMark.Ran.NOTHING : present.ran();
  }

  private Charge takeRoom() {
    for (long bytes = stepBytes; bytes >= SMALLEST_ROOM; bytes /= 2) {
      Charge taken = memory.tryCharge(bytes);
      if (taken != null) {
        return taken;
      }
    }
    return Charge.NONE;
  }

  private int runTasks() {
    int did = 0;
    while (did < TASKS_A_STEP && !isFrameFull()) {
      Runnable task = tasks.poll();
      if (task == null) {
        break;
      }
      task.run();
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

  /** Lets idle actors leave when their states crowd the heap. */
  public void relieveHeap() {
    heap.relieve(heapUsed(), tenants.values());
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

  /**
   * Hands the step's outputs over at once: one wake-up for many. When nothing waits here, this
   * thread stores them and lets them out by itself, which wakes nobody.
   */
  private void flush() {
    heldBack.advance(ready);
    if (journaled.isEmpty() && direct.isEmpty()) {
      return;
    }
    boolean alone = isIdle();
    boolean stores = alone && !journaled.isEmpty() && journal.mayBeHelped();
    for (Journaled each : journaled) {
      heldBack.append(each.actor(), each.output(), stores);
    }
    journaled.clear();
    if (!direct.isEmpty()) {
      List<Ticket> batch = direct;
      direct = new ArrayList<>();
      gate.open(batch, !alone);
    }
    if (stores) {
      journal.help();
    }
  }

  private boolean isIdle() {
    Isolate present = isolate;
    return tasks.isEmpty()
        && ready.isEmpty()
        && present != null
        && !present.unfinished()
        && frame().size() == 0;
  }

  @Override
  public void idle() {
    if (heldBack.isEmpty()) {
      tasks.await();
    } else {
      LockSupport.parkNanos(this, FULL_WAIT_NANOS);
    }
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

  /** The calls that the isolate may make by itself. */
  public LocalCalls localCalls() {
    return localCalls;
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
    return room.split(BYTES_A_CHAR * chars + FIXED_BYTES);
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
   * @param plan from the class that the actor is stored at
   * @throws io.actjs.model.ActjsException {@code MigrationFailed}
   */
  public Migration.Migrated migrate(MigrationPlan plan, @Nullable String base, List<String> turns) {
    List<Integer> keys = plan.path().stream().map(ref -> classes().get(ref).key).toList();
    return Objects.requireNonNull(isolate)
        .migrate(new Migration(keys, plan.runs(), base, turns, false));
  }
}
