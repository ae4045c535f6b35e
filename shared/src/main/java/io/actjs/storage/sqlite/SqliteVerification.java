package io.actjs.storage.sqlite;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.model.TurnRecord;
import io.actjs.storage.check.StoreCheck;
import io.actjs.storage.codec.JournalCodec;
import io.actjs.storage.codec.JournalCodec.Located;
import io.actjs.storage.jdbc.ContentsTables;
import io.actjs.storage.sqlite.file.Database;
import io.actjs.storage.sqlite.file.DirectoryLock;
import io.actjs.storage.sqlite.file.Incarnation.Mismatch;
import io.actjs.storage.sqlite.file.Loss;
import io.actjs.storage.sqlite.file.Schema;
import io.actjs.storage.sqlite.file.Session;
import io.actjs.storage.sqlite.file.Sql;
import io.actjs.storage.sqlite.file.StoreMark;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Reads all of a data directory that no server has open, and changes nothing in it: what SQLite
 * itself can check, the mark, the segments, and the tables.
 */
public final class SqliteVerification {
  private final Path file;
  private final StoreCheck check;

  private SqliteVerification(Path file, StoreCheck check) {
    this.file = file;
    this.check = check;
  }

  /**
   * Gives the check all that the directory holds.
   *
   * @throws ActjsException {@code DataDirectoryInUse}; {@code StorageUnavailable} when an earlier
   *     version wrote it, or when it cannot be read at all
   */
  public static void run(Path dataDir, StoreCheck check) {
    try (DirectoryLock directory = DirectoryLock.take(dataDir)) {
      Path file = directory.directory().resolve(SqliteDriver.FILE);
      new SqliteVerification(file, check).run(directory.directory());
    }
  }

  private void run(Path directory) {
    try (StoreMark mark = mark(directory)) {
      if (mark != null) {
        compare(mark, Database.look(file));
      }
      if (!file.toFile().exists() || file.toFile().length() == 0) {
        return;
      }
      try (Session session = Database.readOnly(file)) {
        pages(session);
        Schema.requireNewest(session, file);
        segments(session);
        new ContentsTables(ContentsSql.DIALECT).inspect(session, check, check);
      }
    } catch (SQLException e) {
      check.damaged(file.getFileName().toString(), String.valueOf(e.getMessage()));
    }
  }

  private void compare(StoreMark mark, Database.Look found) {
    Mismatch mismatch = Mismatch.between(file, found, mark);
    Loss loss = mismatch == null ? Loss.between(file, found.progress(), mark) : null;
    if (mismatch != null) {
      check.damaged(StoreMark.FILE, mismatch.text());
    } else if (loss != null) {
      check.damaged(StoreMark.FILE, loss.text());
    }
  }

  private @Nullable StoreMark mark(Path directory) {
    try {
      StoreMark mark = StoreMark.open(directory);
      if (mark == null) {
        DirectoryLock.requireUnused(file);
      }
      return mark;
    } catch (ActjsException e) {
      if (e.code() != ProblemCode.StoreDamaged) {
        throw e;
      }
      check.damaged(StoreMark.FILE, "it is not a mark");
      return null;
    }
  }

  private void pages(Session session) throws SQLException {
    session.forEach(
        Sql.INTEGRITY,
        row -> {
          String said = row.getString(1);
          if (!said.equals("ok")) {
            check.damaged(file.getFileName().toString(), said);
          }
          return true;
        });
  }

  private void segments(Session session) throws SQLException {
    long[] last = {0};
    session.forEach(
        Sql.SEGMENTS,
        row -> {
          long pos = row.getLong(1);
          if (last[0] > 0 && pos != last[0] + 1) {
            check.damaged("commit " + pos, "it follows commit " + last[0]);
          }
          last[0] = pos;
          segment(pos, row.getBytes(2));
          return true;
        });
  }

  private void segment(long pos, byte[] data) {
    if (!JournalCodec.hasSum(data)) {
      check.withoutSum();
    }
    try {
      for (Located located : JournalCodec.readSegment(data)) {
        if (located.entry() instanceof TurnRecord turn) {
          check.unfolded(turn);
        }
      }
    } catch (RuntimeException e) {
      // Damaged bytes of a format without a checksum make a reader fail in any way.
      check.damaged("commit " + pos, String.valueOf(e.getMessage()));
    }
  }
}
