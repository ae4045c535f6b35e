package io.actjs.runtime.host;

import io.actjs.engine.Outcome;
import io.actjs.model.ActjsException;
import io.actjs.model.InboxMessage;
import io.actjs.policy.Budget;
import io.actjs.policy.Charge;
import io.actjs.runtime.due.Reminders;
import io.actjs.runtime.output.Emission;
import io.actjs.runtime.output.StoreAccess;
import io.actjs.wire.JsonText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A handler's question for its actor's reminders. It is answered from storage once everything that
 * the actor has done before is stored.
 */
final class ReminderLookup extends Emission {
  private static final int LIMIT = 1_000;

  /** Bytes that a character of a payload takes: in what was read, and in the answer. */
  private static final int BYTES_A_CHAR = 4;

  /** What a reminder takes beside its payload. */
  private static final int FIXED_BYTES = 512;

  private final ActorHost host;
  private final long call;

  private ReminderLookup(ActorHost host, long call) {
    super(host.outputs.gate, null, 0);
    this.host = host;
    this.call = call;
  }

  static void send(ActorHost host, Outcome.RemindersAsked asked) {
    host.outputs.sendAfterTurns(new ReminderLookup(host, asked.call()));
  }

  @Override
  protected void opened() {
    StoreAccess store = host.services.store();
    Budget memory = host.services.memory();
    Charge charge = memory.charge(0);
    store.attempt(
        () -> {
          String json =
              json(
                  Reminders.of(
                      store.driver(),
                      host.ref(),
                      store.clock().nowMs(),
                      LIMIT,
                      reminder -> take(reminder, charge, memory)));
          charge.shrinkTo(2L * json.length());
          return json;
        },
        json -> resume(json, null, charge),
        failure -> resume(null, failure, charge));
  }

  private static void take(InboxMessage reminder, Charge charge, Budget memory) {
    if (!charge.tryGrow(FIXED_BYTES + (long) BYTES_A_CHAR * reminder.payload().length())) {
      throw memory.exhausted();
    }
  }

  /**
   * @param charge for the answer until the kernel's frame has a copy of it
   */
  private void resume(@Nullable String json, @Nullable ActjsException failure, Charge charge) {
    host.execute(
        () -> {
          try (charge) {
            NestedCall.resume(host, call, json, failure);
          }
        });
  }

  private static String json(List<InboxMessage> reminders) {
    StringBuilder json = new StringBuilder("[");
    for (InboxMessage reminder : reminders) {
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
  protected void refused(ActjsException reason) {
    resume(null, reason, Charge.NONE);
  }
}
