package io.actjs.runtime.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.engine.Outcome;
import io.actjs.model.ActorRef;
import io.actjs.model.Envelope;
import io.actjs.model.Headers;
import io.actjs.model.InboxMessage;
import io.actjs.model.ReminderChange;
import io.actjs.model.RequestKey;
import io.actjs.model.access.Principal;
import io.actjs.runtime.inbox.InboxMessages;
import io.actjs.runtime.mailbox.Deliveries;
import io.actjs.runtime.mailbox.Delivery;
import io.actjs.runtime.mailbox.Receiver;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnEffectsTest {
  private static final ActorRef SELF = Deliveries.ACTOR;
  private static final long AT = 5_000;
  private static final Headers ASKED =
      new Headers(
          Principal.of("ada", List.of()),
          "sha",
          "trace",
          RequestKey.of("ada", "call add", "key", "[]"),
          null,
          700,
          Headers.HOPS - 1);
  private static final Headers SENT =
      new Headers(Principal.of("ada", List.of()), "sha", "trace", null, null, 0, Headers.HOPS);

  private int ids;
  private final InboxMessages messages = new InboxMessages(() -> "m" + ids++);
  private final Turn turn =
      new Turn(1, Delivery.of(Envelope.call(SELF, "add", "[]", ASKED), null, Receiver.NOBODY), AT);

  private TurnEffects effects(List<Outcome.Tell> tells, List<Outcome.Reminding> remindings) {
    return TurnEffects.of(
        SELF, new Outcome.TurnDone(1, 1, null, "[]", tells, remindings), turn, messages);
  }

  @Test
  void aTurnThatSendsNothingMakesNothing() {
    TurnEffects effects = effects(List.of(), List.of());
    assertTrue(effects.isEmpty());
    assertEquals(0, ids);
  }

  @Test
  void tellsAreMessagesOfTheActorInItsOrderWithTheTurnsHeaders() {
    TurnEffects effects =
        effects(
            List.of(
                new Outcome.Tell("Log", "a", "write", "1"),
                new Outcome.Tell("Log", "b", "write", "2")),
            List.of());
    assertFalse(effects.isEmpty());
    assertEquals(
        List.of(
            new InboxMessage(
                "m0", new ActorRef("Log", "a"), "write", "1", SELF.toString(), AT, SENT),
            new InboxMessage(
                "m1", new ActorRef("Log", "b"), "write", "2", SELF.toString(), AT, SENT)),
        effects.outbox());
  }

  @Test
  void remindersAreOfTheActorItselfAndKeepTheTurnsHeaders() {
    TurnEffects effects =
        effects(
            List.of(),
            List.of(
                new Outcome.Reminding.Set("r1", 9_000, 60, "tick", "{}"),
                new Outcome.Reminding.Cancel("r2")));
    assertFalse(effects.isEmpty());
    assertEquals(
        List.of(
            new ReminderChange.Scheduled(
                InboxMessage.reminder("r1", SELF, 9_000, 60, "tick", "{}", SENT, AT)),
            new ReminderChange.Cancelled("r2")),
        effects.reminders());
  }
}
