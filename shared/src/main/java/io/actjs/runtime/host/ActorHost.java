package io.actjs.runtime.host;

import io.actjs.engine.Frame;
import io.actjs.engine.Outcome;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorProblems;
import io.actjs.model.ActorRef;
import io.actjs.model.InboxMessage;
import io.actjs.model.KeyedReply;
import io.actjs.model.ProblemCode;
import io.actjs.runtime.directory.Resident;
import io.actjs.runtime.directory.Seat;
import io.actjs.runtime.inbox.InboxFeed;
import io.actjs.runtime.inbox.InboxPage;
import io.actjs.runtime.keyed.KeyedRequests;
import io.actjs.runtime.mailbox.DeadlineWheel;
import io.actjs.runtime.mailbox.Delivery;
import io.actjs.runtime.mailbox.Handover;
import io.actjs.runtime.mailbox.Mailbox;
import io.actjs.runtime.worker.LoadedClasses;
import io.actjs.runtime.worker.Tenant;
import io.actjs.runtime.worker.Worker;
import java.util.ConcurrentModificationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One actor in memory: the only place where its turns run. Senders reach it through its mailbox
 * from any thread; everything else happens on its worker's thread, one message after the other. A
 * host is used once: an actor that leaves memory and comes back gets a new one.
 *
 * <p>What it may do when is the business of {@link HostState}; this class brings events there and
 * has its effects carried out.
 */
final class ActorHost implements Resident, Tenant, KeyedRequests.Owner {
  private static final int MESSAGES_A_PUMP = 64;

  private final ActorRef ref;
  private final int number;

  /** Where it lives; changes when another turn there takes long. */
  volatile Worker worker;

  final HostServices services;
  final PendingMessages pending;
  final InputGate input = new InputGate();
  final HostOutputs outputs;

  private final Handover handover;
  private final RunningActor actor;
  private final Dispatch dispatch;
  private final Worker.Task pump = this::scheduled;
  private final AtomicBoolean scheduled = new AtomicBoolean();
  final Consumer<ActorHost> gone;
  private volatile HostState state = new HostState.Loading(false);
  private volatile long lastUsedMs;
  private volatile Seat seat = Seat.FREE;

  /** Confined to the worker: whether the worker will pump before its next step. */
  private boolean listed;

  /** Confined to the worker: whether the kernel was given a turn that somebody waits for. */
  private boolean served;

  /** Confined to the worker: whether the turn that runs has called other actors. */
  private boolean calling;

  /** Confined to the worker: null as long as there was no request under a key. */
  private @Nullable KeyedRequests keyed;

  /** Confined to the worker: ends the turn that awaits, when nobody waits for it. */
  private DeadlineWheel.@Nullable Timer turnLimit;

  /**
   * @param number the host's name in its isolate; never used twice
   * @param gone is told when the successor may take over, on the worker's thread
   */
  ActorHost(
      ActorRef ref, int number, Worker worker, HostServices services, Consumer<ActorHost> gone) {
    this.ref = ref;
    this.number = number;
    this.worker = worker;
    this.services = services;
    this.gone = gone;
    int capacity = services.limits().mailbox();
    long bytes = services.limits().mailboxBytes();
    this.pending =
        new PendingMessages(new Mailbox(capacity, bytes), services.memory(), services.stored());
    this.handover = new Handover(capacity, bytes);
    this.outputs = new HostOutputs(this);
    this.actor = new RunningActor(this);
    this.dispatch = new Dispatch(this, actor);
    this.lastUsedMs = services.clock().nowMs();
  }

  // From any thread.

  @Override
  public ActorRef ref() {
    return ref;
  }

  @Override
  public int number() {
    return number;
  }

  @Override
  public Mailbox.Offer offer(Delivery delivery) {
    Mailbox.Offer offer = pending.offer(delivery);
    if (offer == Mailbox.Offer.TAKEN) {
      schedule();
    }
    return offer;
  }

  @Override
  public void carryOver(Delivery delivery) {
    InboxMessage message = delivery.stored();
    if (message == null) {
      pending.mailbox.carryOver(delivery);
    } else {
      // An earlier host may have handled it meanwhile. If not, it is read with the actor.
      delivery.drop();
      pending.mailbox.carryOver(services.stored().wake(message));
    }
  }

  @Override
  public Handover handover() {
    return handover;
  }

  @Override
  public void settle() {
    HostStart.load(this);
  }

  /** Runs the task on the host's worker, whichever that is by then. */
  @Override
  public void execute(Runnable task) {
    worker.execute(
        on -> {
          if (on == worker) {
            task.run();
          } else {
            execute(task);
          }
        });
  }

