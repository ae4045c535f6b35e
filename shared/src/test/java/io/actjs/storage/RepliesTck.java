package io.actjs.storage;

import static io.actjs.storage.CommitResult.ALREADY_CONSUMED;
import static io.actjs.storage.CommitResult.CLOSED;
import static io.actjs.storage.CommitResult.COMMITTED;
import static io.actjs.storage.CommitResult.CONFLICT;
import static io.actjs.storage.CommitResult.FENCED;
import static io.actjs.storage.Records.key;
import static io.actjs.storage.Records.message;
import static io.actjs.storage.Records.reply;
import static io.actjs.storage.Records.sentAt;
import static io.actjs.storage.Records.tombstone;
import static io.actjs.storage.Records.turn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActorRef;
import io.actjs.model.InboxEntry.Accepted;
import io.actjs.model.InboxEntry.DeadLettered;
import io.actjs.model.JournalEntry;
import io.actjs.model.JournalEntry.Remembered;
import io.actjs.model.KeyedReply;
import io.actjs.model.RequestKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every storage driver promises of the answers to requests under keys. */
interface RepliesTck extends StoreUnderTest {
  /** Messages are sent at 3 000. */
  long LATER = 9_000;

  private @Nullable KeyedReply stored(KeyedReply reply) {
    return driver().reply(reply.ref(), reply.key().scope());
  }

  private void assertStored(KeyedReply... replies) {
    for (KeyedReply reply : replies) {
      assertEquals(reply, stored(reply));
    }
  }

  private void assertAbsent(KeyedReply... replies) {
    for (KeyedReply reply : replies) {
      assertNull(stored(reply));
    }
  }

  @Test
  default void aReplyIsStoredWithItsTurnOrNotAtAll() throws Exception {
    KeyedReply first = reply(A, "first", LATER);
    KeyedReply second = reply(A, "second", LATER);
    KeyedReply refused = reply(A, "refused", LATER);
    assertEquals(List.of(CONFLICT), commit(turn(A, 2, 1).answering(refused)));
    assertEquals(
        List.of(ALREADY_CONSUMED), commit(turn(A, 1, 1, List.of(), "m").answering(refused)));
    assertAbsent(refused);
    assertEquals(
        List.of(COMMITTED, CONFLICT, COMMITTED, COMMITTED),
        commit(
            turn(A, 1, 1).answering(first),
            turn(A, 1, 1).answering(refused),
            turn(A, 2, 1),
            turn(A, 3, 1).answering(second)));
    for (int round = 0; round < 2; round++) {
      assertStored(first, second);
      assertAbsent(refused, reply(B, "first", LATER));
      assertEquals(List.of(turn(A, 1, 1), turn(A, 2, 1)), driver().readJournal(A, 1, 2));
      assertEquals(turn(A, 3, 1), driver().activate(A).turns().getLast());
      reopen();
    }
  }

  /** Batches of turns that only change their actors have a way of their own in some drivers. */
  @Test
  default void plainTurnsOfOwnersBringTheirReplies() throws Exception {
    long ofA = driver().activate(A).epoch();
    long ofB = driver().activate(B).epoch();
    List<KeyedReply> replies = new ArrayList<>();
    List<JournalEntry> batch = new ArrayList<>();
    for (int seq = 1; seq <= 20; seq++) {
      KeyedReply reply = reply(A, "k" + seq, LATER + seq);
      replies.add(reply);
      batch.add(turn(A, seq, ofA).answering(reply));
      batch.add(turn(B, seq, ofB).answering(seq % 2 == 0 ? null : reply(B, "k" + seq, LATER)));
    }
    committed(batch.toArray(JournalEntry[]::new));
    long next = driver().activate(A).epoch();
    KeyedReply refused = reply(A, "refused", LATER);
    KeyedReply stored = reply(B, "stored", LATER);
    assertEquals(
        List.of(FENCED, COMMITTED),
        commit(turn(A, 21, ofA).answering(refused), turn(B, 21, ofB).answering(stored)));
    committed(turn(A, 21, next));
    for (int round = 0; round < 2; round++) {
      assertStored(replies.toArray(KeyedReply[]::new));
      assertStored(stored);
      assertAbsent(refused);
      assertEquals(20, Set.copyOf(driver().replyScopes(A, 100)).size());
      assertEquals(11, Set.copyOf(driver().replyScopes(B, 100)).size());
      assertEquals(3, new HashSet<>(driver().replyScopes(A, 3)).size());
      assertEquals(21, seqs(A, 1, 100).size());
      reopen();
    }
  }

