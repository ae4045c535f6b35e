package io.actjs.storage.jdbc;

import io.actjs.model.ActorRef;
import io.actjs.storage.ImportRefusal;
import io.actjs.storage.StoreContents.ImportProgress;
import io.actjs.storage.StoreContents.Remarks;
import io.actjs.storage.StoredItem;
import io.actjs.storage.codec.JournalCodec;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The tables as a whole: each is read once, in order of actors; and how far an import has come. */
public final class ContentsTables {
  /** Rows that are fetched at a time: states are large, turns may be. */
  private static final int STATES = 8;

  private static final int TURNS = 128;
  private static final int SMALL_ROWS = 256;

  private final ContentsDialect dialect;

  public ContentsTables(ContentsDialect dialect) {
    this.dialect = dialect;
  }

  /** Returns the entire contents of the tables; the transaction sees them as of one moment. */
  public void read(SqlSession session, Consumer<StoredItem> sink) throws SQLException {
    read(session, sink, TableRows.STRICT);
  }

  /** The same, and continues behind rows that cannot be read. */
  public void inspect(SqlSession session, Consumer<StoredItem> sink, Remarks remarks)
      throws SQLException {
    read(session, sink, new TableRows(remarks));
  }

  private void read(SqlSession session, Consumer<StoredItem> sink, TableRows rows)
      throws SQLException {
    RegistryContents.read(session, sink, rows);
    PauseTable.read(session, sink);
    AccessContents.read(session, sink, rows);
    ActorMerge.run(sources(session, rows), sink);
  }

  private List<ActorMerge.Source> sources(SqlSession session, TableRows rows) throws SQLException {
    return List.of(
        rows.ofActors(
            session.open(dialect.heads(), SMALL_ROWS),
            1,
            row ->
                new StoredItem.Actor(Rows.ref(row), Rows.head(row), row.getLong(Rows.AFTER_HEAD))),
        rows.ofActors(
            session.open(ContentsSql.SNAPSHOTS, STATES),
            5,
            4,
            row -> new StoredItem.Snapshot(Rows.snapshot(row, Rows.ref(row, 5)))),
        rows.ofActors(
            session.open(ContentsSql.RETAINED, STATES),
            6,
            4,
            row -> new StoredItem.Retained(Rows.retained(row, Rows.ref(row, 6)), row.getLong(5))),
        turns(session.open(dialect.turns(), TURNS), rows),
        rows.ofActors(
            session.open(ContentsSql.MESSAGES, SMALL_ROWS),
            1,
            MessageRows.SUM,
            row -> new StoredItem.Pending(MessageRows.pending(row))),
        rows.ofActors(
            session.open(ContentsSql.LATER, SMALL_ROWS),
            1,
            MessageRows.SUM,
            row -> new StoredItem.Later(MessageRows.pending(row))),
        rows.ofActors(
            session.open(ContentsSql.REPLIES, STATES),
            1,
            ReplyRows.SUM,
            row -> new StoredItem.Replied(ReplyRows.read(row))),
        rows.ofActors(
            session.open(ContentsSql.DEAD_LETTERS, SMALL_ROWS),
            1,
            MessageRows.SUM_OF_DEAD,
            row -> new StoredItem.Dead(MessageRows.dead(row))));
  }

  private static ActorMerge.Source turns(ResultSet chunks, TableRows rows) {
    Queue<StoredItem.Turn> turns = new ArrayDeque<>();
    return () -> {
      Boolean more = true;
      while (turns.isEmpty() && more != null) {
        more =
            rows.next(
                chunks,
                1,
                row -> {
                  ActorRef ref = Rows.ref(row);
                  byte[] chunk = row.getBytes(3);
                  rows.count(JournalCodec.hasSum(chunk));
                  return JournalCodec.readChunk(
                      ref, chunk, 0, turn -> turns.add(new StoredItem.Turn(turn)));
                });
      }
      return turns.poll();
    };
  }

  /**
   * How far the import of an export has come; null when none has begun. Nobody begins one
   * meanwhile.
   *
   * @throws io.actjs.model.ActjsException {@code StoreNotEmpty} when the store holds anything else
   */
  public static @Nullable ImportProgress found(SqlSession session, String export)
      throws SQLException {
    ImportProgress stored = progress(session);
    if (stored != null) {
      return ImportRefusal.requireSame(stored, export);
    }
    if (Boolean.TRUE.equals(session.first(ContentsSql.IS_USED, row -> row.getBoolean(1)))) {
      throw ImportRefusal.notEmpty();
    }
    return null;
  }

  public ImportProgress begin(SqlSession session, String export) throws SQLException {
    session.update(dialect.beginImport(), export);
    return ImportProgress.start(export);
  }

  /** Advances an import, in the transaction that stores its items. */
  public void advance(SqlSession session, ImportProgress from, ImportProgress to)
      throws SQLException {
    int moved =
        session.update(dialect.setProgress(), to.lines(), to.done(), from.export(), from.lines());
    if (moved == 0) {
      throw ImportRefusal.overtaken();
    }
  }

  /** The export whose import has begun and is not done, or null. */
  public static @Nullable String unfinishedImport(SqlSession session) throws SQLException {
    ImportProgress stored = progress(session);
    return stored == null || stored.done() ? null : stored.export();
  }

  private static @Nullable ImportProgress progress(SqlSession session) throws SQLException {
    return session.first(
        ContentsSql.PROGRESS,
        row -> new ImportProgress(row.getString(1), row.getLong(2), row.getBoolean(3)));
  }
}
