package io.actjs.storage.postgres.commit;

import static io.actjs.storage.Records.actor;
import static io.actjs.storage.Records.message;
import static io.actjs.storage.Records.reply;
import static io.actjs.storage.Records.tombstone;
import static io.actjs.storage.Records.turn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.actjs.model.ActorRef;
import io.actjs.model.InboxEntry.Accepted;
import io.actjs.model.JournalEntry;
import io.actjs.model.JournalEntry.Remembered;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which batches need nothing read before they are stored. */
final class PlainTurnsTest {
  private static final ActorRef A = actor("a");
  private static final ActorRef B = actor("b");

  @Test
  void turnsOfRequestsUnderKeysAreAsPlainAsOthers() {
    PlainTurns plain =
        PlainTurns.of(
            List.of(
                turn(A, 1, 1).answering(reply(A, "k", 9_000)),
                turn(B, 7, 3),
                turn(A, 2, 1).answering(reply(A, "l", 9_000))));
    assertNotNull(plain);
    assertEquals(3, plain.size());
  }

  @Test
  void whateverDoesMoreIsDecidedEntryByEntry() {
    List<JournalEntry> others =
        List.of(
            new Remembered(reply(A, "k", 9_000), 1),
            new Accepted(message("m", A)),
            tombstone(A, 1, 1).answering(reply(A, "k", 9_000)),
            turn(A, 1, 1, List.of(message("m", B)), null),
            turn(A, 1, 1, List.of(), "m"));
    for (JournalEntry other : others) {
      assertNull(PlainTurns.of(List.of(turn(B, 1, 1), other)), other::toString);
    }
    assertNull(PlainTurns.of(List.of(turn(A, 1, 1), turn(A, 3, 1))));
  }

  @Test
  void ofAKeyThatABatchAnswersTwiceTheLastReplyIsStored() {
    NewReplies replies = new NewReplies();
    assertEquals(List.of(), replies.steps());
    replies.add(null);
    assertEquals(List.of(), replies.steps());
    replies.add(reply(A, "k", 1));
    replies.add(reply(A, "k", 2));
    replies.add(reply(B, "k", 3));
    assertEquals(1, replies.steps().size());
    long[] expiries = (long[]) replies.steps().getFirst().arguments().get(4);
    assertEquals(List.of(2L, 3L), Arrays.stream(expiries).boxed().toList());
  }
}