  @Test
  default void ofOneScopeTheLastReplyStays() throws Exception {
    KeyedReply early = reply(A, "k", 5_000);
    RequestKey other = new RequestKey(early.key().scope(), "f".repeat(32));
    KeyedReply late = new KeyedReply(A, other, LATER, "{\"n\":2}");
    committed(turn(A, 1, 1).answering(early));
    committed(turn(A, 2, 1).answering(late));
    assertStored(late);
    assertEquals(List.of(other.scope()), driver().replyScopes(A, 10));
    committed(turn(A, 3, 1).answering(early), turn(A, 4, 1).answering(late));
    long epoch = driver().activate(A).epoch();
    committed(turn(A, 5, epoch).answering(early), turn(A, 6, epoch).answering(late));
    for (int round = 0; round < 2; round++) {
      assertStored(late);
      reopen();
    }
  }

  @Test
  default void anAnswerThatChangedNothingIsAllThatIsRemembered() throws Exception {
    KeyedReply unborn = reply(B, "k", LATER);
    committed(new Remembered(unborn, 1));
    turns(A, 1, 2);
    KeyedReply read = reply(A, "k", LATER);
    committed(new Remembered(read, 1));
    for (int round = 0; round < 2; round++) {
      assertStored(unborn, read);
      assertNull(driver().head(B));
      assertEquals(List.of(A), StoreUnderTest.refs(driver().heads(null, null, 10)));
      assertEquals(List.of(1L, 2L), seqs(A, 1, 10));
      assertEquals(List.of(), driver().actorsWithInbox(null, 10));
      Activation activation = driver().activate(B);
      assertNull(activation.head());
      assertEquals(List.of(), activation.inbox());
      reopen();
    }
  }

  @Test
  default void anOlderOwnerRemembersNothing() throws Exception {
    KeyedReply stale = reply(A, "stale", LATER);
    KeyedReply fresh = reply(A, "fresh", LATER);
    long old = driver().activate(A).epoch();
    long now = driver().activate(A).epoch();
    assertEquals(
        List.of(FENCED, COMMITTED), commit(new Remembered(stale, old), new Remembered(fresh, now)));
    committed(turn(A, 1, now));
    assertEquals(List.of(FENCED), commit(new Remembered(stale, old)));
    assertAbsent(stale);
    reopen();
    assertEquals(List.of(FENCED), commit(new Remembered(stale, old)));
    assertStored(fresh);
    assertAbsent(stale);
  }

  @Test
  default void aKeyBringsOneMessageUntilItExpires() throws Exception {
    KeyedReply reply = reply(A, "k", 5_000);
    assertEquals(
        List.of(COMMITTED, ALREADY_CONSUMED),
        commit(new Accepted(message("m1", A), reply), new Accepted(message("m2", A), reply)));
    assertEquals(List.of(ALREADY_CONSUMED), commit(new Accepted(message("m1", A), reply)));
    committed(turn(A, 1, 1, List.of(), "m1"));
    KeyedReply again = reply(A, "k", LATER);
    for (int round = 0; round < 2; round++) {
      assertEquals(
          List.of(ALREADY_CONSUMED, COMMITTED),
          commit(
              new Accepted(sentAt(message("m3", A), 4_999), again),
              new Accepted(message("m" + round, B), reply(B, "k" + round, LATER))));
      assertEquals(List.of(), pending(A));
      assertStored(reply);
      reopen();
    }
    committed(new Accepted(sentAt(message("m3", A), 5_000), again));
    for (int round = 0; round < 2; round++) {
      assertStored(again);
      assertEquals(List.of("m3"), pending(A));
      reopen();
    }
    assertEquals(
        List.of(ALREADY_CONSUMED), commit(new Accepted(sentAt(message("m4", A), 8_999), again)));
  }

  /** The runtime keeps calls and messages under one key apart; the store knows one scope. */
  @Test
  default void aMessageFindsTheReplyOfATurn() {
    committed(turn(A, 1, 1).answering(reply(A, "k", LATER)));
    committed(new Remembered(reply(A, "r", LATER), 1));
    assertEquals(
        List.of(ALREADY_CONSUMED, ALREADY_CONSUMED, COMMITTED),
        commit(
            new Accepted(message("m1", A), reply(A, "k", LATER)),
            new Accepted(message("m1", A), reply(A, "r", LATER)),
            new Accepted(message("m1", A))));
  }

  @Test
  default void aReplyOutlivesItsMessage() throws Exception {
    KeyedReply reply = reply(A, "k", LATER);
    committed(new Accepted(message("m1", A), reply));
    committed(new DeadLettered(message("m1", A), 3, "No: why", 4_000));
    reopen();
    assertStored(reply);
    assertEquals(List.of(ALREADY_CONSUMED), commit(new Accepted(message("m2", A), reply)));
  }

