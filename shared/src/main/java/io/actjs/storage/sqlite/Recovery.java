package io.actjs.storage.sqlite;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.storage.codec.JournalCodec;
import io.actjs.storage.codec.JournalCodec.Located;
import io.actjs.storage.sqlite.file.Database;
import io.actjs.storage.sqlite.file.Sql;
import io.actjs.storage.sqlite.file.Writer;
import io.actjs.storage.sqlite.index.ActorIndex;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the segments back that an earlier process left: durable, and not yet in the tables. They
 * follow each other without a gap; a turn behind a segment that is damaged or missing would be laid
 * over a state that it was not made from, so reading ends there.
 */
final class Recovery {
  private final Database database;
  private final ActorIndex index;
  private final Backlog backlog;
  private final Fold fold;

  private long last;
  private @Nullable Damage damage;

  /** The first position that cannot be read. */
  private record Damage(long pos, String reason) {}

  Recovery(Database database, ActorIndex index, Backlog backlog, Fold fold) {
    this.database = database;
    this.index = index;
    this.backlog = backlog;
    this.fold = fold;
  }

  /**
   * @param acceptLoss whether to drop the segments from a damaged one on; else it is refused
   * @return the position before the first that was dropped; null when all is there
   */
  @Nullable Long run(Writer writer, boolean acceptLoss) throws SQLException {
    FoldMark mark = writer.read(FoldMark::read);
    writer.<@Nullable Void>read(
        session -> {
          session.forEach(Sql.SEGMENTS, row -> readBack(mark, row.getLong(1), row.getBytes(2)));
          return null;
        });
    Damage found = damage;
    if (found == null) {
      fold.resume(mark);
      return null;
    }
    if (!acceptLoss) {
      throw refusal(found);
    }
    FoldMark before =
        mark.pos() < found.pos()
            ? mark
            : new FoldMark(found.pos() - 1, mark.ref(), mark.messageId());
    writer.durably(
        session -> {
          session.update(Sql.DELETE_SEGMENTS_FROM, found.pos());
          before.write(session);
        });
    fold.resume(before);
    return found.pos() - 1;
  }

  private boolean readBack(FoldMark mark, long pos, byte[] data) throws SQLException {
    if (last > 0 && pos != last + 1) {
      damage = new Damage(last + 1, "it is missing");
      return false;
    }
    List<Located> entries;
    try {
      entries = JournalCodec.readSegment(data);
    } catch (ActjsException e) {
      damage = new Damage(pos, e.detail());
      return false;
    }
    Effects effects = Effects.ofReadBack(index, mark, pos, data);
    index.locked(
        () -> {
          for (Located located : entries) {
            effects.apply(located);
          }
          return null;
        });
    backlog.add(pos, entries, data.length);
    last = pos;
    return true;
  }

  private ActjsException refusal(Damage found) {
    return new ActjsException(
        ProblemCode.StoreDamaged,
        "the store "
            + database.file()
            + " cannot be read from commit "
            + found.pos()
            + " on: "
            + found.reason()
            + ". Restore a backup, or go on without that commit and all after it:"
            + " \"actctl start --accept-loss\"");
  }
}
