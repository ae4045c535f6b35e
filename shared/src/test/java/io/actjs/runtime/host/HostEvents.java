package io.actjs.runtime.host;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ProblemCode;
import io.actjs.runtime.output.ActorGate;
import io.actjs.runtime.output.Emission;
import java.util.List;

/** One event of each kind, with what they carry. */
final class HostEvents {
  /** Compared by identity, never thrown. */
  @SuppressWarnings("StaticAssignmentOfThrowable")
  static final ActjsException REASON = new ActjsException(ProblemCode.Fenced, "taken over");

  static final Emission LAST = new Last();

  static final List<HostEvent> ALL =
      List.of(
          new HostEvent.Found(),
          new HostEvent.Unwanted(),
          new HostEvent.Ended(LAST),
          new HostEvent.FirstRefused(REASON),
          new HostEvent.StartFailed(REASON),
          new HostEvent.Started(),
          new HostEvent.Awaits(),
          new HostEvent.Resumed(),
          new HostEvent.Replaced(),
          new HostEvent.Quiet(),
          new HostEvent.Idle(),
          new HostEvent.HookEnded(true),
          new HostEvent.HookEnded(false),
          new HostEvent.SnapshotTaken(),
          new HostEvent.Discarded(REASON),
          new HostEvent.EngineLost(REASON),
          new HostEvent.OutputsSettled());

  private HostEvents() {}

  /** A last turn; the machine only passes it on. */
  private static final class Last extends Emission {
    Last() {
      super(new ActorGate(new ActorRef("Counter", "a"), new Nobody()), null, 0);
    }

    @Override
    protected void opened() {}

    @Override
    protected void refused(ActjsException reason) {}
  }

  private static final class Nobody implements ActorGate.Owner {
    @Override
    public void poisoned(ActjsException reason) {}

    @Override
    public void refused(ActjsException reason) {}

    @Override
    public void drained() {}
  }
}