  @Test
  default void repliesOutliveTheirActorAndGoWithItsLastTrace() throws Exception {
    KeyedReply created = reply(A, "create", LATER);
    KeyedReply deleted = reply(A, "delete", LATER);
    KeyedReply other = reply(B, "create", LATER);
    committed(
        turn(A, 1, 1).answering(created),
        turn(B, 1, 1).answering(other),
        tombstone(A, 2, 1).answering(deleted));
    for (int round = 0; round < 2; round++) {
      assertStored(created, deleted, other);
      assertEquals(
          List.of(CLOSED, CLOSED),
          commit(
              new Remembered(reply(A, "late", LATER), 9),
              new Accepted(message("m1", A), reply(A, "late", LATER))));
      assertAbsent(reply(A, "late", LATER));
      reopen();
    }
    assertEquals(2, driver().dropJournal(A));
    assertStored(created, deleted);
    assertTrue(driver().forget(A));
    for (int round = 0; round < 2; round++) {
      assertAbsent(created, deleted);
      assertEquals(List.of(), driver().replyScopes(A, 10));
      assertStored(other);
      reopen();
    }
    long epoch = driver().activate(A).epoch();
    committed(turn(A, 1, epoch), new Accepted(message("m1", A), created));
    assertStored(created);
  }

  @Test
  default void anOwnerOfAForgottenActorRemembersNothingOfTheNewOne() {
    long epoch = driver().activate(A).epoch();
    committed(turn(A, 1, epoch), tombstone(A, 2, epoch));
    long last = driver().activate(A).epoch();
    assertTrue(driver().forget(A));
    assertEquals(List.of(FENCED), commit(new Remembered(reply(A, "k", LATER), epoch)));
    long born = driver().activate(A).epoch();
    assertEquals(List.of(FENCED), commit(new Remembered(reply(A, "k", LATER), last)));
    assertAbsent(reply(A, "k", LATER));
    committed(new Remembered(reply(A, "k", LATER), born));
  }

  @Test
  default void expiredRepliesAreDropped() throws Exception {
    for (int i = 0; i < 10; i++) {
      committed(new Remembered(reply(i % 2 == 0 ? A : B, "k" + i, 100 + i), 1));
    }
    assertEquals(0, driver().drop(new Expired.Replies(99), 100));
    assertEquals(2, driver().drop(new Expired.Replies(103), 2), "no more than asked");
    assertEquals(2, driver().drop(new Expired.Replies(103), 5));
    for (int round = 0; round < 2; round++) {
      assertAbsent(reply(A, "k2", 102), reply(B, "k3", 103));
      assertStored(reply(A, "k4", 104), reply(B, "k5", 105));
      assertEquals(3, driver().replyScopes(A, 10).size());
      assertEquals(0, driver().drop(new Expired.Replies(103), 100));
      reopen();
    }
    // What is renewed is not what has expired.
    committed(new Remembered(reply(A, "k4", LATER), 1));
    assertEquals(5, driver().drop(new Expired.Replies(200), 100));
    assertEquals(List.of(key("k4").scope()), driver().replyScopes(A, 10));
  }

  @Test
  default void answersOfAnyTextAndSizeComeBackAsTheyWere() throws Exception {
    ActorRef odd = new ActorRef("Odd_1", "ünï/çødé 🦀 \"quoted\"");
    List<KeyedReply> replies = new ArrayList<>();
    for (String answer :
        List.of(
            "",
            "null",
            "\"\0\"",
            "\"\\u0000 \\ud800 \\udfff\"",
            "{\"é\u2028\":\"🦀\uFFFF \\\" '; DROP --\"}",
            "[\"" + "ä".repeat(1 << 19) + "\"]")) {
      replies.add(new KeyedReply(odd, key("k" + replies.size()), Long.MAX_VALUE, answer));
    }
    replies.add(new KeyedReply(odd, key("expired"), Long.MIN_VALUE, "1"));
    for (KeyedReply reply : replies) {
      committed(new Remembered(reply, 1));
    }
    for (int round = 0; round < 2; round++) {
      assertStored(replies.toArray(KeyedReply[]::new));
      reopen();
    }
  }

  @Test
  default void repliesAreReadBehindMessagesAndBeforeDeadLetters() {
    committed(
        new Accepted(message("m1", A), reply(A, "x", LATER)),
        new Accepted(message("m2", A), reply(A, "y", LATER)),
        new DeadLettered(message("m2", A), 3, "No: why", 4_000));
    committed(new Remembered(reply(B, "z", LATER), 1));
    List<StoredItem> items = new ArrayList<>();
    driver().contents().read(items::add);
    List<StoredItem> expected = new ArrayList<>();
    expected.add(new StoredItem.Actor(A, null, 0));
    expected.add(new StoredItem.Pending(message("m1", A)));
    driver().replyScopes(A, 10).stream()
        .sorted()
        .map(scope -> Objects.requireNonNull(driver().reply(A, scope)))
        .forEach(reply -> expected.add(new StoredItem.Replied(reply)));
    expected.add(new StoredItem.Dead(new DeadLetter(message("m2", A), 3, "No: why", 4_000)));
    expected.add(new StoredItem.Actor(B, null, 0));
    expected.add(new StoredItem.Replied(reply(B, "z", LATER)));
    assertEquals(expected, items);
    assertEquals(7, items.size());
  }
}
