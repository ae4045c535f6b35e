package io.actjs.storage.postgres;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ProblemCode;
import io.actjs.model.TurnRecord;
import io.actjs.storage.ActorMerge;
import io.actjs.storage.ImportRefusal;
import io.actjs.storage.JournalCodec;
import io.actjs.storage.StoreContents;
import io.actjs.storage.StoredItem;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The tables as a whole. They are read in one transaction, each table once, in order of actors. */
final class PostgresContents implements StoreContents {
  /** Rows that are fetched at a time: states are large, turns may be. */
  private static final int STATES = 8;

  private static final int TURNS = 128;
  private static final int SMALL_ROWS = 256;

  private final Database database;

  PostgresContents(Database database) {
    this.database = database;
  }

  @Override
  public String kind() {
    return "postgres";
  }

  @Override
  public long actors() {
    return Objects.requireNonNull(
        database.read(session -> session.first(ContentsSql.ACTORS, row -> row.getLong(1))));
  }

  @Override
  public void read(Consumer<StoredItem> sink) {
    database.<@Nullable Void>look(
        session -> {
          session.update(ContentsSql.AS_OF_ONE_MOMENT);
          session.first(ContentsSql.WITHOUT_HURRY, row -> true);
          RegistryContents.read(session, sink);
          ActorMerge.run(sources(session), sink);
          return null;
        });
  }

  private static List<ActorMerge.Source> sources(Session session) throws SQLException {
    return List.of(
        rows(
            session.open(ContentsSql.HEADS, SMALL_ROWS),
            row -> new StoredItem.Actor(Rows.ref(row), Rows.head(row), row.getLong(7))),
        rows(
            session.open(ContentsSql.SNAPSHOTS, STATES),
            row -> new StoredItem.Snapshot(Rows.snapshot(row, Rows.ref(row, 4)))),
        rows(
            session.open(ContentsSql.RETAINED, STATES),
            row -> new StoredItem.Retained(Rows.snapshot(row, Rows.ref(row, 4)), row.getLong(6))),
        rows(session.open(ContentsSql.TURNS, TURNS), row -> new StoredItem.Turn(turn(row))),
        rows(
            session.open(ContentsSql.MESSAGES, SMALL_ROWS),
            row -> new StoredItem.Pending(Rows.message(row, Rows.ref(row, 7)))),
        rows(
            session.open(ContentsSql.REMINDERS, SMALL_ROWS),
            row -> new StoredItem.Scheduled(Rows.reminder(row))),
        rows(
            session.open(ContentsSql.DEAD_LETTERS, SMALL_ROWS),
            row -> new StoredItem.Dead(Rows.deadLetter(row))));
  }

  private static ActorMerge.Source rows(ResultSet rows, Session.Row<StoredItem.OfActor> reader) {
    return () -> rows.next() ? reader.read(rows) : null;
  }

  private static TurnRecord turn(ResultSet row) throws SQLException {
    ActorRef ref = Rows.ref(row);
    List<TurnRecord> turns = new ArrayList<>(1);
    JournalCodec.readChunk(ref, row.getBytes(3), 0, turns::add);
    return turns.getFirst();
  }

  @Override
  public ImportProgress begin(String export) {
    return database.change(
        session -> {
          session.update(ContentsSql.LOCK_PROGRESS);
          ImportProgress stored = progress(session);
          if (stored != null) {
            return ImportRefusal.requireSame(stored, export);
          }
          if (Boolean.TRUE.equals(session.first(ContentsSql.IS_USED, row -> row.getBoolean(1)))) {
            throw ImportRefusal.notEmpty();
          }
          session.update(ContentsSql.BEGIN_IMPORT, export);
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
    database.<@Nullable Void>change(
        session -> {
          int moved =
              session.update(
                  ContentsSql.SET_PROGRESS, to.lines(), to.done(), from.export(), from.lines());
          if (moved == 0) {
            throw ImportRefusal.overtaken();
          }
          intake.write(session);
          return null;
        });
  }

  @Override
  public @Nullable String unfinishedImport() {
    ImportProgress stored = database.read(PostgresContents::progress);
    return stored == null || stored.done() ? null : stored.export();
  }

  @Override
  public void backup(Path target) {
    throw new ActjsException(
        ProblemCode.BackupUnsupported,
        "the server keeps its data in PostgreSQL: copy it with pg_dump or pg_basebackup, or export"
            + " it with \"actctl export --database URL FILE\"");
  }
}
