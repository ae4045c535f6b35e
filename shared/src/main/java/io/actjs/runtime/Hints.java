package io.actjs.runtime;

import io.actjs.storage.Signals.Signal;
import java.util.function.Consumer;

/** What a hint of another server makes this one look at. */
final class Hints implements Consumer<Signal> {
  private final Directory directory;
  private final ReminderClock reminders;
  private final RegistryWatch registry;

  Hints(Directory directory, ReminderClock reminders, RegistryWatch registry) {
    this.directory = directory;
    this.reminders = reminders;
    this.registry = registry;
  }

  @Override
  public void accept(Signal signal) {
    switch (signal) {
      case Signal.ReminderSet(long dueAt) -> reminders.lookAt(dueAt);
      case Signal.RegistryChanged changed -> registry.lookNow();
      case Signal.Activated activated -> {
        ActorHost host = directory.find(activated.ref());
        if (host != null) {
          host.worker.execute(() -> host.exit().supersededBy(activated.epoch()));
        }
      }
    }
  }
}
