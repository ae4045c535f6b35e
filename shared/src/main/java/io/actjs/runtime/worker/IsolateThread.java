package io.actjs.runtime.worker;

import io.actjs.agent.Agent;
import io.actjs.engine.Frame;
import io.actjs.engine.Isolate;
import io.actjs.engine.Outcome;
import io.actjs.engine.TurnMark;
import io.actjs.model.ActorRef;
import io.actjs.policy.Charge;
import io.actjs.policy.Reservation;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An isolate and the thread that it belongs to, which runs the worker that has it: everything of a
 * {@link Worker} happens here, under one lock. The lock is free while code runs in the isolate. So
 * when that takes long, another thread can {@linkplain #handOver take the worker over} with a new
 * isolate, and leaves to this one the turn that runs.
 */
public final class IsolateThread implements Agent {
  private static final Logger LOG = LoggerFactory.getLogger(IsolateThread.class);

  /** The least that a step is begun with, as long as there is that much. */
  private static final long SMALLEST_ROOM = 1 << 20;

  /** Bytes that a character takes at most, as Java keeps it. */
  static final int BYTES_A_CHAR = 2;

  private final String name;
  private final WorkerParts parts;
  private final long stepBytes;

  /** Whoever holds it may use the worker and what belongs to the isolate, but for {@code step}. */
  private final ReentrantLock confined = new ReentrantLock();

  private volatile Worker worker;

  private volatile @Nullable Isolate isolate;
  private @Nullable LoadedClasses classes;
  private @Nullable Frame frame;
  private @Nullable LocalCalls localCalls;

  /** For the outcomes of the running step, as long as they have not been claimed. */
  private Charge room = Charge.NONE;

  /** When the step that runs began, by the steady clock; 0 while none does. For any thread. */
  private volatile long stepSince;

  private volatile boolean done;

  /**
   * @param worker is not run by another thread any more
   */
  IsolateThread(String name, WorkerParts parts, Worker worker) {
    this.name = name;
    this.parts = parts;
    this.stepBytes = (long) BYTES_A_CHAR * parts.stepChars();
    this.worker = worker;
    worker.runBy(this);
  }

  @Override
  public String name() {
    return name;
  }

  private void open() {
    Isolate opened = parts.engine().newIsolate();
    isolate = opened;
    classes = new LoadedClasses(opened, parts.registry(), parts.env());
    frame = opened.newFrame();
    localCalls = new LocalCalls(parts.journal().keepsOrder(), parts.standing());
  }

  @Override
  public void onStart() {
    confined.lock();
    try {
      open();
    } finally {
      confined.unlock();
    }
  }

  @Override
  public int doWork() {
    confined.lock();
    try {
      int did = cycle();
      if (worker.isDone()) {
        closeIsolate();
        done = true;
      }
      return did;
    } finally {
      confined.unlock();
    }
  }

  /** Whatever happens, the agent goes on: without it every actor of the worker would hang. */
  private int cycle() {
    try {
      if (isolate == null) {
        open();
      }
      int did = worker.prepare();
      if (frame().size() > 0 || Objects.requireNonNull(isolate).unfinished()) {
        did++;
        step();
      }
      classes().trim();
      worker.conclude();
      return did;
    } catch (RuntimeException | Error e) {
      worker.recover(e);
      return 1;
    }
  }

  /**
   * Memory for all that the step may answer is taken before: what there is none for fails in the
   * kernel, without a trace, and not here, after the fact.
   */
  private void step() {
    Isolate in = Objects.requireNonNull(isolate);
    Frame commands = frame();
    try (Reservation reserved = reserve()) {
      room = reserved.charge();
      commands.room((int) (room.bytes() / BYTES_A_CHAR));
      // While the journal is full, nothing is begun that would have to wait for it.
      int permitted = worker.isHeldBack() ? Frame.THROUGH_SERVER : localCalls().epoch();
      commands.calls(permitted, parts.clock().nowMs());
      classes().tellEnv(commands);
      List<Outcome> outcomes = unconfined(in, commands);
      // Another worker than before, if that was handed over.
      worker.take(outcomes);
    }
  }

  private List<Outcome> unconfined(Isolate in, Frame commands) {
    stepSince = parts.clock().steadyMs();
    confined.unlock();
    try {
      return in.step(commands);
    } finally {
      confined.lock();
      stepSince = 0;
    }
  }

  private Reservation reserve() {
    long most = Math.max(SMALLEST_ROOM, Math.min(stepBytes, parts.memory().reserve()));
    for (long bytes = most; bytes >= SMALLEST_ROOM; bytes /= 2) {
      Reservation taken = parts.memory().tryReserve(bytes);
      if (taken != null) {
        return taken;
      }
    }
    return Reservation.NONE;
  }

  @Override
  public void idle() {
    worker.idle();
  }

  @Override
  public boolean isDone() {
    return done;
  }

  // From any thread.

  /** When the step that runs began, by the steady clock; 0 when none runs. */
  long stepSince() {
    return stepSince;
  }

  /** For how long the step has run that runs, in milliseconds; 0 when none does. */
  long stepMs() {
    long since = stepSince;
    return since == 0 ? 0 : parts.clock().steadyMs() - since;
  }

  /** Whose code runs in that step, as far as any thread can tell. */
  TurnMark.Ran ran() {
    Isolate present = isolate;
    return present == null ? TurnMark.Ran.NOTHING : present.ran();
  }

  /** CPU time that the isolate has taken, in nanoseconds; 0 when unknown. */
  long cpuNanos() {
    Isolate present = isolate;
    return present == null ? 0 : present.cpuNanos();
  }

  /** The worker that it runs. */
  Worker worker() {
    return worker;
  }

  /** The class of the actor; null when it is not here, or when this thread is not in a step. */
  @Nullable String classOf(int host) {
    if (!confined.tryLock()) {
      return null;
    }
    try {
      Tenant tenant = worker.tenant(host);
      return tenant == null ? null : tenant.ref().className();
    } finally {
      confined.unlock();
    }
  }

  /**
   * A worker was handed over.
   *
   * @param culprit whose turn it is that took long
   * @param kept has that actor, on the old thread
   */
  record Split(ActorRef culprit, Worker kept) {}

  /**
   * Gives the worker away, if the step that began then still runs: with all its actors but those
   * that the step is about, which this thread keeps, see {@link Worker#split}.
   *
   * @param taker has a worker without actors, which it leaves
   * @return null when it was not given
   */
  @Nullable Split handOver(long since, IsolateThread taker) {
    if (!confined.tryLock()) {
      return null;
    }
    try {
      Isolate in = isolate;
      TurnMark.Ran ran = ran();
      Tenant culprit = worker.tenant(ran.host());
      if (in == null || stepSince != since || culprit == null || !worker.maySplit()) {
        return null;
      }
      if (!in.keepsToServer()) {
        // Whose turns it has run the server learns only when the step ends.
        return null;
      }
      Worker taken = worker;
      worker = taken.split(ran.host());
      taker.take(taken);
      return new Split(culprit.ref(), worker);
    } finally {
      confined.unlock();
    }
  }

  private void take(Worker other) {
    Worker before;
    confined.lock();
    try {
      before = worker;
      worker = other;
      other.runBy(this);
    } finally {
      confined.unlock();
    }
    before.wake();
  }

  // For the worker, under the lock.

  Frame frame() {
    return Objects.requireNonNull(frame);
  }

  LoadedClasses classes() {
    return Objects.requireNonNull(classes);
  }

  LocalCalls localCalls() {
    return Objects.requireNonNull(localCalls);
  }

  /** Whether the isolate has nothing to do. */
  boolean isQuiet() {
    Isolate present = isolate;
    return present != null && !present.unfinished() && frame().size() == 0;
  }

  long heapUsed() {
    return Objects.requireNonNull(isolate).heapUsed();
  }

  Isolate isolate() {
    return Objects.requireNonNull(isolate);
  }

  /** The charge for a part of the step's outcomes that is kept. */
  Charge claim(long bytes) {
    return room.split(bytes);
  }

  /** The next step has a new isolate. */
  void closeIsolate() {
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
}
