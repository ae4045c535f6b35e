package io.actjs.storage.sqlite;

import io.actjs.model.AuditEntry;
import io.actjs.model.JournalBatch;
import io.actjs.storage.CommitDecision;
import io.actjs.storage.CommitResult;
import io.actjs.storage.codec.JournalCodec.Located;
import io.actjs.storage.jdbc.AuditTable;
import io.actjs.storage.sqlite.file.Database;
import io.actjs.storage.sqlite.file.Sql;
import io.actjs.storage.sqlite.file.Writer;
import io.actjs.storage.sqlite.index.ActorIndex;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Makes batches durable: the accepted entries of a batch are one segment, a segment is one row, one
 * row is one transaction and one sync. The tables follow later, see {@link Fold}; but the audit,
 * whose rows are of the same transaction.
 */
final class GroupCommit {
  private final Database database;
  private final Writer writer;
  private final ActorIndex index;
  private final Backlog backlog;
  private final AtomicLong commits = new AtomicLong();
  private final AtomicLong entries = new AtomicLong();

  /** Guarded by the write lock. */
  private long lastPos;

  GroupCommit(Database database, Writer writer, ActorIndex index, Backlog backlog)
      throws SQLException {
    this.database = database;
    this.writer = writer;
    this.index = index;
    this.backlog = backlog;
    this.lastPos =
        Objects.requireNonNull(
            writer.read(session -> session.first(Sql.LAST_POSITION, row -> row.getLong(1))));
  }

  List<CommitResult> commit(JournalBatch batch) {
    EncodedBatch encoded = new EncodedBatch(batch.entries());
    return writer.exclusively(
        () -> {
          Drafts drafts = new Drafts(database, index);
          try {
            List<CommitResult> results = index.locked(() -> CommitDecision.on(batch, drafts::of));
            store(encoded.accepted(results));
            return results;
          } finally {
            index.locked(() -> settle(drafts));
          }
        });
  }

  private void store(EncodedBatch.Segment segment) throws SQLException {
    if (segment.entries().isEmpty()) {
      return;
    }
    long pos = lastPos + 1;
    byte[] data = segment.data();
    List<AuditEntry> audited = segment.audited();
    writer.commit(
        pos,
        segment.turns(),
        session -> {
          session.update(Sql.INSERT_SEGMENT, pos, data);
          AuditTable.write(session, AuditTable.ENDS, audited);
        });
    lastPos = pos;
    commits.incrementAndGet();
    entries.addAndGet(segment.entries().size());
    backlog.add(pos, segment.entries(), data.length);
    index.locked(
        () -> {
          Effects effects = Effects.ofCommit(index, pos, data);
          for (Located located : segment.entries()) {
            effects.apply(located);
          }
          return null;
        });
  }

  private @Nullable Void settle(Drafts drafts) throws SQLException {
    index.settle(drafts.drafted());
    return null;
  }

  long commits() {
    return commits.get();
  }

  long entries() {
    return entries.get();
  }
}
