package io.actjs.storage;

import static io.actjs.storage.Records.actor;
import static io.actjs.storage.Records.message;
import static io.actjs.storage.Records.reminder;
import static io.actjs.storage.Records.sets;
import static io.actjs.storage.Records.tombstone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.actjs.model.ActorRef;
import io.actjs.model.InboxEntry.Accepted;
import io.actjs.model.InboxMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every storage driver promises to one who looks after some shards only. */
interface ShardsTck extends StoreUnderTest {
  /** Those of even number. */
  ShardSet EVEN = ShardSet.of(IntStream.range(0, 128).map(i -> 2 * i).toArray());

  ShardSet NONE = ShardSet.of();

  /** In order. */
  private static List<ActorRef> actors() {
    return IntStream.range(10, 40).mapToObj(i -> actor("s" + i)).toList();
  }

  private static List<ActorRef> in(ShardSet shards, Predicate<ActorRef> also) {
    return actors().stream().filter(ref -> shards.contains(ref) && also.test(ref)).toList();
  }

  private static ShardSet shardOf(ActorRef ref) {
    return ShardSet.of(ActorShard.of(ref));
  }

  @Test
  default void actorsWithMessagesAreFoundByShard() throws Exception {
    for (ActorRef ref : actors()) {
      committed(new Accepted(message("m-" + ref.id(), ref)));
    }
    ActorRef deleted = in(EVEN, ref -> true).getFirst();
    committed(tombstone(deleted, 1, 1));
    List<ActorRef> expected = in(EVEN, ref -> !ref.equals(deleted));
    for (int round = 0; round < 2; round++) {
      assertEquals(expected, driver().actorsWithInbox(EVEN, null, 100));
      assertEquals(expected.subList(0, 3), driver().actorsWithInbox(EVEN, null, 3));
      assertEquals(
          expected.subList(3, expected.size()),
          driver().actorsWithInbox(EVEN, expected.get(2), 100));
      assertEquals(List.of(), driver().actorsWithInbox(NONE, null, 100));
      assertEquals(actors().size() - 1, driver().actorsWithInbox(ShardSet.ALL, null, 100).size());
      reopen();
    }
  }

  @Test
  default void dueRemindersAreFoundByShard() throws Exception {
    List<ActorRef> actors = actors();
    List<InboxMessage> all = new ArrayList<>();
    for (int i = 0; i < actors.size(); i++) {
      all.add(reminder("r%02d".formatted(i), actors.get(i), 1_000 - 10 * i));
      committed(sets(actors.get(i), 1, all.get(i)));
    }
    List<InboxMessage> expected =
        all.reversed().stream().filter(set -> EVEN.contains(set.target())).toList();
    for (int round = 0; round < 2; round++) {
      assertEquals(expected, driver().due(EVEN, 1_000, 100));
      assertEquals(expected.subList(0, 3), driver().due(EVEN, 1_000, 3));
      long before = expected.get(4).dueAt() - 1;
      assertEquals(expected.subList(0, 4), driver().due(EVEN, before, 100));
      assertEquals(expected.getFirst().dueAt(), driver().nextDueAt(EVEN));
      InboxMessage last = all.getFirst();
      assertEquals(last.dueAt(), driver().nextDueAt(shardOf(last.target())));
      assertEquals(List.of(), driver().due(NONE, 1_000, 100));
      assertNull(driver().nextDueAt(NONE));
      assertEquals(all.reversed(), driver().due(1_000, 100));
      reopen();
    }
    InboxMessage first = expected.getFirst();
    committed(Records.fired(first, 5_000, "m1"));
    for (int round = 0; round < 2; round++) {
      assertEquals(expected.get(1).dueAt(), driver().nextDueAt(EVEN));
      assertEquals(expected.size() - 1, driver().due(EVEN, 4_999, 100).size());
      assertEquals(first.occurringAt(5_000), driver().due(EVEN, 5_000, 100).getLast());
      assertEquals(5_000, driver().nextDueAt(shardOf(first.target())));
      reopen();
    }
  }

  @Test
  default void extentsAreFoundByShard() throws Exception {
    for (ActorRef ref : actors()) {
      turns(ref, 1, 2);
    }
    List<ActorRef> expected = in(EVEN, ref -> true);
    for (int round = 0; round < 2; round++) {
      assertEquals(expected, extents(EVEN, null, 100));
      assertEquals(expected.subList(0, 3), extents(EVEN, null, 3));
      assertEquals(expected.subList(3, 6), extents(EVEN, expected.get(2), 3));
      assertEquals(List.of(), extents(EVEN, expected.getLast(), 3));
      assertEquals(List.of(), extents(NONE, null, 100));
      assertEquals(actors(), extents(ShardSet.ALL, null, 100));
      reopen();
    }
  }

  private List<ActorRef> extents(ShardSet shards, ActorRef after, int limit) {
    return driver().extents(shards, after, limit).stream()
        .map(extent -> extent.head().ref())
        .toList();
  }
}
