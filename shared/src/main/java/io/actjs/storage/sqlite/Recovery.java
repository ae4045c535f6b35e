package io.actjs.storage.sqlite;

import io.actjs.storage.codec.JournalCodec;
import io.actjs.storage.codec.JournalCodec.Located;
import io.actjs.storage.sqlite.file.Sql;
import io.actjs.storage.sqlite.file.Writer;
import io.actjs.storage.sqlite.index.ActorIndex;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the segments back that an earlier process left: durable, and not yet in the tables. */
final class Recovery {
  private final ActorIndex index;
  private final Backlog backlog;
  private final Fold fold;

  Recovery(ActorIndex index, Backlog backlog, Fold fold) {
    this.index = index;
    this.backlog = backlog;
    this.fold = fold;
  }

  void run(Writer writer) throws SQLException {
    FoldMark mark = writer.read(FoldMark::read);
    writer.<@Nullable Void>read(
        session -> {
          session.forEach(
              Sql.SEGMENTS,
              row -> {
                readBack(mark, row.getLong(1), row.getBytes(2));
                return true;
              });
          return null;
        });
    fold.resume(mark);
  }

  private void readBack(FoldMark mark, long pos, byte[] data) throws SQLException {
    List<Located> entries = JournalCodec.readSegment(data);
    Effects effects = Effects.ofReadBack(index, mark, pos, data);
    index.locked(
        () -> {
          for (Located located : entries) {
            effects.apply(located);
          }
          return null;
        });
    backlog.add(pos, entries, data.length);
  }
}
