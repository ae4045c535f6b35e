package io.actjs.runtime.host;

import io.actjs.model.ActjsException;
import io.actjs.runtime.output.Emission;

/** What happens to a host. */
sealed interface HostEvent {

  /** Storage has been read, and somebody wants the actor. */
  record Found() implements HostEvent {}

  /** Storage has been read, and nobody wants the actor any more. */
  record Unwanted() implements HostEvent {}

  /**
   * A last turn of the actor, or of its owner, was made outside of the isolate.
   *
   * @param last journals it
   */
  record Ended(Emission last) implements HostEvent {}

  /** The first message cannot be served as it wants; what comes after it is tried on its own. */
  record FirstRefused(ActjsException reason) implements HostEvent {}

  /** The actor cannot be started for anybody. */
  record StartFailed(ActjsException reason) implements HostEvent {}

  /** The hooks of the start have ended well. */
  record Started() implements HostEvent {}

  /** A turn awaits. */
  record Awaits() implements HostEvent {}

  /** The turn that awaited has ended. */
  record Resumed() implements HostEvent {}

  /** The class got a new version that the actor is to run. */
  record Replaced() implements HostEvent {}

  /** No turn is in the kernel. Told only to a host that is to be replaced. */
  record Quiet() implements HostEvent {}

  /** Nothing is to do, and the mailbox is closed. */
  record Idle() implements HostEvent {}

  /**
   * {@code onDeactivate} has ended, well or not.
   *
   * @param worthSnapshot whether a snapshot would spare the next start a replay
   */
  record HookEnded(boolean worthSnapshot) implements HostEvent {}

  /** The kernel has given a state that is stored as a snapshot, and owes no other. */
  record SnapshotTaken() implements HostEvent {}

  /** The instance is given up; the actor comes back from storage with its next message. */
  record Discarded(ActjsException reason) implements HostEvent {}

  /** The isolate is gone. Turns that it had been given have left no trace. */
  record EngineLost(ActjsException reason) implements HostEvent {}

  /** Nothing of the host waits for the journal. */
  record OutputsSettled() implements HostEvent {}
}
