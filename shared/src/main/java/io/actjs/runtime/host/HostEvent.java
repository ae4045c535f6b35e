package io.actjs.runtime.host;

import io.actjs.model.ActjsException;
import io.actjs.runtime.output.Emission;

/** An event in the life of a host. */
sealed interface HostEvent {

  /** Comes from outside of the isolate, and may come when the host has left already. */
  sealed interface FromAfar extends HostEvent {}

  /** Caused by the isolate's work for the host, and so not after the host has left. */
  sealed interface FromIsolate extends HostEvent {}

  /** Storage has been read, and somebody wants the actor. */
  record Found() implements FromAfar {}

  /** Storage has been read, and nobody wants the actor any more. */
  record Unwanted() implements FromAfar {}

  /**
   * A last turn of the actor, or of its owner, was made outside of the isolate.
   *
   * @param last journals it
   */
  record Ended(Emission last) implements HostEvent {}

  /** The first message cannot be served as requested; later ones are tried on their own. */
  record FirstRefused(ActjsException reason) implements FromAfar {}

  /** The actor cannot be started for anybody. */
  record StartFailed(ActjsException reason) implements FromAfar {}

  /** The hooks of the start have ended well. */
  record Started() implements FromIsolate {}

  /** A turn awaits. */
  record Awaits() implements FromIsolate {}

  /** The turn that awaited has ended. */
  record Resumed() implements FromIsolate {}

  /** The class got a new version that the actor is to run. */
  record Replaced() implements FromAfar {}

  /** No turn is in the kernel. Told only to a host that is to be replaced. */
  record Quiet() implements FromIsolate {}

  /** Nothing is to do, and the mailbox is closed. */
  record Idle() implements FromIsolate {}

  /**
   * {@code onDeactivate} has ended, well or not.
   *
   * @param worthSnapshot whether a snapshot would spare the next start a replay
   */
  record HookEnded(boolean worthSnapshot) implements FromIsolate {}

  /** The kernel has given a state that is stored as a snapshot, and owes no other. */
  record SnapshotTaken() implements FromIsolate {}

  /** The instance is given up; the actor comes back from storage with its next message. */
  record Discarded(ActjsException reason) implements FromAfar {}

  /** The isolate is gone. Turns that it had been given have left no trace. */
  record EngineLost(ActjsException reason) implements FromAfar {}

  /** Nothing of the host waits for the journal. */
  record OutputsSettled() implements HostEvent {}
}
