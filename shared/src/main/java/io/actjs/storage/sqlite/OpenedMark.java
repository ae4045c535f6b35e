package io.actjs.storage.sqlite;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.storage.sqlite.file.Database;
import io.actjs.storage.sqlite.file.DirectoryLock;
import io.actjs.storage.sqlite.file.Incarnation.Mismatch;
import io.actjs.storage.sqlite.file.Loss;
import io.actjs.storage.sqlite.file.StoreMark;
import io.actjs.storage.sqlite.file.StoreMark.Point;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The mark of a directory that is being opened, compared with the database in it. */
final class OpenedMark implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OpenedMark.class);

  private final Path directory;
  private final Path file;
  private final Database.Look found;
  private final @Nullable Mismatch mismatch;
  private final @Nullable Loss loss;
  private @Nullable StoreMark mark;

  private OpenedMark(Path directory, Path file, Database.Look found, @Nullable StoreMark mark) {
    this.directory = directory;
    this.file = file;
    this.found = found;
    this.mark = mark;
    this.mismatch = mark == null ? null : Mismatch.between(file, found, mark);
    // How far another store is says nothing about this one.
    this.loss =
        mark == null || mismatch != null ? null : Loss.between(file, found.progress(), mark);
  }

  /**
   * Compares before anything in the directory changes.
   *
   * @param file the database
   * @throws ActjsException {@code StoreDamaged} when something is missing that was acknowledged, or
   *     the database is of another store, unless that is accepted; {@code DataDirectoryInUse}
   */
  static OpenedMark of(Path directory, Path file, boolean acceptLoss) throws SQLException {
    StoreMark mark = open(directory, acceptLoss);
    if (mark == null) {
      DirectoryLock.requireUnused(file);
      return new OpenedMark(directory, file, Database.Look.NOTHING, null);
    }
    try {
      OpenedMark opened = new OpenedMark(directory, file, Database.look(file), mark);
      if (!acceptLoss) {
        opened.requireWhole();
      }
      return opened;
    } catch (SQLException | RuntimeException e) {
      mark.close();
      throw e;
    }
  }

  private void requireWhole() {
    if (mismatch != null) {
      throw mismatch.refusal();
    }
    if (loss != null) {
      throw loss.refusal();
    }
  }

  private static @Nullable StoreMark open(Path directory, boolean acceptLoss) {
    try {
      return StoreMark.open(directory);
    } catch (ActjsException e) {
      if (e.code() != ProblemCode.StoreDamaged || !acceptLoss) {
        throw e;
      }
      LOG.warn("{}: accepted with --accept-loss", e.detail());
      return null;
    }
  }

  /**
   * Makes the mark of a store that has none: a new one, a restored one, one from before marks. The
   * database is named first: a crash in between leaves no mark, and not two names.
   */
  void complete(Database database) throws SQLException {
    if (mark == null) {
      UUID fresh = UUID.randomUUID();
      database.name(fresh);
      mark = StoreMark.create(directory, fresh, database.progress());
    } else if (found.incarnation() == null) {
      database.name(mark.incarnation());
    }
  }

  StoreMark mark() {
    return Objects.requireNonNull(mark);
  }

  /** The database of another store that is accepted. */
  @Nullable Mismatch mismatch() {
    return mismatch;
  }

  /** What is missing and accepted. */
  @Nullable Loss loss() {
    return loss;
  }

  /** What is missing behind a position. */
  Loss lossBehind(long pos) {
    Point found = new Point(pos, 0, 0, mark().last().revision());
    return Loss.of(file, found, mark());
  }

  @Override
  public void close() {
    if (mark != null) {
      mark.close();
    }
  }
}
