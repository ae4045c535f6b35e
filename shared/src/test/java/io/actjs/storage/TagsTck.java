package io.actjs.storage;

import static io.actjs.storage.CommitResult.CONFLICT;
import static io.actjs.storage.CommitResult.FENCED;
import static io.actjs.storage.Records.actor;
import static io.actjs.storage.Records.message;
import static io.actjs.storage.Records.snapshot;
import static io.actjs.storage.Records.tombstone;
import static io.actjs.storage.Records.turn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.InboxEntry.Accepted;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every storage driver promises of tags, and of the times of actors. */
interface TagsTck extends StoreUnderTest {
  private List<String> tags(ActorRef ref) {
    return Objects.requireNonNull(driver().head(ref)).tags();
  }

  private List<ActorRef> tagged(String tag) {
    return StoreUnderTest.refs(driver().tagged(tag, null, null, 100));
  }

  @Test
  default void tagsAreStoredWithTheirTurnAndStayUntilAnotherChangesThem() throws Exception {
    committed(turn(A, 1, 1).tagging(List.of("eu", "vip")), turn(A, 2, 1), turn(B, 1, 1));
    assertEquals(List.of("eu", "vip"), tags(A));
    assertEquals(List.of(), tags(B));
    committed(turn(A, 3, 1));
    committed(turn(A, 4, 1).tagging(List.of("us", "vip")));
    reopen();
    assertEquals(List.of("us", "vip"), tags(A));
    assertEquals(List.of("us", "vip"), driver().activate(A).head().tags());
    assertEquals(List.of(), tagged("eu"));
    assertEquals(List.of(A), tagged("us"));
    assertEquals(
        turn(A, 4, 1).tagging(List.of("us", "vip")), driver().readJournal(A, 4, 1).getFirst());
    assertNull(driver().readJournal(A, 3, 1).getFirst().tags());
    long epoch = driver().activate(A).epoch();
    committed(turn(A, 5, epoch).tagging(List.of()));
    reopen();
    assertEquals(List.of(), tags(A));
    assertEquals(List.of(), tagged("vip"));
    assertEquals(List.of(), driver().readJournal(A, 5, 1).getFirst().tags());
  }

  @Test
  default void aRefusedTurnTagsNothing() throws Exception {
    committed(turn(A, 1, 2).tagging(List.of("first")));
    assertEquals(
        List.of(CONFLICT, FENCED),
        commit(turn(A, 3, 2).tagging(List.of("second")), turn(A, 2, 1).tagging(List.of("third"))));
    assertEquals(List.of(CONFLICT), commit(turn(B, 2, 1).tagging(List.of("fourth"))));
    reopen();
    assertEquals(List.of("first"), tags(A));
    assertEquals(List.of(), tagged("second"));
    assertEquals(List.of(), tagged("fourth"));
    assertNull(driver().head(B));
  }

  @Test
  default void aBatchLeavesTheTagsOfItsLastTurnThatChangesThem() throws Exception {
    committed(
        turn(A, 1, 1).tagging(List.of("x", "y")),
        turn(A, 2, 1).tagging(List.of("y", "z")),
        turn(A, 3, 1, List.of(message("m", B)), null));
    committed(new Accepted(message("n", A)));
    assertEquals(List.of("y", "z"), tags(A));
    reopen();
    assertEquals(List.of(A), tagged("z"));
    assertEquals(List.of(), tagged("x"));
  }

