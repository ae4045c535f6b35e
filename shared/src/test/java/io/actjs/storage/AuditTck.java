package io.actjs.storage;

import static io.actjs.storage.Records.auditEntry;
import static io.actjs.storage.Records.published;
import static io.actjs.storage.Records.token;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.AuditEntry;
import io.actjs.model.InboxEntry;
import io.actjs.model.InboxMessage;
import io.actjs.storage.access.Bytes;
import io.actjs.storage.audit.AuditEnds;
import io.actjs.storage.audit.AuditFault;
import io.actjs.storage.audit.AuditFault.Kind;
import io.actjs.storage.audit.AuditPage;
import io.actjs.storage.audit.AuditQuery;
import io.actjs.storage.audit.AuditReport;
import io.actjs.storage.audit.AuditStore;
import io.actjs.storage.audit.ChainPoint;
import io.actjs.storage.audit.ChainedEntry;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every storage driver promises of the audit as a chain. */
interface AuditTck extends StoreUnderTest {
  private AuditStore audit() {
    return driver().registry().audit();
  }

  private static List<String> ids(List<ChainedEntry> entries) {
    return entries.stream().map(chained -> chained.entry().id()).toList();
  }

  private void assertSound(long entries) {
    AuditReport report = audit().verify(null);
    assertNull(report.fault());
    assertEquals(entries, report.sound());
  }

  private void assertFault(@Nullable ChainPoint noted, long ordinal, Kind kind) {
    AuditFault fault = Objects.requireNonNull(audit().verify(noted).fault());
    assertEquals(kind, fault.kind(), fault::text);
    assertEquals(ordinal, fault.ordinal(), fault::text);
  }

  private static AuditEntry numbered(int number) {
    return new AuditEntry("a" + number, number, "admin", "did", "it", "{}");
  }

  private void append(int from, int to) {
    audit().append(IntStream.rangeClosed(from, to).mapToObj(AuditTck::numbered).toList());
  }

  @Test
  default void everyChangeOfThisStoreIsInOneChain() throws Exception {
    assertEquals(AuditEnds.EMPTY, audit().ends());
    driver()
        .registry()
        .publish(
            published("Shop", "1.0.0", "source"),
            List.of(auditEntry("1", "p", "x"), auditEntry("2", "s", "x")));
    driver().access().addToken(token("t"), auditEntry("3\0ä", "token.\0created", "\0\uFFFD🦀"));
    assertThrows(
        ActjsException.class,
        () -> driver().access().addToken(token("t"), auditEntry("no", "token.created", "t")));
    reopen();
    audit().append(List.of());
    audit().append(List.of(new AuditEntry("4", Long.MIN_VALUE, "", "", "", ""), numbered(5)));
    reopen();
    List<ChainedEntry> all = audit().after(0, 10);
    assertEquals(List.of(1L, 2L, 3L, 4L, 5L), all.stream().map(ChainedEntry::ordinal).toList());
    ChainPoint last = ChainPoint.START;
    for (ChainedEntry entry : all) {
      assertTrue(entry.follows(last), entry::toString);
      last = entry.point();
    }
    assertEquals(new AuditEnds(ChainPoint.START, last), audit().ends());
    assertSound(5);
    assertEquals(all.reversed(), audit().before(Long.MAX_VALUE, 10));
  }

  @Test
  default void w101EntriesComeWithTheTurnsThatAreAcceptedAndWithNoOthers() throws Exception {
    ActorRef moves = Records.actor("moves");
    long epoch = driver().activate(moves).epoch();
    driver().activate(Records.actor("plain"));
    InboxMessage dead = Records.message("m1", moves);
    assertEquals(
        List.of(CommitResult.COMMITTED, CommitResult.COMMITTED),
        commit(Records.turn(moves, 1, epoch).audited(numbered(1)), new InboxEntry.Accepted(dead)));
    assertEquals(
        List.of(
            CommitResult.FENCED,
            CommitResult.COMMITTED,
            CommitResult.COMMITTED,
            CommitResult.COMMITTED,
            CommitResult.ALREADY_CONSUMED,
            CommitResult.COMMITTED),
        commit(
            Records.turn(moves, 2, epoch - 1).audited(numbered(2)),
            Records.turn(Records.actor("plain"), 1, 1),
            new InboxEntry.DeadLettered(dead, 1, "No: no", 1),
            new InboxEntry.Exhumed(moves, "m1", null, numbered(3)),
            new InboxEntry.Exhumed(moves, "m1", null, numbered(4)),
            Records.tombstone(moves, 2, epoch).audited(numbered(5))));
    reopen();
    assertEquals(List.of("a1", "a3", "a5"), ids(audit().after(0, 10)));
    assertSound(3);
    assertEquals(
        List.of(Records.turn(moves, 1, epoch), Records.tombstone(moves, 2, epoch)),
        driver().readJournal(moves, 1, 10));
  }

  @Test
  default void tooMuchAtOnceIsRefused() {
    List<AuditEntry> many = Collections.nCopies(AuditStore.MAX_ENTRIES + 1, numbered(1));
    assertThrows(IllegalArgumentException.class, () -> audit().append(many));
    AuditEntry large = new AuditEntry("a", 1, "me", "did", "it", "x".repeat(AuditStore.MAX_CHARS));
    assertThrows(IllegalArgumentException.class, () -> audit().append(List.of(large)));
    assertSound(0);
  }

