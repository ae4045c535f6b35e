package io.actjs.runtime.host;

import io.actjs.engine.Outcome;
import io.actjs.model.ActorRef;
import io.actjs.model.Headers;
import io.actjs.model.InboxMessage;
import io.actjs.model.ReminderChange;
import io.actjs.runtime.inbox.InboxMessages;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a turn does besides changing its actor's state, as it is stored: what it sends, with the
 * principal, pin and trace of the turn, and the tags that it leaves.
 *
 * @param tags null when it leaves them as they are
 */
record TurnEffects(
    List<InboxMessage> outbox, List<ReminderChange> reminders, @Nullable List<String> tags) {
  private static final TurnEffects NONE = new TurnEffects(List.of(), List.of(), null);

  static TurnEffects of(ActorRef self, Outcome.TurnDone done, Turn turn, InboxMessages messages) {
    if (done.outbox().isEmpty() && done.reminders().isEmpty() && done.tags() == null) {
      return NONE;
    }
    Headers headers = turn.delivery().envelope().headers().ofTell();
    return new TurnEffects(
        outbox(self, done.outbox(), turn.startedAt(), headers, messages),
        reminders(self, done.reminders(), turn.startedAt(), headers),
        done.tags());
  }

  /** Characters of payload. */
  int chars() {
    int chars = 0;
    for (InboxMessage message : outbox) {
      chars += message.payload().length();
    }
    for (ReminderChange change : reminders) {
      chars +=
          switch (change) {
            case ReminderChange.Scheduled set -> set.message().payload().length();
            case ReminderChange.Cancelled cancelled -> 0;
          };
    }
    return chars;
  }

  /** Ids of reminders. */
  List<String> cancelled() {
    // Almost no turn touches reminders, and each is asked.
    if (reminders.isEmpty()) {
      return List.of();
    }
    return reminders.stream()
        .filter(ReminderChange.Cancelled.class::isInstance)
        .map(ReminderChange::id)
        .toList();
  }

  boolean isEmpty() {
    return outbox.isEmpty() && reminders.isEmpty() && tags == null;
  }

  private static List<ReminderChange> reminders(
      ActorRef self, List<Outcome.Reminding> remindings, long at, Headers headers) {
    List<ReminderChange> changes = new ArrayList<>(remindings.size());
    for (Outcome.Reminding reminding : remindings) {
      changes.add(
          switch (reminding) {
            case Outcome.Reminding.Set set ->
                new ReminderChange.Scheduled(
                    InboxMessage.reminder(
                        set.id(),
                        self,
                        set.at(),
                        set.everyMs(),
                        set.type(),
                        set.payload(),
                        headers,
                        at));
            case Outcome.Reminding.Cancel cancel -> new ReminderChange.Cancelled(cancel.id());
          });
    }
    return changes;
  }

  private static List<InboxMessage> outbox(
      ActorRef self, List<Outcome.Tell> tells, long at, Headers headers, InboxMessages messages) {
    List<InboxMessage> outbox = new ArrayList<>(tells.size());
    for (Outcome.Tell tell : tells) {
      ActorRef target = new ActorRef(tell.className(), tell.id());
      outbox.add(messages.mint(target, tell.type(), tell.payload(), self, at, headers));
    }
    return outbox;
  }
}
