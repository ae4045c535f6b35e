package io.actjs.storage.sqlite;

import io.actjs.model.ActorRef;
import io.actjs.storage.ActorMerge;
import io.actjs.storage.ImportRefusal;
import io.actjs.storage.JournalCodec;
import io.actjs.storage.StoreContents;
import io.actjs.storage.StoredItem;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The tables as a whole: what is unapplied is folded into them first. */
final class SqliteContents implements StoreContents {
  private final Database database;
  private final Writer writer;
  private final Fold fold;
  private final Backlog backlog;

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
    database.<@Nullable Void>attempt(
        () -> {
          try (Session session = database.reader()) {
            beginRead(session);
            RegistryContents.read(session, sink);
            ActorMerge.run(sources(session), sink);
            session.execute("COMMIT");
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

  private static List<ActorMerge.Source> sources(Session session) throws SQLException {
    return List.of(
        rows(
            session,
            ContentsSql.HEADS,
            row -> new StoredItem.Actor(Rows.ref(row), Rows.head(row), row.getLong(7))),
        rows(
            session,
            ContentsSql.SNAPSHOTS,
            row -> new StoredItem.Snapshot(Rows.snapshot(row, Rows.ref(row, 4)))),
        rows(
            session,
            ContentsSql.RETAINED,
            row -> new StoredItem.Retained(Rows.snapshot(row, Rows.ref(row, 4)), row.getLong(6))),
        turns(session.open(ContentsSql.CHUNKS)),
        rows(
            session,
            ContentsSql.MESSAGES,
            row -> new StoredItem.Pending(Rows.message(row, Rows.ref(row, 7)))),
        rows(session, ContentsSql.REMINDERS, row -> new StoredItem.Scheduled(Rows.reminder(row))),
        rows(session, ContentsSql.DEAD_LETTERS, row -> new StoredItem.Dead(Rows.deadLetter(row))));
  }

  private static ActorMerge.Source rows(
      Session session, String sql, Session.Row<StoredItem.OfActor> reader) throws SQLException {
    ResultSet rows = session.open(sql);
    return () -> rows.next() ? reader.read(rows) : null;
  }

  private static ActorMerge.Source turns(ResultSet chunks) {
    Queue<StoredItem.Turn> turns = new ArrayDeque<>();
    return () -> {
      while (turns.isEmpty() && chunks.next()) {
        ActorRef ref = Rows.ref(chunks);
        JournalCodec.readChunk(
            ref, chunks.getBytes(3), 0, turn -> turns.add(new StoredItem.Turn(turn)));
      }
      return turns.poll();
    };
  }

  @Override
  public ImportProgress begin(String export) {
    fold.all();
    return writer.exclusively(
        () -> {
          ImportProgress stored = writer.read(SqliteContents::progress);
          if (stored != null) {
            return ImportRefusal.requireSame(stored, export);
          }
          if (Boolean.TRUE.equals(
              writer.read(
                  session -> session.first(ContentsSql.IS_USED, row -> row.getBoolean(1))))) {
            throw ImportRefusal.notEmpty();
          }
          writer.durably(session -> session.update(ContentsSql.BEGIN_IMPORT, export));
          return ImportProgress.start(export);
        });
  }

  private static @Nullable ImportProgress progress(Session session) throws SQLException {
    return session.first(
        ContentsSql.PROGRESS,
        row -> new ImportProgress(row.getString(1), row.getLong(2), row.getBoolean(3)));
  }

  @Override
  public void take(List<StoredItem> items, ImportProgress from, ImportProgress to) {
    Intake intake = Intake.of(items);
    writer.exclusively(
        () -> {
          writer.durably(
              session -> {
                int moved =
                    session.update(
                        ContentsSql.SET_PROGRESS,
                        to.lines(),
                        to.done() ? 1 : 0,
                        from.export(),
                        from.lines());
                if (moved == 0) {
                  throw ImportRefusal.overtaken();
                }
                intake.write(session);
              });
          writer.countLogBytes(intake.bytes());
          return null;
        });
    if (to.done() || writer.logBytes() >= Intake.CHECKPOINT_BYTES) {
      writer.checkpoint();
    }
  }

  @Override
  public @Nullable String unfinishedImport() {
    ImportProgress stored = database.read(SqliteContents::progress);
    return stored == null || stored.done() ? null : stored.export();
  }

  /**
   * What a restored copy lacks in its tables is in its segments, as after a crash. The statement
   * keeps the thread in native code, so it gets one of its own.
   */
  @Override
  public void backup(Path target) {
    OwnThread.run(
        "actjs-backup",
        () ->
            database.<@Nullable Void>attempt(
                () -> {
                  try (Session session = database.writer()) {
                    session.update(ContentsSql.BACKUP, target.toString());
                  }
                  return null;
                }));
  }
}
