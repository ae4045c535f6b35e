package io.actjs.runtime;

import io.actjs.engine.Outcome;
import io.actjs.model.ActjsException;
import io.actjs.model.Reminder;
import io.actjs.wire.JsonText;
import java.util.List;

/**
 * A handler's question for its actor's reminders. It is answered from storage when all that the
 * actor has done before is there.
 */
final class ReminderLookup extends Emission {
  private static final int LIMIT = 1_000;

  private final long call;

  private ReminderLookup(ActorHost host, long call) {
    super(host, null, 0);
    this.call = call;
  }

  static void send(ActorHost host, Outcome.RemindersAsked asked) {
    host.outputAfterTurns(new ReminderLookup(host, asked.call()));
  }

  @Override
  void opened() {
    ActorHost host = host();
    RuntimeContext context = host.services.context();
    context.storageThreads.execute(
        () -> {
          try {
            String json = json(context.storage.reminders(host.ref, LIMIT));
            host.worker.execute(() -> NestedCall.resume(host, call, json, null));
          } catch (ActjsException e) {
            host.worker.execute(() -> NestedCall.resume(host, call, null, e));
          }
        });
  }

  private static String json(List<Reminder> reminders) {
    StringBuilder json = new StringBuilder("[");
    for (Reminder reminder : reminders) {
      json.append(json.length() == 1 ? "" : ",").append("{\"id\":");
      JsonText.quote(reminder.id(), json);
      json.append(",\"at\":").append(reminder.dueAt());
      json.append(",\"every\":").append(reminder.everyMs()).append(",\"type\":");
      JsonText.quote(reminder.type(), json);
      json.append(",\"payload\":").append(reminder.payload()).append('}');
    }
    return json.append(']').toString();
  }

  @Override
  void refused(ActjsException reason) {
    host().worker.execute(() -> NestedCall.resume(host(), call, null, reason));
  }
}
