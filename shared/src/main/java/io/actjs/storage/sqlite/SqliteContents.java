package io.actjs.storage.sqlite;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.storage.StoreContents;
import io.actjs.storage.StoredItem;
import io.actjs.storage.jdbc.ContentsTables;
import io.actjs.storage.sqlite.file.Database;
import io.actjs.storage.sqlite.file.OwnThread;
import io.actjs.storage.sqlite.file.Session;
import io.actjs.storage.sqlite.file.Sql;
import io.actjs.storage.sqlite.file.Writer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The tables as a whole: unapplied effects are folded into them first. */
final class SqliteContents implements StoreContents {
  private static final String TOO_LONG =
      "reading the whole store took so long that the write-ahead log would have grown without a"
          + " bound: try again when there are fewer calls, or stop the server first";

  private final Database database;
  private final Writer writer;
  private final Fold fold;
  private final Backlog backlog;
  private final ContentsTables tables = new ContentsTables(ContentsSql.DIALECT);

  SqliteContents(Database database, Writer writer, Fold fold, Backlog backlog) {
    this.database = database;
    this.writer = writer;
    this.fold = fold;
    this.backlog = backlog;
  }

  @Override
  public String kind() {
    return "sqlite";
  }

  @Override
  public long actors() {
    return Objects.requireNonNull(
        database.read(session -> session.first(ContentsSql.ACTORS, row -> row.getLong(1))));
  }

  @Override
  public void read(Consumer<StoredItem> sink) {
    atOneMoment(session -> tables.read(session, unlessEnded(session, sink)));
  }

  @Override
  public void inspect(Consumer<StoredItem> sink, Remarks remarks) {
    atOneMoment(session -> tables.inspect(session, unlessEnded(session, sink), remarks));
  }

  /** SQLite itself ends a reader with the next row only, and one row may hold many turns. */
  private static Consumer<StoredItem> unlessEnded(Session session, Consumer<StoredItem> sink) {
    return item -> {
      if (session.isInterrupted()) {
        throw new ActjsException(ProblemCode.StorageUnavailable, TOO_LONG);
      }
      sink.accept(item);
    };
  }

  private interface Reading {
    void run(Session session) throws SQLException;
  }

  private void atOneMoment(Reading reading) {
    withLongReader(
        session -> {
          beginRead(session);
          reading.run(session);
          session.execute("COMMIT");
        });
  }

  /** The log cannot be emptied meanwhile: when it grows too far the reading is given up. */
  private void withLongReader(Reading reading) {
    database.<@Nullable Void>attempt(
        () -> {
          Session session = database.longReader();
          try (session) {
            reading.run(session);
          } catch (SQLException e) {
            if (session.isInterrupted()) {
              throw new ActjsException(ProblemCode.StorageUnavailable, TOO_LONG, e);
            }
            throw e;
          } finally {
            database.release(session);
          }
          return null;
        });
  }

  /** Begins a read transaction at a moment when the tables hold everything. */
  private void beginRead(Session session) {
    boolean begun = false;
    while (!begun) {
      fold.all();
      begun =
          writer.exclusively(
              () -> {
                if (backlog.isEmpty()) {
                  session.execute("BEGIN");
                  session.first(Sql.LAST_POSITION, row -> row.getLong(1));
                }
                return backlog.isEmpty();
              });
    }
  }

  /**
   * The tables have all effects then, so that the segments that had them are deleted; the rebuilt
   * file has no free pages, and its pages no remnants. In native code, like the backup.
   */
  @Override
  public Residue wipe() {
    fold.pending();
    OwnThread.run("actjs-wipe", writer::rebuild);
    return Residue.FILE_SYSTEM;
  }

  @Override
  public ImportProgress begin(String export) {
    fold.all();
    return writer.exclusively(
        () -> {
          ImportProgress stored = writer.read(session -> ContentsTables.found(session, export));
          if (stored != null) {
            return stored;
          }
          writer.durably(session -> tables.begin(session, export));
          return ImportProgress.start(export);
        });
  }

  @Override
  public void take(List<StoredItem> items, ImportProgress from, ImportProgress to) {
    Intake intake = Intake.of(items);
    writer.exclusively(
        () -> {
          writer.durably(
              session -> {
                tables.advance(session, from, to);
                intake.write(session);
              });
          return null;
        });
    if (to.done() || writer.isLogLong()) {
      writer.checkpoint();
    }
  }

  @Override
  public @Nullable String unfinishedImport() {
    return database.read(ContentsTables::unfinishedImport);
  }

  /**
   * A restored copy may lack effects in its tables that are in its segments, as after a crash. The
   * statement keeps the thread in native code, so it gets one of its own.
   */
  @Override
  public void backup(Path target) {
    OwnThread.run(
        "actjs-backup",
        () -> withLongReader(session -> session.update(ContentsSql.BACKUP, target.toString())));
  }
}
