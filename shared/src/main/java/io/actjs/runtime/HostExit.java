package io.actjs.runtime;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorHead;
import io.actjs.model.ProblemCode;
import io.actjs.model.TurnRecord;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a host ends: idle, replaced by a new class version, discarded after a failure, or deleted.
 * Whatever the way, messages that it has not handled go to its successor, which is not there before
 * the last turn of this host has become durable or has failed. Confined to the worker.
 */
final class HostExit {
  private static final Logger LOG = LoggerFactory.getLogger(HostExit.class);

  private final ActorHost host;
  private final HostState state;
  private boolean replaced;

  /** Whether the actor has left the kernel; then only outputs in flight are waited for. */
  private boolean departed;

  HostExit(ActorHost host, HostState state) {
    this.host = host;
    this.state = state;
  }

  /**
   * The class got a new version that the actor is to run: it leaves after the turns in the kernel.
   */
  void replace() {
    replaced = true;
    leaveIfReplaced();
  }

  boolean replaced() {
    return replaced;
  }

  void leaveIfReplaced() {
    if (replaced
        && host.phase() == ActorHost.Phase.ACTIVE
        && host.isQuiet()
        && !host.isSuspended()) {
      host.phase(ActorHost.Phase.LEAVING);
      keepMessages(null);
      runHook();
    }
  }

  /** Leaves memory if nothing is to do; tells whether it leaves. */
  boolean evict() {
    if (host.isIdle() && !state.requests().any() && host.pending.mailbox.closeIfEmpty()) {
      host.phase(ActorHost.Phase.LEAVING);
      runHook();
      return true;
    }
    return false;
  }

  private void runHook() {
    ActorHost.Turn turn = host.begin(null);
    host.worker.frame().deactivate(host.number, turn.id(), turn.startedAt());
  }

  void lifecycleTurnDone() {
    switch (host.phase()) {
      case STARTING -> {
        host.phase(ActorHost.Phase.ACTIVE);
        host.schedule();
      }
      case LEAVING -> snapshotThenDepart();
      case LOADING, ACTIVE, GONE -> {}
    }
  }

  void lifecycleTurnFailed(ActjsException reason) {
    if (host.phase() == ActorHost.Phase.STARTING) {
      abandonStart(reason);
    } else {
      LOG.warn("onDeactivate of {} failed: {}", host.ref, reason.detail());
      snapshotThenDepart();
    }
  }

  private void snapshotThenDepart() {
    if (state.requests().snapshotUseful()) {
      state.requests().askSnapshot();
    } else {
      depart();
    }
  }

  void snapshotTaken() {
    if (host.phase() == ActorHost.Phase.LEAVING && !departed && !state.requests().any()) {
      depart();
    }
  }

  /** The actor could not be started: everybody who waits is told why. */
  void abandonStart(ActjsException reason) {
    host.phase(ActorHost.Phase.LEAVING);
    host.drain(
        turn -> {},
        message -> {
          if (message instanceof Message.Told told) {
            host.pending.inbox.release(told.message.id());
          }
          message.fail(reason);
        });
    depart();
  }

  /** The first message cannot be served as it wants; what comes after it is tried on its own. */
  void refuseFirst(ActjsException reason) {
    if (departed || host.phase() == ActorHost.Phase.GONE) {
      return;
    }
    host.phase(ActorHost.Phase.LEAVING);
    Message first = host.pending.next();
    if (first != null) {
      host.refuse(first, reason);
    }
    keepMessages(null);
    depart();
  }

  /** The output is the last of an actor that was not started. */
  void leaveWith(Emission last) {
    host.phase(ActorHost.Phase.LEAVING);
    keepMessages(null);
    host.output(last);
    depart();
  }

  /** Nobody wants the actor that would have been created. */
  void leaveUnstarted() {
    host.phase(ActorHost.Phase.LEAVING);
    keepMessages(null);
    depart();
  }

  /** Gives the instance up; the actor comes back from storage with its next message. */
  void discard(ActjsException reason) {
    if (departed || host.phase() == ActorHost.Phase.GONE) {
      return;
    }
    host.phase(ActorHost.Phase.LEAVING);
    keepMessages(reason);
    depart();
  }

  /**
   * Another server owns the actor since that epoch. Nothing that this host does can be stored any
   * more, and what it would read is old.
   */
  void supersededBy(long epoch) {
    if (host.phase() == ActorHost.Phase.ACTIVE && state.epoch() < epoch) {
      discard(Emission.takenOver(host.ref));
    }
  }

  /**
   * The isolate is gone. Turns that it had been given have left no trace and fail: one of them may
   * be what ended it, and would end the next one too.
   */
  void crashed(ActjsException reason) {
    if (departed || host.phase() == ActorHost.Phase.GONE) {
      return;
    }
    if (host.phase() == ActorHost.Phase.STARTING) {
      // Starting may be what ended it: who waits for that is told, and nobody starts it for them.
      abandonStart(reason);
      return;
    }
    host.failRunning(reason);
    discard(reason);
  }

  /** The caller has stopped waiting: a turn that is suspended for it is undone. */
  void abandon(Message.Call call) {
    ActorHost.Turn suspended = host.suspendedTurn();
    if (suspended != null && suspended.message() == call) {
      discard(new ActjsException(ProblemCode.CallTimeout, "the deadline passed before the answer"));
    }
  }

  /**
   * @param reason what a suspended turn fails with; null when none can be suspended
   */
  private void keepMessages(@Nullable ActjsException reason) {
    boolean[] tells = new boolean[1];
    ActorHost.Turn suspended = host.suspendedTurn();
    host.drain(
        turn -> {
          if (turn.message() == null) {
            return;
          }
          if (suspended != null && turn.id() == suspended.id() && reason != null) {
            turn.message().fail(reason);
          } else {
            keep(turn.message(), tells);
          }
        },
        message -> keep(message, tells));
    state.requests().drain(message -> keep(message, tells));
    if (tells[0]) {
      // Stored messages are read again by the successor, which has to be there for that.
      CompletableFuture<@Nullable Void> awake = new CompletableFuture<>();
      RuntimeContext context = host.services.context();
      var unused =
          awake.whenComplete(
              (done, failure) -> {
                if (failure != null) {
                  context.inboxDoubt();
                }
              });
      host.handover.keep(new Message.Wake(host.ref, awake));
    }
  }

  private void keep(Message message, boolean[] tells) {
    if (message instanceof Message.Told) {
      tells[0] = true;
    } else {
      host.handover.keep(message);
    }
  }

  /** Deletes an actor that is in memory. */
  void delete(Message.Delete delete) {
    tombstone(delete, state.tombstone(host.services.context().clock.nowMs()));
  }

  /** Deletes an actor that was never started here. */
  void deleteUnstarted(Message.Delete delete, ActorHead head, long epoch) {
    tombstone(delete, state.tombstone(head, epoch, host.services.context().clock.nowMs()));
  }

  private void tombstone(Message.Delete delete, TurnRecord record) {
    TombstoneOutput output = new TombstoneOutput(host, record, delete);
    output.journaled = true;
    leaveWith(output);
  }

  private void depart() {
    departed = true;
    host.worker.remove(host);
    finishIfDone();
  }

  /** Makes room for the successor when nothing of this host can change storage any more. */
  void finishIfDone() {
    if (departed && host.inFlight() == 0 && host.phase() != ActorHost.Phase.GONE) {
      host.phase(ActorHost.Phase.GONE);
      host.services.directory().replace(host);
    }
  }
}
