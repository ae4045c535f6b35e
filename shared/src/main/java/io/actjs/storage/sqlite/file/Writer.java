package io.actjs.storage.sqlite.file;

import io.actjs.model.ActjsException;
import io.actjs.model.Clock;
import io.actjs.model.ProblemCode;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one connection that writes, and the lock that goes with it. The lock is fair: a commit waits
 * for one slice of a fold at most, and a fold for one commit.
 *
 * <p>A durable transaction returns when the disk has it ({@code synchronous=FULL}: SQLite syncs the
 * write-ahead log at the commit). A lazy one does not sync ({@code NORMAL}): in the log it comes
 * after everything that it depends on, and before everything that depends on it, and recovery keeps
 * a prefix of the log. So a crash may undo it only together with all that followed, and the next
 * durable commit makes it durable too. Checkpoints sync the log before they touch the database.
 */
public final class Writer {
  /**
   * At most: each of the two passes syncs the log and the database, and the first transaction after
   * them the header of the new log.
   */
  private static final int SYNCS_OF_CHECKPOINT = 5;

  /** A frame of the log is a page and its header. */
  private static final int FRAME_BYTES = Database.PAGE_BYTES + 24;

  /** Says how many frames the log has, and does nothing. */
  private static final String LOG_FRAMES = "PRAGMA wal_checkpoint(NOOP)";

  /** Moves what no reader needs in the log, without waiting for anybody. */
  private static final String MOVE_LOG = "PRAGMA wal_checkpoint(PASSIVE)";

  private final Database database;
  private final Session session;
  private final Session checkpoints;
  private final ReentrantLock lock = new ReentrantLock(true);
  private final AtomicLong syncs = new AtomicLong();
  private final ReentrantLock checkpointing = new ReentrantLock();
  private boolean syncing = true;

  /** The log has so many frames when a checkpoint is due. */
  private final long checkpointFrames;

  /** Frames of the log since it began anew. Written under the lock, like the next. */
  private volatile long logFrames;

  /** With so many a checkpoint is due: more than usual while a reader keeps the log as it is. */
  private volatile long dueFrames;

  /**
   * A sync may have failed. The kernel reports that once and may then call the pages clean, so the
   * log cannot be trusted until a checkpoint has moved it into the database with a good sync.
   */
  private boolean suspect;

  private StoreMark mark;

  /** What the mark has, or is about to get. */
  private StoreMark.Point reached;

  /**
   * @param mark told of each durable transaction once it is durable
   * @param reached how far the database is
   */
  public Writer(Database database, StoreMark mark, StoreMark.Point reached) throws SQLException {
    this.database = database;
    this.session = database.writer();
    this.checkpoints = database.writer();
    this.checkpointFrames = Math.max(1, database.checkpointBytes() / FRAME_BYTES);
    this.dueFrames = checkpointFrames;
    this.mark = mark;
    StoreMark.Point last = mark.last();
    this.reached =
        new StoreMark.Point(
            reached.pos(), last.turns(), last.at(), Math.max(reached.revision(), last.revision()));
    if (reached.pos() > last.pos()) {
      mark.write(this.reached);
    }
  }

  /**
   * Goes on with a new mark, which has a point of the present. The caller writes exclusively, and
   * has named the database so.
   */
  public void remark(Path directory, UUID incarnation, long pos) {
    reached = new StoreMark.Point(pos, 0, Clock.SYSTEM.nowMs(), reached.revision());
    StoreMark old = mark;
    mark = StoreMark.create(directory, incarnation, reached);
    old.close();
  }

  /** Lets go of the mark. */
  public void close() {
    lock.lock();
    try {
      mark.close();
    } finally {
      lock.unlock();
    }
  }

  /** One transaction's statements. */
  public interface Transaction {
    void run(Session session) throws SQLException;
  }

  /** Does the work while no other thread writes. */
  public <T extends @Nullable Object> T exclusively(Database.Work<T> work) {
    lock.lock();
    try {
      return database.attempt(work);
    } finally {
      lock.unlock();
    }
  }

  /** Reads on the writing connection. The caller writes exclusively. */
  public <T extends @Nullable Object> T read(Database.Query<T> query) throws SQLException {
    return query.run(session);
  }

  /**
   * When it returns, the disk has the transaction, which commits a segment. The caller writes
   * exclusively.
   *
   * @param turns how many the segment has
   */
  public void commit(long pos, int turns, Transaction transaction) throws SQLException {
    transact(true, transaction);
    syncs.incrementAndGet();
    mark(pos, turns, reached.revision());
  }

  /** When it returns, the disk has the transaction. The caller writes exclusively. */
  public void durably(Transaction transaction) throws SQLException {
    int revision = reached.revision() + 1;
    transact(
        true,
        open -> {
          transaction.run(open);
          open.execute(Sql.REVISION + " = " + revision);
        });
    syncs.incrementAndGet();
    mark(reached.pos(), 0, revision);
  }

