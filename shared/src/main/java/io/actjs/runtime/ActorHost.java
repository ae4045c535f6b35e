package io.actjs.runtime;

import io.actjs.engine.Outcome;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.Manifest;
import io.actjs.model.ProblemCode;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One actor in memory: the only place where its turns run. Senders reach it through its mailbox
 * from any thread; everything else happens on its worker's thread, one message after the other. A
 * host is used once: an actor that leaves memory and comes back gets a new one.
 *
 * <p>Phases: LOADING (storage is read) → STARTING (replay, onInit, onActivate) → ACTIVE → LEAVING
 * (takes nothing more; its last turns become durable) → GONE.
 */
final class ActorHost {
  private static final int TURNS_A_STEP = 64;

  enum Phase {
    LOADING,
    STARTING,
    ACTIVE,
    LEAVING,
    GONE
  }

  final ActorRef ref;

  /** The host's name in its isolate; never used twice. */
  final int number;

  final Worker worker;
  final HostServices services;
  final PendingMessages pending;
  final Handover handover;

  private final HostState state;
  private final HostExit exit;
  private final Dispatch dispatch;
  private final Runnable pump = this::scheduled;
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final AtomicInteger inFlight = new AtomicInteger();
  private volatile @Nullable ActjsException poisoned;
  private volatile long lastUsedMs;
  private volatile Phase phase = Phase.LOADING;

  /** Of the journal since this host began, what is known to be dropped or is not looked at. */
  private volatile long trimmed;

  // Confined to the worker's thread.
  private final ArrayDeque<Turn> running = new ArrayDeque<>(2);
  private boolean suspended;
  private boolean listed;

  /**
   * A turn that the kernel has been given.
   *
   * @param message null for a lifecycle turn
   */
  record Turn(long id, @Nullable Message message, long startedAt) {}

  ActorHost(ActorRef ref, int number, Worker worker, HostServices services) {
    this.ref = ref;
    this.number = number;
    this.worker = worker;
    this.services = services;
    int capacity = services.context().limits.mailbox();
    this.pending = new PendingMessages(capacity, services.retry());
    this.handover = new Handover(capacity);
    this.state = new HostState(this);
    this.exit = new HostExit(this, state);
    this.dispatch = new Dispatch(this, state, exit);
    this.lastUsedMs = services.context().clock.nowMs();
  }

  // From any thread.

  Mailbox.Offer offer(Message message) {
    Mailbox.Offer offer = pending.mailbox.offer(message);
    if (offer == Mailbox.Offer.TAKEN) {
      schedule();
    }
    return offer;
  }

  void schedule() {
    if (scheduled.compareAndSet(false, true)) {
      worker.execute(pump);
    }
  }

  /** The stored inbox holds messages that the mailbox had no room for. */
  void inboxBehind() {
    pending.inboxBehind();
    schedule();
  }

  Phase phase() {
    return phase;
  }

  long lastUsedMs() {
    return lastUsedMs;
  }

  /** Turns and barriers that wait for the journal. */
  int inFlight() {
    return inFlight.get();
  }

  HostState state() {
    return state;
  }

  HostExit exit() {
    return exit;
  }

  // From the storage threads, and the worker before there are snapshots.

  long trimmed() {
    return trimmed;
  }

  void trimmed(long upTo) {
    trimmed = upTo;
  }

  // From the output thread.

  /** A turn was not stored: this host has seen what never happened, and is discarded. */
  void poison(ActjsException reason) {
    if (poisoned == null) {
      poisoned = reason;
      worker.execute(() -> exit.discard(reason));
    }
  }

  @Nullable ActjsException poisoned() {
    return poisoned;
  }

  /** One journaled output has settled. */
  void settled() {
    if (inFlight.decrementAndGet() == 0 && phase == Phase.LEAVING) {
      worker.execute(exit::finishIfDone);
    }
  }

  void consumed(String inboxId) {
    pending.inbox.forget(inboxId);
  }

  // On the worker's thread.

  void phase(Phase next) {
    phase = next;
  }

  void output(Output output) {
    if (output instanceof Emission emission && emission.journaled) {
      inFlight.incrementAndGet();
      worker.journal(ref, output);
    } else {
      worker.emit(output);
    }
  }

  /**
   * Lets the output leave when the turns that the host has run are durable; at once when they are.
   */
  void outputAfterTurns(Emission barrier) {
    barrier.journaled = inFlight.get() > 0;
    output(barrier);
  }

