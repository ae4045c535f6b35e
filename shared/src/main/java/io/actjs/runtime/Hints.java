package io.actjs.runtime;

import io.actjs.runtime.due.DueClock;
import io.actjs.runtime.host.Hosts;
import io.actjs.storage.Signals.Signal;
import java.util.function.Consumer;

/** Reacts to hints from other servers. */
final class Hints implements Consumer<Signal> {
  private final Hosts hosts;
  private final DueClock reminders;
  private final RegistryWatch registry;

  Hints(Hosts hosts, DueClock reminders, RegistryWatch registry) {
    this.hosts = hosts;
    this.reminders = reminders;
    this.registry = registry;
  }

  @Override
  public void accept(Signal signal) {
    switch (signal) {
      case Signal.ReminderSet(long dueAt) -> reminders.lookAt(dueAt);
      case Signal.RegistryChanged changed -> registry.lookNow();
      case Signal.Activated(var ref, long epoch) -> hosts.superseded(ref, epoch);
    }
  }
}