  private void mark(long pos, int turns, int revision) {
    reached = new StoreMark.Point(pos, reached.turns() + turns, Clock.SYSTEM.nowMs(), revision);
    mark.write(reached);
  }

  /** A crash may undo the transaction, if it undoes all later ones too. See the class. */
  public void lazily(Transaction transaction) throws SQLException {
    transact(false, transaction);
  }

  private void transact(boolean sync, Transaction transaction) throws SQLException {
    if (suspect) {
      restoreTrust();
    }
    if (logFrames >= dueFrames + checkpointFrames) {
      // Whoever makes checkpoints does not keep up.
      moveRest();
    }
    if (syncing != sync) {
      session.execute(sync ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
      syncing = sync;
    }
    try {
      session.inTransaction(() -> transaction.run(session));
    } catch (SQLException e) {
      suspect |= SqliteProblem.of(e) == SqliteProblem.INPUT_OUTPUT;
      throw e;
    }
    measureLog();
  }

  /**
   * A small transaction is several pages, of which those of its predecessor are written again:
   * their number cannot be told from what is stored.
   */
  private void measureLog() {
    long frames;
    try {
      frames = Objects.requireNonNull(session.first(LOG_FRAMES, row -> row.getLong(2)));
    } catch (SQLException e) {
      // The transaction is committed, whatever this says.
      frames = logFrames + 1;
    }
    if (frames < logFrames) {
      dueFrames = checkpointFrames;
    }
    logFrames = frames;
  }

  private void restoreTrust() throws SQLException {
    boolean busy =
        Objects.requireNonNull(
            session.first("PRAGMA wal_checkpoint(RESTART)", row -> row.getBoolean(1)));
    syncs.addAndGet(2);
    if (busy) {
      throw new ActjsException(
          ProblemCode.StorageUnavailable,
          "a write to " + database.file() + " failed and has not been repaired yet: try again");
    }
    suspect = false;
  }

  /** Whether a checkpoint is due. */
  public boolean isLogLong() {
    return logFrames >= dueFrames;
  }

  /**
   * Moves the log into the database: first most of it, concurrently with writers, then the few
   * pages added in the meantime, without them, so that the next transaction begins the log anew in
   * the same place: writing over pages that are there costs the disk half of what appending does.
   */
  public void checkpoint() {
    checkpointing.lock();
    try {
      database.<@Nullable Integer>attempt(() -> checkpoints.first(MOVE_LOG, row -> row.getInt(2)));
      exclusively(this::moveRest);
      database.<@Nullable Void>attempt(
          () -> {
            database.boundLog();
            return null;
          });
    } finally {
      checkpointing.unlock();
    }
  }

  private @Nullable Void moveRest() throws SQLException {
    session.first(MOVE_LOG, row -> row.getInt(2));
    syncs.addAndGet(SYNCS_OF_CHECKPOINT);
    dueFrames = Math.max(checkpointFrames, logFrames + Math.max(1, checkpointFrames / 8));
    return null;
  }

  /**
   * Writes the whole database anew, without anything that deleted rows have left, and empties the
   * log. It is durable when this returns.
   *
   * @throws ActjsException {@code StorageUnavailable} when a reader keeps the log from being
   *     emptied
   */
  public void rebuild() {
    checkpointing.lock();
    try {
      exclusively(
          () -> {
            session.execute("PRAGMA synchronous = FULL");
            syncing = true;
            session.execute("VACUUM");
            return null;
          });
      exclusively(this::emptyLog);
    } finally {
      checkpointing.unlock();
    }
  }

  private @Nullable Void emptyLog() throws SQLException {
    boolean busy =
        Objects.requireNonNull(
            session.first("PRAGMA wal_checkpoint(TRUNCATE)", row -> row.getBoolean(1)));
    syncs.addAndGet(SYNCS_OF_CHECKPOINT);
    if (busy) {
      throw new ActjsException(
          ProblemCode.StorageUnavailable,
          "the log of "
              + database.file()
              + " cannot be emptied while an export or a backup reads"
              + " the store: try again when it has ended");
    }
    measureLog();
    return null;
  }

  /** Writes and reads something trivial. */
  public void ping() {
    exclusively(
        () -> {
          lazily(open -> open.update(Sql.SET_ALIVE));
          return null;
        });
    database.read(open -> open.first(Sql.LAST_POSITION, row -> row.getLong(1)));
  }

  /** Runs the action while no thread writes. */
  public void whileStill(Runnable action) {
    exclusively(
        () -> {
          action.run();
          return null;
        });
  }

  /** The maximum number of pages of the file; existing ones are kept. */
  public void maxPages(long pages) {
    exclusively(
        () -> {
          session.execute("PRAGMA max_page_count = " + pages);
          return null;
        });
  }

  public long syncs() {
    return syncs.get();
  }
}