  @Test
  default void writersAtTheSameTimeForkNothing() throws Exception {
    try (ExecutorService writers = Executors.newFixedThreadPool(4)) {
      List<Future<?>> writing =
          IntStream.range(0, 24)
              .<Future<?>>mapToObj(
                  i ->
                      writers.submit(
                          () -> {
                            if (i % 2 == 0) {
                              append(i, i);
                            } else {
                              driver().access().addToken(token("t" + i), numbered(i));
                            }
                          }))
              .toList();
      for (Future<?> each : writing) {
        each.get();
      }
    }
    assertSound(24);
  }

  @Test
  default void entriesAreFoundByWhoWhatAndWhere() throws Exception {
    audit()
        .append(
            List.of(
                new AuditEntry("1", 1, "ann", "token.created", "t1", "{}"),
                new AuditEntry("2", 2, "bob", "token.revoked", "t1", "{}"),
                new AuditEntry("3", 3, "ann", "class.published", "Shop@1.0.0", "{}"),
                new AuditEntry("4", 4, "anna", "token.created", "t2", "{}"),
                new AuditEntry("5", 5, "ann", "token.revoked", "t2", "{}")));
    reopen();
    assertEquals(List.of("1", "3", "5"), found("ann", null, null));
    assertEquals(List.of("1", "2", "4", "5"), found(null, "token.", null));
    assertEquals(List.of("1", "4"), found(null, "token.c", null));
    assertEquals(List.of("4", "5"), found(null, null, "t2"));
    assertEquals(List.of("5"), found("ann", "token.", "t2"));
    assertEquals(List.of(), found("nobody", null, null));
  }

  private List<String> found(
      @Nullable String principal, @Nullable String action, @Nullable String target) {
    AuditQuery query = new AuditQuery(principal, action, target, 0, false, 10);
    AuditPage page = audit().read(query);
    assertEquals(5, page.next(), "all were looked at");
    List<String> newestFirst =
        ids(
            audit()
                .read(new AuditQuery(principal, action, target, Long.MAX_VALUE, true, 10))
                .entries());
    assertEquals(ids(page.entries()).reversed(), newestFirst);
    return ids(page.entries());
  }

  @Test
  default void pagesGoOnWhereTheLastOneEnded() throws Exception {
    append(1, 7);
    for (boolean newestFirst : List.of(false, true)) {
      AuditQuery query =
          new AuditQuery(null, null, null, newestFirst ? Long.MAX_VALUE : 0, newestFirst, 3);
      AuditPage first = audit().read(query);
      AuditPage second = audit().read(query.from(first.next()));
      AuditPage third = audit().read(query.from(second.next()));
      assertTrue(first.more() && second.more() && !third.more());
      List<String> all = List.of("a1", "a2", "a3", "a4", "a5", "a6", "a7");
      List<String> expected = newestFirst ? all.reversed() : all;
      assertEquals(expected.subList(0, 3), ids(first.entries()));
      assertEquals(expected.subList(3, 6), ids(second.entries()));
      assertEquals(expected.subList(6, 7), ids(third.entries()));
      assertEquals(List.of(), audit().read(query.from(third.next())).entries());
    }
    append(8, 8);
    assertEquals(List.of("a8"), ids(audit().read(AuditQuery.after(7, 3)).entries()));
  }

  @Test
  default void whatRetentionLeavesIsStillProvable() throws Exception {
    append(1, 10);
    List<ChainedEntry> all = audit().after(0, 10);
    assertEquals(4, driver().drop(new Expired.AuditEntries(5), 100));
    reopen();
    append(11, 11);
    assertSound(7);
    assertEquals(all.get(3).point(), audit().ends().base());
    assertNull(audit().verify(all.get(3).point()).fault(), "the base itself");
    assertNull(audit().verify(all.get(9).point()).fault(), "a former head");
    assertFault(all.get(2).point(), 3, Kind.UNPROVABLE);
    assertEquals(7, driver().drop(new Expired.AuditEntries(99), 100));
    assertSound(0);
    append(12, 12);
    reopen();
    assertSound(1);
    assertEquals(12, audit().ends().head().ordinal());
  }

  @Test
  default void retentionEndsAtAnEntryThatIsToBeKept() {
    audit().append(List.of(numbered(1), numbered(50), numbered(2)));
    assertEquals(1, driver().drop(new Expired.AuditEntries(10), 100));
    assertSound(2);
  }

  @Test
  default void aHeadThatWasNotedIsComparedWithTheEntryInItsPlace() {
    append(1, 5);
    ChainPoint head = audit().ends().head();
    assertEquals(head, ChainPoint.parse(head.toString()));
    append(6, 9);
    assertNull(audit().verify(head).fault());
    assertFault(new ChainPoint(5, Bytes.sha256("another")), 5, Kind.CHANGED);
    assertFault(new ChainPoint(12, head.chain()), 10, Kind.MISSING);
  }
}
