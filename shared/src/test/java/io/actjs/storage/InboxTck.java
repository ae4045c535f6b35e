package io.actjs.storage;

import static io.actjs.storage.CommitResult.ALREADY_CONSUMED;
import static io.actjs.storage.CommitResult.CONFLICT;
import static io.actjs.storage.Records.actor;
import static io.actjs.storage.Records.message;
import static io.actjs.storage.Records.tombstone;
import static io.actjs.storage.Records.turn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.actjs.model.ActorRef;
import io.actjs.model.Headers;
import io.actjs.model.InboxEntry.Accepted;
import io.actjs.model.InboxEntry.DeadLettered;
import io.actjs.model.InboxMessage;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What every storage driver promises of messages. */
interface InboxTck extends StoreUnderTest {
  ActorRef GONE = actor("gone");

  @Test
  default void anActivationBringsTheInboxOfAnActorThatMemoryDoesNotKnow() throws Exception {
    committed(new Accepted(message("m1", A)));
    turns(B, 1, 2);
    committed(new Accepted(message("m1", B)));
    reopen();
    assertEquals(List.of(message("m1", A)), driver().activate(A).inbox());
    Activation ofB = driver().activate(B);
    assertEquals(2, Objects.requireNonNull(ofB.head()).seq());
    assertEquals(List.of(message("m1", B)), ofB.inbox());
    assertEquals(List.of(message("m1", B)), driver().activate(B).inbox(), "memory knows it now");
  }

  @Test
  default void scenario72_inboxKeepsOrderAndPages() throws Exception {
    committed(
        new Accepted(message("m3", A)),
        new Accepted(message("m1", A)),
        new Accepted(message("m2", A)),
        new Accepted(message("m9", B)));
    assertEquals(List.of("m1", "m2", "m3"), pending(A));
    assertEquals(List.of(message("m1", A)), driver().pendingInbox(A, null, 1));
    assertEquals(List.of(message("m2", A)), driver().pendingInbox(A, "m1", 1));
    assertEquals(List.of(A, B), driver().actorsWithInbox(null, 10));
    reopen();
    assertEquals(List.of("m1", "m2", "m3"), pending(A));
    assertEquals(List.of(A), driver().actorsWithInbox(null, 1));
    assertEquals(List.of(B), driver().actorsWithInbox(A, 10));
    assertNull(driver().head(A), "a message creates no actor");
  }

  @Test
  default void scenario72_aMessageIsConsumedExactlyOnceWithItsTurn() throws Exception {
    committed(new Accepted(message("m1", A)), new Accepted(message("m2", A)));
    committed(turn(A, 1, 1, List.of(), "m1"));
    assertEquals(List.of("m2"), pending(A));
    assertEquals(List.of(ALREADY_CONSUMED), commit(turn(A, 2, 1, List.of(), "m1")));
    assertEquals(List.of(ALREADY_CONSUMED), commit(turn(A, 2, 1, List.of(), "never")));
    reopen();
    assertEquals(List.of(ALREADY_CONSUMED), commit(turn(A, 2, 1, List.of(), "m1")));
    assertEquals(1, driver().readJournal(A, 1, 10).size());
    committed(turn(A, 2, 1, List.of(), "m2"));
    assertEquals(List.of(), pending(A));
    assertEquals(List.of(), driver().actorsWithInbox(null, 10));
  }

  @Test
  default void scenario72_aMessageIsConsumedOnlyByItsTarget() {
    committed(new Accepted(message("m1", A)));
    assertEquals(List.of(ALREADY_CONSUMED), commit(turn(B, 1, 1, List.of(), "m1")));
    assertEquals(List.of("m1"), pending(A));
  }

  @Test
  default void scenario72_outboxIsStoredWithItsTurnOrNotAtAll() throws Exception {
    List<InboxMessage> outbox = List.of(message("m1", B), message("m2", B), message("m0", A));
    assertEquals(List.of(CONFLICT), commit(turn(A, 7, 1, outbox, null)));
    assertEquals(List.of(), driver().actorsWithInbox(null, 10));
    committed(turn(A, 1, 1, outbox, null));
    assertEquals(List.of("m1", "m2"), pending(B));
    reopen();
    assertEquals(List.of("m1", "m2"), pending(B));
    assertEquals(List.of("m0"), pending(A));
    assertEquals(outbox, driver().readJournal(A, 1, 1).getFirst().outbox());
  }

  @Test
  default void scenario72_aMessageCanBeSentAndConsumedWithinOneBatch() throws Exception {
    committed(turn(A, 1, 1, List.of(message("m1", B)), null), turn(B, 1, 1, List.of(), "m1"));
    assertEquals(List.of(), pending(B));
    assertEquals(
        List.of(CONFLICT, ALREADY_CONSUMED),
        commit(turn(A, 3, 1, List.of(message("m2", B)), null), turn(B, 2, 1, List.of(), "m2")));
    reopen();
    assertEquals(List.of(), driver().actorsWithInbox(null, 10));
    assertEquals(1, driver().readJournal(B, 1, 10).size());
  }