  @Override
  public void schedule() {
    if (scheduled.compareAndSet(false, true)) {
      worker.execute(pump);
    }
  }

  @Override
  public void inboxBehind() {
    pending.inboxBehind();
    schedule();
  }

  @Override
  public void abandon(Delivery delivery) {
    execute(
        () -> {
          Turn awaiting = input.awaiting();
          if (awaiting != null && awaiting.delivery() == delivery) {
            discard(
                new ActjsException(
                    ProblemCode.CallTimeout, "the deadline passed before the answer"));
          }
        });
  }

  @Override
  public void cancel(Delivery delivery) {
    inTurnOf(delivery, (frame, turn) -> frame.cancel(number, turn));
  }

  @Override
  public void demand(Delivery delivery, long total) {
    inTurnOf(delivery, (frame, turn) -> frame.ask(number, turn, total));
  }

  /** Gives the kernel a command for the turn that handles a delivery, if there is one. */
  private void inTurnOf(Delivery delivery, ObjLongConsumer<Frame> command) {
    execute(
        () -> {
          Turn turn = input.of(delivery);
          if (turn != null && worker.hosts(this)) {
            command.accept(worker.frame(), turn.id());
          }
        });
  }

  HostState state() {
    return state;
  }

  /** The handler of a turn, for the log; while the worker is stuck in it, nothing changes here. */
  String handlerOf(long turn) {
    try {
      Turn running = input.find(turn);
      return running == null
          ? "in a call of another actor"
          : "in '" + running.delivery().envelope().name() + "'";
    } catch (ConcurrentModificationException e) {
      return "in a turn that has ended meanwhile";
    }
  }

  /** Whether the actor takes messages, or will when a turn that awaits has ended. */
  boolean isActive() {
    HostState current = state;
    return current instanceof HostState.Active || current instanceof HostState.Suspended;
  }

  @Override
  public boolean mayLeave() {
    return isActive() && !services.subscriptions().any(ref);
  }

  @Override
  public Seat seat() {
    return seat;
  }

  @Override
  public void take(Seat value) {
    seat = value;
  }

  @Override
  public boolean isIdle() {
    HostState now = state;
    return now.isLeaving()
        ? handover.isEmpty()
        : now instanceof HostState.Active && pending.size() == 0 && mayLeave();
  }

  @Override
  public void leaveIfIdle(Consumer<Boolean> told) {
    execute(
        () -> {
          if (mayLeave()) {
            evict();
          }
          told.accept(state.isLeaving());
        });
  }

  @Override
  public long lastUsedMs() {
    return lastUsedMs;
  }

  RunningActor actor() {
    return actor;
  }

  @Override
  public LoadedClasses.@Nullable LoadedClass loadedClass() {
    return actor.loadedClass();
  }

  // From the output thread.

  void consumed(InboxMessage message) {
    pending.inbox.forget(message);
  }

  // On the worker's thread.

  /** Tells the host's state what happened, and does what follows from it. */
  void on(HostEvent event) {
    HostState.Transition transition = state.on(event);
    state = transition.next();
    for (HostEffect effect : transition.effects()) {
      HostEffects.perform(this, effect);
    }
  }

  void discard(ActjsException reason) {
    on(new HostEvent.Discarded(reason));
  }

  /** A turn was not stored. */
  void notStored(ActjsException reason) {
    on(isStartLost(reason) ? new HostEvent.StartFailed(reason) : new HostEvent.Discarded(reason));
  }

  /**
   * Whether storage has failed before anybody was served: a successor would only try the same
   * again, as fast as storage fails. Another owner of the actor is no such failure.
   */
  private boolean isStartLost(ActjsException reason) {
    return !served
        && !state.isLeaving()
        && !actor.requests().any()
        && reason.code() != ProblemCode.Fenced;
  }

  @Override
  public void engineLost(ActjsException reason) {
    on(new HostEvent.EngineLost(reason));
  }

  @Override
  public void turnLost(long id, ActjsException reason) {
    Turn turn = input.find(id);
    if (turn == null) {
      actor.requests().lost(id, reason);
    }
    if (turn == null || turn.isLifecycle()) {
      // Its start, or its last hook.
      engineLost(reason);
    } else {
      KernelOutcomes.lost(this, turn, reason);
    }
    if (turn != null && turn.delivery().receiver() instanceof NestedReply reply) {
      reply.lost(worker, reason);
    }
  }

  @Override
  public void isolateLost() {
    discard(KernelOutcomes.restarted());
  }

  /** A turn that awaits, or was begun by the kernel, cannot be tried again. */
  @Override
  public boolean isRepeatable() {
    return !state.isLeaving() && input.awaiting() == null && !input.hasLocal();
  }

  @Override
  public void moveTo(Worker other) {
    worker = other;
  }

