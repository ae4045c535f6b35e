package io.actjs.runtime.host;

import io.actjs.runtime.host.HostEffect.AskSnapshot;
import io.actjs.runtime.host.HostEffect.Depart;
import io.actjs.runtime.host.HostEffect.Emit;
import io.actjs.runtime.host.HostEffect.Enter;
import io.actjs.runtime.host.HostEffect.FailMessages;
import io.actjs.runtime.host.HostEffect.FailTurns;
import io.actjs.runtime.host.HostEffect.HandOver;
import io.actjs.runtime.host.HostEffect.KeepMessages;
import io.actjs.runtime.host.HostEffect.Pump;
import io.actjs.runtime.host.HostEffect.RefuseFirst;
import io.actjs.runtime.host.HostEffect.RunHook;
import io.actjs.runtime.host.HostEvent.Awaits;
import io.actjs.runtime.host.HostEvent.Discarded;
import io.actjs.runtime.host.HostEvent.Ended;
import io.actjs.runtime.host.HostEvent.EngineLost;
import io.actjs.runtime.host.HostEvent.FirstRefused;
import io.actjs.runtime.host.HostEvent.Found;
import io.actjs.runtime.host.HostEvent.HookEnded;
import io.actjs.runtime.host.HostEvent.Idle;
import io.actjs.runtime.host.HostEvent.OutputsSettled;
import io.actjs.runtime.host.HostEvent.Quiet;
import io.actjs.runtime.host.HostEvent.Replaced;
import io.actjs.runtime.host.HostEvent.Resumed;
import io.actjs.runtime.host.HostEvent.SnapshotTaken;
import io.actjs.runtime.host.HostEvent.StartFailed;
import io.actjs.runtime.host.HostEvent.Started;
import io.actjs.runtime.host.HostEvent.Unwanted;
import java.util.Arrays;
import java.util.List;

/**
 * The life of a host as a pure state machine: an event yields the next state and the effects that
 * its driver must perform, in order. It has no thread, no clock and no engine.
 *
 * <pre>
 * Loading ──► Starting ──► Active ◄──► Suspended
 *    │           │           │             │
 *    └───────────┴─────► Leaving ◄─────────┘
 *                           │
 *                           ▼
 *                         Gone
 * </pre>
 *
 * <p>An event that cannot happen in a state is a bug of the driver: {@link IllegalStateException}.
 * An event that comes from another thread and finds the host on its way out is legal and has no
 * effect.
 */
sealed interface HostState {

  /** The consequences of an event. */
  record Transition(HostState next, List<HostEffect> effects) {}

  Transition on(HostEvent event);

  /** Whether messages may be given to the kernel. */
  default boolean takesMessages() {
    return false;
  }

  /** Whether the host is to make room for its successor as soon as it can. */
  default boolean isReplaced() {
    return false;
  }

  /** Whether the host is on its way out. */
  default boolean isLeaving() {
    return false;
  }

  /**
   * Storage is read; messages wait in the mailbox.
   *
   * @param isReplaced whether a new version of the class is to run
   */
  record Loading(boolean isReplaced) implements HostState {
    @Override
    public Transition on(HostEvent event) {
      return switch (event) {
        case Found() -> to(new Starting(isReplaced), new Enter());
        case Unwanted() -> leave(new KeepMessages(null));
        case Ended(var last) -> leave(new KeepMessages(null), new Emit(last));
        case FirstRefused(var reason) -> leave(new RefuseFirst(reason), new KeepMessages(null));
        case StartFailed(var reason) -> leave(new FailMessages(reason));
        case Discarded(var reason) -> leave(new KeepMessages(reason));
        case Replaced() -> to(new Loading(true));
        // Not in the isolate yet, so it loses nothing with it.
        case EngineLost lost -> to(this);
        case OutputsSettled() -> throw illegal(this, event);
        case HostEvent.FromIsolate never -> throw illegal(this, event);
      };
    }
  }

  /** The actor is moved to another version, replayed, and runs its first hooks. */
  record Starting(boolean isReplaced) implements HostState {
    @Override
    public Transition on(HostEvent event) {
      return switch (event) {
        case Started() -> to(new Active(isReplaced), new Pump());
        case StartFailed(var reason) -> leave(new FailMessages(reason));
        case FirstRefused(var reason) -> leave(new RefuseFirst(reason), new KeepMessages(null));
        // It is deleted without having been started: nobody has to be asked.
        case Ended(var last) -> leave(new KeepMessages(null), new Emit(last));
        case Discarded(var reason) -> leave(new KeepMessages(reason));
        // The start itself may have ended it: waiting callers are told, and it is not retried for
        // them.
        case EngineLost(var reason) -> leave(new FailMessages(reason));
        case Replaced() -> to(new Starting(true));
        // A hook may await; no message is taken before it has ended.
        case Awaits(), Resumed() -> to(this);
        case Found(),
            Unwanted(),
            Quiet(),
            Idle(),
            HookEnded(_),
            SnapshotTaken(),
            OutputsSettled() ->
            throw illegal(this, event);
      };
    }
  }

