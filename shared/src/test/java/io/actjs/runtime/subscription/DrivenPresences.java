package io.actjs.runtime.subscription;

import io.actjs.model.Clock;
import io.actjs.policy.PresenceLimits;
import io.actjs.runtime.directory.Deadlines;
import io.actjs.runtime.directory.Directory;
import io.actjs.runtime.mailbox.DeadlineWheel;
import io.actjs.runtime.output.Output;
import java.util.ArrayList;
import java.util.List;

/** Presences whose outputs wait until the test lets them out. */
public final class DrivenPresences {
  public final List<Output> outputs = new ArrayList<>();
  public final Presences presences;

  public DrivenPresences(Directory directory, DeadlineWheel wheel, Clock clock) {
    presences =
        new Presences(
            directory,
            new Deadlines(wheel, clock, () -> null),
            outputs::addAll,
            clock,
            PresenceLimits.DEFAULT);
  }
}
