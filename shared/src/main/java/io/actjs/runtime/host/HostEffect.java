package io.actjs.runtime.host;

import io.actjs.model.ActjsException;
import io.actjs.runtime.output.Emission;
import org.jspecify.annotations.Nullable;

/** What a host has to do. */
sealed interface HostEffect {

  /** Become a tenant of the worker. */
  record Enter() implements HostEffect {}

  /** Give the kernel what waits in the mailbox. */
  record Pump() implements HostEffect {}

  /** Tell everybody who waits why it does not come, and close the mailbox. */
  record FailMessages(ActjsException reason) implements HostEffect {}

  /** Tell who waits for the first message why it does not come. */
  record RefuseFirst(ActjsException reason) implements HostEffect {}

  /** Fail the turns that were given to the kernel: one of them may be what ended it. */
  record FailTurns(ActjsException reason) implements HostEffect {}

  /**
   * Close the mailbox and keep what was not handled for the successor.
   *
   * @param suspended what a turn that awaits fails with; null when none can
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