  /** The actor takes messages. */
  record Active(boolean isReplaced) implements HostState {
    @Override
    public boolean takesMessages() {
      return true;
    }

    @Override
    public Transition on(HostEvent event) {
      return switch (event) {
        case Awaits() -> to(new Suspended(isReplaced));
        case Replaced() -> to(new Active(true));
        case Quiet() ->
            isReplaced
                ? to(new Leaving(Stage.HOOK), new KeepMessages(null), new RunHook())
                : to(this);
        case Idle() -> to(new Leaving(Stage.HOOK), new RunHook());
        case Ended(var last) -> leave(new KeepMessages(null), new Emit(last));
        case Discarded(var reason) -> leave(new KeepMessages(reason));
        // The turn of the start was not stored, and no message was taken after it.
        case StartFailed(var reason) -> leave(new FailMessages(reason));
        case EngineLost(var reason) -> leave(new FailTurns(reason), new KeepMessages(reason));
        case SnapshotTaken() -> to(this);
        case Found(),
            Unwanted(),
            FirstRefused(_),
            Started(),
            Resumed(),
            HookEnded(_),
            OutputsSettled() ->
            throw illegal(this, event);
      };
    }
  }

  /** A turn awaits: no message is taken before it has ended. */
  record Suspended(boolean isReplaced) implements HostState {
    @Override
    public Transition on(HostEvent event) {
      return switch (event) {
        case Resumed() -> to(new Active(isReplaced));
        case Replaced() -> to(new Suspended(true));
        case Discarded(var reason) -> leave(new KeepMessages(reason));
        case EngineLost(var reason) -> leave(new FailTurns(reason), new KeepMessages(reason));
        case SnapshotTaken() -> to(this);
        case Found(),
            Unwanted(),
            Ended(_),
            FirstRefused(_),
            StartFailed(_),
            Started(),
            Awaits(),
            Quiet(),
            Idle(),
            HookEnded(_),
            OutputsSettled() ->
            throw illegal(this, event);
      };
    }
  }

  /** The progress of a leaving host. */
  enum Stage {
    /** {@code onDeactivate} runs. */
    HOOK,
    /** The last state is requested, to be stored as a snapshot. */
    SNAPSHOT,
    /** The actor has left the isolate; its last turns become durable, or fail. */
    DEPARTED
  }

  /** The host accepts nothing more. */
  record Leaving(Stage stage) implements HostState {
    @Override
    public boolean isLeaving() {
      return true;
    }

    @Override
    public Transition on(HostEvent event) {
      return switch (stage) {
        case HOOK, SNAPSHOT -> inIsolate(event);
        case DEPARTED -> departed(event);
      };
    }

    private Transition inIsolate(HostEvent event) {
      return switch (event) {
        case HookEnded(var worthSnapshot) -> {
          if (stage != Stage.HOOK) {
            throw illegal(this, event);
          }
          yield worthSnapshot ? to(new Leaving(Stage.SNAPSHOT), new AskSnapshot()) : leave();
        }
        // A snapshot requested before the hook began may arrive while it runs.
        case SnapshotTaken() -> stage == Stage.SNAPSHOT ? leave() : to(this);
        case Discarded(var reason) -> leave(new KeepMessages(reason));
        case EngineLost(var reason) -> leave(new KeepMessages(reason));
        // The hook may await; nothing more is accepted in any case.
        case Awaits(), Resumed(), Replaced() -> to(this);
        case Found(),
            Unwanted(),
            Ended(_),
            FirstRefused(_),
            StartFailed(_),
            Started(),
            Quiet(),
            Idle(),
            OutputsSettled() ->
            throw illegal(this, event);
      };
    }

    private Transition departed(HostEvent event) {
      return switch (event) {
        case OutputsSettled() -> to(new Gone(), new HandOver());
        // Events in flight when the host left: storage answers, timers, other threads.
        case HostEvent.FromAfar late -> to(this);
        case Ended last -> throw illegal(this, event);
        case HostEvent.FromIsolate never -> throw illegal(this, event);
      };
    }
  }

  /** The successor may take over. */
  record Gone() implements HostState {
    @Override
    public boolean isLeaving() {
      return true;
    }

    @Override
    public Transition on(HostEvent event) {
      return switch (event) {
        case OutputsSettled() -> to(this);
        case HostEvent.FromAfar late -> to(this);
        case Ended last -> throw illegal(this, event);
        case HostEvent.FromIsolate never -> throw illegal(this, event);
      };
    }
  }

  private static Transition to(HostState next, HostEffect... effects) {
    return new Transition(next, List.of(effects));
  }

  /** Leaves the isolate after these. */
  private static Transition leave(HostEffect... before) {
    HostEffect[] all = Arrays.copyOf(before, before.length + 1);
    all[before.length] = new Depart();
    return to(new Leaving(Stage.DEPARTED), all);
  }

  private static IllegalStateException illegal(HostState state, HostEvent event) {
    return new IllegalStateException("a host that is " + state + " gets no " + event);
  }
}
