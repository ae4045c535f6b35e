package io.actjs.runtime;

import io.actjs.engine.Outcome;
import io.actjs.model.ActorRef;
import io.actjs.model.Headers;
import io.actjs.model.InboxMessage;
import io.actjs.model.Manifest;
import io.actjs.model.Reminder;
import io.actjs.model.ReminderChange;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a turn sends, as it is stored: pinned to what the turn is pinned to. */
final class TurnEffects {
  private TurnEffects() {}

  static List<ReminderChange> reminders(
      ActorRef self, List<Outcome.Reminding> remindings, long at, @Nullable Manifest pin) {
    if (remindings.isEmpty()) {
      return List.of();
    }
    List<ReminderChange> changes = new ArrayList<>(remindings.size());
    for (Outcome.Reminding reminding : remindings) {
      changes.add(
          switch (reminding) {
            case Outcome.Reminding.Set set ->
                new ReminderChange.Scheduled(
                    new Reminder(
                        set.id(),
                        self,
                        set.at(),
                        set.everyMs(),
                        set.type(),
                        set.payload(),
                        Headers.pinned(pin == null ? null : pin.sha()),
                        at));
            case Outcome.Reminding.Cancel cancel -> new ReminderChange.Cancelled(cancel.id());
          });
    }
    return changes;
  }

  static List<InboxMessage> outbox(
      ActorRef self, List<Outcome.Tell> tells, long at, @Nullable Manifest pin) {
    if (tells.isEmpty()) {
      return List.of();
    }
    List<InboxMessage> messages = new ArrayList<>(tells.size());
    for (Outcome.Tell tell : tells) {
      messages.add(
          InboxMessages.mint(
              new ActorRef(tell.className(), tell.id()),
              tell.type(),
              tell.payload(),
              self.toString(),
              at,
              pin == null ? null : pin.sha()));
    }
    return messages;
  }
}
