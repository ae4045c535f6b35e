package io.actjs.storage;

import static io.actjs.storage.Records.message;
import static io.actjs.storage.Records.snapshot;
import static io.actjs.storage.Records.tombstone;
import static io.actjs.storage.Records.turn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActorRef;
import io.actjs.model.InboxEntry.Accepted;
import io.actjs.model.TurnRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every storage driver promises to one who follows the turns of a shard. */
interface OrderTck extends StoreUnderTest {
  int SHARD = ActorShard.of(A);

  /** Another actor of the shard. */
  ActorRef NEIGHBOUR =
      IntStream.iterate(0, i -> i + 1)
          .mapToObj(i -> new ActorRef("Neighbour", "n" + i))
          .filter(ref -> ActorShard.of(ref) == SHARD)
          .findFirst()
          .orElseThrow();

  private long position(String name) {
    return Objects.requireNonNull(driver().order().cursor(name, SHARD));
  }

  /** All that is behind the cursor, page by page. */
  private List<OrderedTurn> behind(String name, int page) {
    List<OrderedTurn> all = new ArrayList<>();
    long pos = position(name);
    List<OrderedTurn> next = driver().order().readOrder(SHARD, pos, page);
    while (!next.isEmpty()) {
      assertTrue(next.size() <= page);
      for (OrderedTurn turn : next) {
        assertTrue(turn.pos() > pos, turn + " behind " + pos);
        pos = turn.pos();
        all.add(turn);
      }
      next = driver().order().readOrder(SHARD, pos, page);
    }
    return all;
  }

  private static List<TurnRecord> turns(List<OrderedTurn> ordered) {
    return ordered.stream().map(OrderedTurn::turn).toList();
  }

  @Test
  default void aTurnComesWithoutWhatItAnswered() throws Exception {
    committed(turn(A, 1, 1));
    driver().order().openCursor("reader");
    committed(turn(A, 2, 1).answering(Records.reply(A, "k", 9_000)));
    for (int round = 0; round < 2; round++) {
      assertEquals(List.of(turn(A, 2, 1)), turns(behind("reader", 10)));
      reopen();
    }
  }

  @Test
  default void aCursorSeesTheTurnsAfterItInTheirOrder() throws Exception {
    committed(turn(A, 1, 1), turn(NEIGHBOUR, 1, 1));
    driver().order().openCursor("reader");
    assertEquals(List.of(), behind("reader", 10));
    List<TurnRecord> expected =
        List.of(
            turn(NEIGHBOUR, 2, 1, List.of(message("m1", A)), null),
            turn(A, 2, 1, List.of(), "m1"),
            turn(A, 3, 1),
            turn(NEIGHBOUR, 3, 1),
            turn(A, 4, 1));
    committed(expected.get(0), new Accepted(message("m2", B)), turn(B, 1, 1, List.of(), "m2"));
    committed(expected.get(1), expected.get(2));
    committed(turn(B, 2, 1), expected.get(3));
    committed(expected.get(4));
    for (int round = 0; round < 2; round++) {
      assertEquals(expected, turns(behind("reader", 10)));
      assertEquals(expected, turns(behind("reader", 2)));
      assertEquals(List.of(), driver().order().readOrder(SHARD, position("reader"), 0));
      long other = Objects.requireNonNull(driver().order().cursor("reader", ActorShard.of(B)));
      assertEquals(
          List.of(turn(B, 1, 1, List.of(), "m2"), turn(B, 2, 1)),
          turns(driver().order().readOrder(ActorShard.of(B), other, 10)));
      reopen();
    }
    List<OrderedTurn> before = behind("reader", 10);
    committed(turn(NEIGHBOUR, 4, 1));
    List<OrderedTurn> after = behind("reader", 10);
    assertEquals(before, after.subList(0, 5), "positions stay");
    assertEquals(turn(NEIGHBOUR, 4, 1), after.get(5).turn());
  }

  @Test
  default void aCursorMovesForwardOnlyAndMayBeDropped() throws Exception {
    driver().order().openCursor("slow");
    driver().order().openCursor("fast");
    turns(A, 1, 4);
    List<OrderedTurn> all = behind("fast", 10);
    assertTrue(driver().order().advanceCursor("fast", SHARD, all.get(2).pos()));
    assertTrue(driver().order().advanceCursor("fast", SHARD, all.get(1).pos()));
    driver().order().openCursor("fast");
    for (int round = 0; round < 2; round++) {
      assertEquals(all.subList(3, 4), behind("fast", 10));
      assertEquals(all, behind("slow", 10));
      reopen();
    }
    driver().order().dropCursor("slow");
    assertNull(driver().order().cursor("slow", SHARD));
    assertFalse(driver().order().advanceCursor("slow", SHARD, all.get(2).pos()));
    assertEquals(all.subList(3, 4), behind("fast", 10));
    driver().order().dropCursor("fast");
    driver().order().dropCursor("fast");
    reopen();
    assertNull(driver().order().cursor("fast", SHARD));
    turns(A, 5, 6);
    driver().order().openCursor("fast");
    assertEquals(List.of(), behind("fast", 10), "at the end");
    turns(A, 7, 8);
    assertEquals(List.of(turn(A, 7, 1), turn(A, 8, 1)), turns(behind("fast", 10)));
  }

  @Test
  default void whatACursorHasNotPassedIsNotCompacted() throws Exception {
    turns(A, 1, 2);
    driver().order().openCursor("reader");
    turns(A, 3, 6);
    driver().saveSnapshot(snapshot(A, 6));
    List<OrderedTurn> all = behind("reader", 10);
    assertEquals(2, driver().compact(A, 5));
    for (int round = 0; round < 2; round++) {
      assertEquals(all, behind("reader", 10));
      assertEquals(List.of(3L, 4L, 5L, 6L), seqs(A, 1, 10));
      reopen();
    }
    assertTrue(driver().order().advanceCursor("reader", SHARD, all.get(1).pos()));
    assertEquals(2, driver().compact(A, 5));
    assertEquals(all.subList(2, 4), behind("reader", 10));
    driver().order().dropCursor("reader");
    assertEquals(1, driver().compact(A, 5));
    reopen();
    assertEquals(List.of(6L), seqs(A, 1, 10));
  }

  @Test
  default void anActorIsNotForgottenBeforeItsEndWasRead() throws Exception {
    turns(A, 1, 1);
    driver().order().openCursor("reader");
    committed(tombstone(A, 2, 1));
    assertEquals(1, driver().dropJournal(A));
    assertFalse(driver().forget(A));
    reopen();
    List<OrderedTurn> all = behind("reader", 10);
    assertEquals(List.of(tombstone(A, 2, 1)), turns(all));
    assertTrue(driver().order().advanceCursor("reader", SHARD, all.getLast().pos()));
    assertTrue(driver().forget(A));
    turns(A, 1, 1);
    assertEquals(List.of(turn(A, 1, 1)), turns(behind("reader", 10)));
  }
}