  @Test
  default void taggedActorsComeInOrderAndPageByPage() throws Exception {
    List<ActorRef> all = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      ActorRef ref = new ActorRef(i < 10 ? "Basket" : "Counter", "a%02d".formatted(i));
      committed(turn(ref, 1, 1).tagging(i % 3 == 2 ? List.of("odd") : List.of("even", "vip")));
      if (i % 3 != 2) {
        all.add(ref);
      }
      if (i == 15) {
        reopen();
      }
    }
    assertEquals(all, tagged("vip"));
    for (int limit : List.of(1, 3, 7, 20)) {
      assertEquals(all, paged(null, limit));
    }
    assertEquals(all.subList(7, all.size()), paged("Counter", 4));
    assertEquals(List.of(), driver().tagged("vip", "Basket", actor("z"), 9));
    assertEquals(7, driver().tagged("vip", "Basket", new ActorRef("Apple", "z"), 9).size());
    reopen();
    assertEquals(all, paged(null, 5));
  }

  private List<ActorRef> paged(@Nullable String className, int limit) {
    List<ActorRef> found = new ArrayList<>();
    ActorRef after = null;
    List<ActorHead> page;
    do {
      page = driver().tagged("vip", className, after, limit);
      assertTrue(page.size() <= limit);
      found.addAll(StoreUnderTest.refs(page));
      after = page.isEmpty() ? after : page.getLast().ref();
    } while (page.size() == limit);
    return found;
  }

  /** Memory says less than the tables then, and the page is to be as long as the others. */
  @Test
  default void actorsThatHaveLostTheTagMakeNoPageShort() throws Exception {
    for (int i = 0; i < 12; i++) {
      committed(turn(actor("a%02d".formatted(i)), 1, 1).tagging(List.of("vip")));
    }
    reopen();
    for (int i = 0; i < 8; i++) {
      committed(turn(actor("a%02d".formatted(i)), 2, 1).tagging(List.of("gone")));
    }
    committed(turn(actor("z"), 1, 1).tagging(List.of("vip")));
    assertEquals(
        List.of(actor("a08"), actor("a09"), actor("a10")),
        StoreUnderTest.refs(driver().tagged("vip", null, null, 3)));
    assertEquals(5, tagged("vip").size());
  }

  @Test
  default void aDeletedActorHasNoTagsAndItsIdStartsWithoutAny() throws Exception {
    committed(turn(A, 1, 1).tagging(List.of("vip")));
    reopen();
    committed(turn(A, 2, 1).tagging(List.of("late", "vip")), tombstone(A, 3, 1));
    assertEquals(List.of(), tags(A));
    assertEquals(List.of(), tagged("vip"));
    reopen();
    assertEquals(List.of(), tags(A));
    assertEquals(List.of(), tagged("late"));
    assertEquals(2_000, Objects.requireNonNull(driver().head(A)).updatedAt());
    assertTrue(driver().forget(A));
    long epoch = driver().activate(A).epoch();
    committed(turn(A, 1, epoch));
    reopen();
    assertEquals(List.of(), tags(A));
  }

  @Test
  default void tagsOutliveTheJournalThatBroughtThem() throws Exception {
    committed(turn(A, 1, 1).tagging(List.of("vip")), turn(A, 2, 1), turn(A, 3, 1));
    driver().saveSnapshot(snapshot(A, 2));
    assertEquals(2, driver().compact(A, 2));
    reopen();
    assertEquals(List.of(3L), seqs(A, 1, 9));
    assertEquals(List.of("vip"), tags(A));
    assertEquals(List.of(A), tagged("vip"));
  }

  @Test
  default void anActorHasTheTimesOfItsFirstAndItsLastTurn() throws Exception {
    committed(turn(A, 1, 1), turn(A, 2, 1));
    committed(new Accepted(message("m", B)));
    committed(turn(B, 1, 1, List.of(), "m"));
    committed(turn(A, 3, 1));
    reopen();
    committed(turn(A, 4, 1), turn(A, 5, 1));
    ActorHead head = Objects.requireNonNull(driver().head(A));
    assertEquals(1_001, head.createdAt());
    assertEquals(1_005, head.updatedAt());
    ActorHead other = Objects.requireNonNull(driver().head(B));
    assertEquals(1_001, other.createdAt());
    assertEquals(1_001, other.updatedAt());
    assertEquals(List.of(head, other), driver().heads(null, null, 9));
    assertEquals(head, driver().activate(A).head());
    assertEquals(
        List.of(head, other), driver().extents(null, 9).stream().map(JournalExtent::head).toList());
  }

  @Test
  default void anActorMayHaveManyTags() throws Exception {
    List<String> many = new ArrayList<>();
    for (int i = 0; i < 1_024; i++) {
      many.add("tag %04d 🦀".formatted(i));
    }
    committed(turn(A, 1, 1).tagging(many));
    reopen();
    assertEquals(many, tags(A));
    assertEquals(List.of(A), tagged(many.get(1_000)));
  }
}
