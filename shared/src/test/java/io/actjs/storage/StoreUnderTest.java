package io.actjs.storage;

import static io.actjs.storage.CommitResult.COMMITTED;
import static io.actjs.storage.Records.actor;
import static io.actjs.storage.Records.turn;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.InboxMessage;
import io.actjs.model.JournalEntry;
import io.actjs.model.TurnRecord;
import java.util.List;
import java.util.stream.LongStream;

/** The driver that a part of the {@link StorageDriverTck} is about, and short words for its use. */
interface StoreUnderTest {
  ActorRef A = actor("a");
  ActorRef B = actor("b");

  StorageDriver driver();

  /** Closes the driver and opens it over what it has stored. */
  void reopen() throws Exception;

  List<CommitResult> commit(JournalEntry... entries);

  default void committed(JournalEntry... entries) {
    List<CommitResult> results = commit(entries);
    assertTrue(results.stream().allMatch(COMMITTED::equals), results::toString);
  }

  default void turns(ActorRef ref, long from, long to) {
    committed(
        LongStream.rangeClosed(from, to)
            .mapToObj(seq -> turn(ref, seq, 1))
            .toArray(JournalEntry[]::new));
  }

  default List<Long> seqs(ActorRef ref, long from, int limit) {
    return driver().readJournal(ref, from, limit).stream().map(TurnRecord::seq).toList();
  }

  default List<String> pending(ActorRef ref) {
    return driver().pendingInbox(ref, null, 100).stream().map(InboxMessage::id).toList();
  }

  default List<String> due(long atMs) {
    return driver().due(atMs, 100).stream().map(InboxMessage::id).toList();
  }

  static List<ActorRef> refs(List<ActorHead> heads) {
    return heads.stream().map(ActorHead::ref).toList();
  }
}
