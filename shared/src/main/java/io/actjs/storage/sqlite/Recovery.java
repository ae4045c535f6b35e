package io.actjs.storage.sqlite;

import io.actjs.storage.JournalCodec;
import io.actjs.storage.JournalCodec.Located;
import java.sql.SQLException;
import java.util.List;

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

  void run(Session session) throws SQLException {
    FoldMark mark = FoldMark.read(session);
    session.forEach(
        Sql.SEGMENTS,
        row -> {
          readBack(mark, row.getLong(1), row.getBytes(2));
          return true;
        });
    fold.resume(mark);
  }

  private void readBack(FoldMark mark, long pos, byte[] data) throws SQLException {
    List<Located> entries = JournalCodec.readSegment(data);
    Effects effects = new Effects(index, mark, pos, data);
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
