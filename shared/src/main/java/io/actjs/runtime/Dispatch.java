package io.actjs.runtime;

import io.actjs.model.ActjsException;
import io.actjs.model.ClassRef;
import java.util.Objects;

/**
 * What becomes of each message of an active host: it is given to the kernel, answered, refused, or
 * it waits, for the turns before it or for the version of the class that it wants. Confined to the
 * worker.
 */
final class Dispatch {
  private final ActorHost host;
  private final HostState state;
  private final HostExit exit;

  Dispatch(ActorHost host, HostState state, HostExit exit) {
    this.host = host;
    this.state = state;
    this.exit = exit;
  }

  /** Tells whether the host goes on with its mailbox. */
  boolean give(Message message) {
    if (message.abandoned()) {
      return true;
    }
    switch (fit(message)) {
      case SERVED -> {}
      case REFUSED -> {
        return true;
      }
      case WAITS -> {
        return false;
      }
    }
    switch (message) {
      case Message.Call call -> run(call, call.method, call.args);
      case Message.Told told -> run(told, told.message.type(), told.message.payload());
      case Message.Query query -> {
        return alone(query) && state.requests().query(query);
      }
      case Message.Delete delete -> {
        if (alone(delete)) {
          exit.delete(delete);
        }
        return false;
      }
      case Message.Migrate migrate -> {
        return alone(migrate) && migrated(migrate);
      }
      case Message.Rollback rollback -> {
        if (alone(rollback)) {
          leaveFor(rollback);
        }
        return false;
      }
      case Message.Wake wake -> {
        host.inboxBehind();
        wake.done().complete(null);
      }
    }
    return true;
  }

  /** Whether a message can be handled by the version that runs. */
  private enum Fit {
    SERVED,
    REFUSED,
    WAITS
  }

  private Fit fit(Message message) {
    try {
      if (!message.isVersioned() || state.serves(message, host.lastUsedMs())) {
        return Fit.SERVED;
      }
      if (alone(message)) {
        leaveFor(message);
      }
      return Fit.WAITS;
    } catch (ActjsException e) {
      host.refuse(message, e);
      return Fit.REFUSED;
    }
  }

  /** The actor leaves memory; its successor handles the message first. */
  private void leaveFor(Message message) {
    host.pending.putBack(message);
    exit.replace();
  }

  private boolean migrated(Message.Migrate migrate) {
    ClassRef version = Objects.requireNonNull(state.version());
    int order = migrate.to().ref().version().compareTo(version.version());
    if (order > 0) {
      leaveFor(migrate);
      return false;
    }
    host.outputAfterTurns(
        order == 0
            ? new Arrival(host, migrate, state.head())
            : new Refusal(host, migrate, VersionChoice.regression(version, migrate.to().ref())));
    return true;
  }

  /** What is not a turn waits until the turns before it have ended. */
  private boolean alone(Message message) {
    if (host.isQuiet()) {
      return true;
    }
    host.pending.putBack(message);
    return false;
  }

  private void run(Message message, String method, String args) {
    ActorHost.Turn turn = host.begin(message);
    host.worker.frame().call(host.number, turn.id(), method, args, turn.startedAt());
  }
}