  @Override
  public void relocate() {
    replace();
  }

  /**
   * The class got a new version that the actor is to run, or another worker: it leaves after the
   * turns in the kernel.
   */
  void replace() {
    on(new HostEvent.Replaced());
    actor.refuseLocalCalls();
    leaveIfReplaced();
  }

  void superseded(long epoch) {
    if (isActive() && actor.epoch() < epoch) {
      discard(ActorProblems.takenOver(ref));
    }
  }

  private void leaveIfReplaced() {
    if (state.takesMessages() && state.isReplaced() && input.isQuiet()) {
      on(new HostEvent.Quiet());
    }
  }

  @Override
  public void evict() {
    if (state.takesMessages()
        && input.isQuiet()
        && pending.isIdle()
        && !actor.requests().any()
        && pending.mailbox.closeIfEmpty()) {
      on(new HostEvent.Idle());
    }
  }

  /** Nothing of this host can change storage any more: it makes room for its successor. */
  void goIfSettled() {
    if (state instanceof HostState.Leaving(var stage)
        && stage == HostState.Stage.DEPARTED
        && outputs.gate.inFlight() == 0) {
      on(new HostEvent.OutputsSettled());
    }
  }

  private void scheduled(Worker on) {
    if (on != worker) {
      worker.execute(pump);
      return;
    }
    scheduled.set(false);
    if (state.isLeaving() && pending.takeBehind()) {
      // A sender took it for one that stays.
      services.directory().deliver(HostEffects.wake(this));
    }
    pump();
  }

  @Override
  public void pump() {
    listed = false;
    boolean waits = outputs.gate.poison() != null || actor.requests().isAsking();
    if (!state.takesMessages() || waits || worker.holdsBack(this)) {
      return;
    }
    lastUsedMs = services.clock().nowMs();
    // Messages that need no turn take no room: others of the worker come between many of them.
    for (int count = 0; input.room() > 0; count++) {
      if (worker.isFrameFull() || count == MESSAGES_A_PUMP) {
        listed = true;
        worker.ready(this);
        break;
      }
      Delivery delivery = pending.next();
      if (delivery == null || !dispatch.give(delivery)) {
        break;
      }
    }
    if (pending.wantsPage()) {
      HostStart.readInbox(this);
    }
    leaveIfReplaced();
  }

  /** A page of the stored inbox has been read. */
  void inboxPage(InboxPage page) {
    if (state.isLeaving()) {
      return;
    }
    feed(page);
    pump();
  }

  /** Takes what is stored for a paused actor when it is resumed, and not before. */
  void feed(InboxPage page) {
    boolean paused = services.pauses().of(ref) != null;
    for (InboxFeed.Judged judged : pending.feed(paused ? InboxPage.EMPTY : page)) {
      outputs.send(new JudgedOutput(this, judged.message(), judged.verdict()));
    }
  }

  /** The requests under keys. */
  KeyedRequests keyed() {
    if (keyed == null) {
      keyed = new KeyedRequests(this, services.store(), services.directory(), services.memory());
    }
    return keyed;
  }

  /** What the request is remembered to have been answered; null when it has no key. */
  @Nullable KeyedReply reply(Delivery request, Supplier<String> answer) {
    long expiresAt = services.clock().nowMs() + services.limits().replyTtlMs();
    KeyedReply reply = KeyedRequests.replyTo(request, answer, expiresAt);
    if (reply != null) {
      keyed().remember(reply.key().scope());
    }
    return reply;
  }

  void closeKeyed() {
    if (keyed != null) {
      keyed.close();
    }
  }

  /** Registers a turn that the caller gives to the kernel. */
  Turn begin(Delivery delivery) {
    Turn turn = new Turn(worker.newTurn(), delivery, lastUsedMs);
    begin(turn);
    return turn;
  }

  /** Registers a turn that the kernel has, or is about to get. */
  void begin(Turn turn) {
    lastUsedMs = turn.startedAt();
    input.enter(turn);
    served |= !turn.isLifecycle();
  }

  /** The turn that runs waits for another actor. */
  void calls() {
    calling = true;
  }

  void limitTurn(DeadlineWheel.Timer timer) {
    turnLimit = timer;
  }

  /** The turn that ran has left the kernel. */
  void turnEnded() {
    if (calling) {
      calling = false;
      services.waits().endAll(ref);
    }
    if (turnLimit != null) {
      turnLimit.cancel();
      turnLimit = null;
    }
  }

  @Override
  public void on(Outcome outcome) {
    KernelOutcomes.take(this, outcome);
    if (!listed && state.takesMessages() && (state.isReplaced() || !pending.isEmpty())) {
      listed = true;
      worker.ready(this);
    }
  }
}
