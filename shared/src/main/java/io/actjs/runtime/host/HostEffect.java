package io.actjs.runtime.host;

import io.actjs.model.ActjsException;
import io.actjs.runtime.output.Emission;
import org.jspecify.annotations.Nullable;

/** An action that a host must perform. */
sealed interface HostEffect {

  /** Become a tenant of the worker. */
  record Enter() implements HostEffect {}

  /** Pass waiting messages from the mailbox to the kernel. */
  record Pump() implements HostEffect {}

  /** Fail all waiting messages with the reason, and close the mailbox. */
  record FailMessages(ActjsException reason) implements HostEffect {}

  /** Fail the first message with the reason. */
  record RefuseFirst(ActjsException reason) implements HostEffect {}

  /** Fail the turns in the kernel: one of them may have ended it. */
  record FailTurns(ActjsException reason) implements HostEffect {}

  /**
   * Close the mailbox and keep unhandled messages for the successor.
   *
   * @param suspended the failure of a suspended turn; null when there can be none
   */
  record KeepMessages(@Nullable ActjsException suspended) implements HostEffect {}

  /** Run {@code onDeactivate}. */
  record RunHook() implements HostEffect {}

  /** Ask the kernel for the state, to store it as a snapshot. */
  record AskSnapshot() implements HostEffect {}

  /** Journal the last turn. */
  record Emit(Emission last) implements HostEffect {}

  /** Leave the isolate. */
  record Depart() implements HostEffect {}

  /** Let the successor take over. */
  record HandOver() implements HostEffect {}
}
