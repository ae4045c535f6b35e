package io.actjs.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.AuditEntry;
import io.actjs.storage.audit.AuditPage;
import io.actjs.storage.audit.AuditQuery;
import io.actjs.storage.audit.AuditStore;
import io.actjs.storage.memory.MemoryDriver;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Queries for what is rare in an audit that is longer than one query looks at. */
class AuditSearchTest {
  private static final int ENTRIES = 45_000;
  private static final Set<Integer> RARE =
      new TreeSet<>(List.of(1, 2, 19_999, 20_000, 20_001, 20_002, 40_000, 40_001, ENTRIES));

  private final AuditStore audit = new MemoryDriver().registry().audit();

  private static AuditEntry entry(int number) {
    return new AuditEntry(
        "" + number, number, RARE.contains(number) ? "eve" : "ann", "did", "it", "{}");
  }

  @Test
  void noEntryIsMissedHoweverFarApartTheyAre() {
    for (int from = 1; from <= ENTRIES; from += 250) {
      audit.append(IntStream.range(from, from + 250).mapToObj(AuditSearchTest::entry).toList());
    }
    for (int limit : List.of(1, 3, 1_000)) {
      List<Integer> oldestFirst = found(new AuditQuery("eve", null, null, 0, false, limit));
      assertEquals(List.copyOf(RARE), oldestFirst);
      List<Integer> newestFirst =
          found(new AuditQuery("eve", null, null, Long.MAX_VALUE, true, limit));
      assertEquals(List.copyOf(RARE).reversed(), newestFirst);
    }
    AuditQuery nobody = new AuditQuery("nobody", null, null, Long.MAX_VALUE, true, 10);
    AuditPage first = audit.read(nobody);
    assertTrue(first.entries().isEmpty() && first.more(), "an empty page need not be the last");
    assertEquals(List.of(), found(nobody));
  }

  private List<Integer> found(AuditQuery query) {
    List<Integer> all = new ArrayList<>();
    AuditPage page = audit.read(query);
    page.entries().forEach(each -> all.add((int) each.ordinal()));
    while (page.more()) {
      page = audit.read(query.from(page.next()));
      page.entries().forEach(each -> all.add((int) each.ordinal()));
    }
    return all;
  }
}