  private void scheduled() {
    scheduled.set(false);
    pump();
  }

  /** Gives the kernel the next messages, as many as one step may take. */
  void pump() {
    listed = false;
    if (phase != Phase.ACTIVE || suspended || poisoned != null) {
      return;
    }
    lastUsedMs = services.context().clock.nowMs();
    for (int room = TURNS_A_STEP - running.size(); room > 0; room--) {
      Message message = pending.next();
      if (message == null || !dispatch.give(message)) {
        break;
      }
    }
    pending.readInboxIfBehind(this);
    exit.leaveIfReplaced();
  }

  /** Tells whoever waits for the message that it is not handled, after the turns before it. */
  void refuse(Message message, ActjsException reason) {
    if (message instanceof Message.Told told) {
      pending.inbox.release(told.message.id());
    }
    outputAfterTurns(new Refusal(this, message, reason));
  }

  /** What a turn is pinned to. */
  @Nullable Manifest pinOf(Turn turn) {
    return turn.message() == null ? state.startPin() : turn.message().pin();
  }

  /** Registers a turn that the caller gives to the kernel. */
  Turn begin(@Nullable Message message) {
    Turn turn = new Turn(worker.newTurn(), message, lastUsedMs);
    running.add(turn);
    return turn;
  }

  boolean isIdle() {
    return phase == Phase.ACTIVE && running.isEmpty() && pending.isIdle();
  }

  /** Whether no turn is in the kernel. */
  boolean isQuiet() {
    return running.isEmpty();
  }

  void on(Outcome outcome) {
    switch (outcome) {
      case Outcome.TurnDone done -> state.turnDone(end(done.turn()), done);
      case Outcome.TurnFailed failed -> turnFailed(end(failed.turn()), failed);
      case Outcome.TurnDeferred deferred -> pending.giveBack(message(end(deferred.turn())));
      case Outcome.TurnSuspended ignored -> suspended = true;
      case Outcome.CallOut call -> NestedCall.send(this, running.getFirst(), call);
      case Outcome.RemindersAsked asked -> ReminderLookup.send(this, asked);
      case Outcome.State answer -> state.requests().answered(answer);
      case Outcome.ActorLost ignored ->
          exit.discard(
              new ActjsException(
                  ProblemCode.Fenced, "the actor was restarted; send the call again"));
      case Outcome.Log log -> ActorLog.write(ref, log);
    }
    if (!listed && phase == Phase.ACTIVE && !suspended && hasMail()) {
      listed = true;
      worker.ready(this);
    }
  }

  private boolean hasMail() {
    return !pending.isEmpty() || exit.replaced();
  }

  private Turn end(long id) {
    for (Turn turn : running) {
      if (turn.id() == id) {
        running.remove(turn);
        suspended = suspended && !running.isEmpty() && running.getFirst().id() < id;
        return turn;
      }
    }
    throw new IllegalStateException(
        "the kernel answered turn " + id + " of " + ref + ", which it was not given");
  }

  private static Message message(Turn turn) {
    if (turn.message() == null) {
      throw new IllegalStateException("a lifecycle turn is never deferred");
    }
    return turn.message();
  }

  private void turnFailed(Turn turn, Outcome.TurnFailed failed) {
    services.context().failedTurns.increment();
    ActorLog.write(this, failed);
    ActjsException reason = new ActjsException(failed.code(), failed.message());
    Message message = turn.message();
    if (message != null) {
      state.activity().failed(message);
      refuse(message, reason);
    } else {
      exit.lifecycleTurnFailed(reason);
    }
  }

  void inboxPage(InboxPage page) {
    pending.feed(page);
    pump();
  }

  boolean isSuspended() {
    return suspended;
  }

  /** The turn that awaits, or null. */
  @Nullable Turn suspendedTurn() {
    return suspended ? running.getFirst() : null;
  }

  /** Fails the turns that were given to the kernel. */
  void failRunning(ActjsException reason) {
    for (Turn turn : running) {
      if (turn.message() != null) {
        turn.message().fail(reason);
      }
    }
    running.clear();
    suspended = false;
  }

  /** Turns that were given to the kernel, then messages that wait; the host keeps none. */
  void drain(Consumer<Turn> turns, Consumer<Message> messages) {
    running.forEach(turns);
    running.clear();
    pending.drain(messages);
  }
}
