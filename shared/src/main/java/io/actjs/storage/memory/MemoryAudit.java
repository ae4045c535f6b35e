package io.actjs.storage.memory;

import io.actjs.model.AuditEntry;
import io.actjs.storage.StoredItem;
import io.actjs.storage.audit.AuditEnds;
import io.actjs.storage.audit.AuditStore;
import io.actjs.storage.audit.ChainPoint;
import io.actjs.storage.audit.ChainedEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The audit of the memory driver. */
final class MemoryAudit implements AuditStore {
  private final List<ChainedEntry> entries = new ArrayList<>();
  private AuditEnds ends = AuditEnds.EMPTY;

  @Override
  public synchronized void append(List<AuditEntry> added) {
    AuditStore.requireBounded(added);
    added.forEach(this::add);
  }

  synchronized void add(AuditEntry entry) {
    ChainedEntry chained = ChainedEntry.after(ends.head(), entry);
    entries.add(chained);
    ends = new AuditEnds(ends.base(), chained.point());
  }

  @Override
  public synchronized AuditEnds ends() {
    return ends;
  }

  @Override
  public synchronized List<ChainedEntry> after(long ordinal, int limit) {
    return entries.stream().filter(entry -> entry.ordinal() > ordinal).limit(limit).toList();
  }

  @Override
  public synchronized List<ChainedEntry> before(long ordinal, int limit) {
    return entries.reversed().stream()
        .filter(entry -> entry.ordinal() < ordinal)
        .limit(limit)
        .toList();
  }

  synchronized int drop(long before, int limit) {
    int dropped = 0;
    ChainPoint base = ends.base();
    while (dropped < limit
        && dropped < entries.size()
        && entries.get(dropped).entry().at() < before) {
      base = entries.get(dropped).point();
      dropped++;
    }
    entries.subList(0, dropped).clear();
    ends = new AuditEnds(base, ends.head());
    return dropped;
  }

  synchronized void read(Consumer<StoredItem> sink) {
    if (ends.head().ordinal() > 0) {
      sink.accept(new StoredItem.AuditKept(ends));
    }
    entries.forEach(entry -> sink.accept(new StoredItem.Chained(entry)));
  }

  synchronized void take(AuditEnds taken) {
    ends = taken;
  }

  synchronized void take(ChainedEntry entry) {
    entries.add(entry);
  }

  synchronized boolean isEmpty() {
    return entries.isEmpty();
  }
}