  @Test
  default void scenario72_aDeadLetterLeavesTheInbox() throws Exception {
    InboxMessage message = message("m1", A);
    committed(new Accepted(message));
    committed(new DeadLettered(message, 5, "HandlerError: no", 77));
    assertEquals(List.of(), pending(A));
    assertEquals(
        List.of(ALREADY_CONSUMED), commit(new DeadLettered(message, 5, "HandlerError: no", 78)));
    assertEquals(List.of(ALREADY_CONSUMED), commit(turn(A, 1, 1, List.of(), "m1")));
    committed(new Accepted(message("m2", B)), new DeadLettered(message("m2", B), 1, "x", 99));
    DeadLetter first = new DeadLetter(message, 5, "HandlerError: no", 77);
    DeadLetter second = new DeadLetter(message("m2", B), 1, "x", 99);
    assertEquals(List.of(second, first), driver().deadLetters(DeadLetterQuery.ALL, 10));
    reopen();
    assertEquals(List.of(second, first), driver().deadLetters(DeadLetterQuery.ALL, 10));
    assertEquals(List.of(second), driver().deadLetters(DeadLetterQuery.ALL, 1));
    assertEquals(List.of(first), driver().deadLetters(A, 10));
  }

  @Test
  default void aMessageToADeletedActorBecomesADeadLetter() throws Exception {
    committed(tombstone(A, 1, 1));
    committed(turn(B, 1, 1, List.of(message("m1", A), message("m2", B)), null));
    List<DeadLetter> expected = List.of(DeadLetter.undeliverable(message("m1", A)));
    assertEquals(expected, driver().deadLetters(DeadLetterQuery.ALL, 10));
    assertEquals(List.of("m2"), pending(B));
    reopen();
    assertEquals(expected, driver().deadLetters(A, 10));
    assertEquals(List.of(), pending(A));
  }

  @Test
  default void messagesAndDeadLettersKeepAllTheirHeaders() throws Exception {
    InboxMessage fromOutside = Records.with(message("m1", A), Records.headers("outside"));
    InboxMessage fromActor = Records.with(message("m2", A), Records.headers("").ofTell());
    InboxMessage traced =
        Records.with(
            message("m3", A), new Headers(null, null, "00-1-2-00", null, null, 0, Headers.HOPS));
    InboxMessage dies = Records.with(message("m4", B), Records.headers("\0é🦀"));
    InboxMessage tooLate = Records.with(message("m5", GONE), Records.headers("late"));
    committed(tombstone(GONE, 1, 1));
    committed(
        new Accepted(fromOutside),
        turn(B, 1, 1, List.of(fromActor, traced, tooLate), null),
        new Accepted(dies),
        new DeadLettered(dies, 3, "No: why", 9));
    for (int round = 0; round < 2; round++) {
      assertEquals(List.of(fromOutside, fromActor, traced), driver().pendingInbox(A, null, 10));
      assertEquals(
          List.of(fromActor, traced, tooLate), driver().readJournal(B, 1, 1).getFirst().outbox());
      assertEquals(
          List.of(DeadLetter.undeliverable(tooLate), new DeadLetter(dies, 3, "No: why", 9)),
          driver().deadLetters(DeadLetterQuery.ALL, 10));
      reopen();
    }
    committed(turn(A, 1, 1, List.of(), "m1"), new DeadLettered(fromActor, 1, "No: later", 8_000));
    reopen();
    assertEquals(List.of(traced), driver().pendingInbox(A, null, 10));
    assertEquals(
        List.of(new DeadLetter(fromActor, 1, "No: later", 8_000)), driver().deadLetters(A, 10));
  }

  @Test
  default void aMessageCarriesTheManifestOfItsSender() throws Exception {
    InboxMessage fromOutside = Records.pinned(message("m1", A), "01".repeat(32));
    InboxMessage plain = message("m2", A);
    InboxMessage fromActor = Records.pinned(message("m3", A), "23".repeat(32));
    InboxMessage dies = Records.pinned(message("m4", B), "45".repeat(32));
    committed(
        new Accepted(fromOutside),
        turn(B, 1, 1, List.of(plain, fromActor), null),
        new Accepted(dies),
        new DeadLettered(dies, 3, "No: why", 9));
    for (int round = 0; round < 2; round++) {
      assertEquals(List.of(fromOutside, plain, fromActor), driver().pendingInbox(A, null, 10));
      assertEquals(List.of(plain, fromActor), driver().readJournal(B, 1, 1).getFirst().outbox());
      assertEquals(
          List.of(new DeadLetter(dies, 3, "No: why", 9)),
          driver().deadLetters(DeadLetterQuery.ALL, 10));
      reopen();
    }
  }
}
