package io.actjs.storage.sqlite;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.storage.sqlite.file.Database;
import io.actjs.storage.sqlite.file.DirectoryLock;
import io.actjs.storage.sqlite.file.Loss;
import io.actjs.storage.sqlite.file.StoreMark;
import io.actjs.storage.sqlite.file.StoreMark.Point;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The mark of a directory that is being opened, compared with the database in it. */
final class OpenedMark implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OpenedMark.class);

  private final Path directory;
  private final Path file;
  private final @Nullable Loss loss;
  private @Nullable StoreMark mark;

  private OpenedMark(Path directory, Path file, @Nullable StoreMark mark, @Nullable Loss loss) {
    this.directory = directory;
    this.file = file;
    this.mark = mark;
    this.loss = loss;
  }

  /**
   * Compares before anything in the directory changes.
   *
   * @param file the database
   * @throws ActjsException {@code StoreDamaged} when something is missing that was acknowledged,
   *     unless that is accepted; {@code DataDirectoryInUse}
   */
  static OpenedMark of(Path directory, Path file, boolean acceptLoss) throws SQLException {
    StoreMark mark = open(directory, acceptLoss);
    if (mark == null) {
      DirectoryLock.requireUnused(file);
      return new OpenedMark(directory, file, null, null);
    }
    try {
      Loss loss = Loss.between(file, Database.look(file), mark);
      if (loss != null && !acceptLoss) {
        throw loss.refusal();
      }
      return new OpenedMark(directory, file, mark, loss);
    } catch (SQLException | RuntimeException e) {
      mark.close();
      throw e;
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

  /** Makes the mark of a store that has none: a new one, a restored one, one from before marks. */
  void complete(Point progress) {
    if (mark == null) {
      mark = StoreMark.create(directory, progress);
    }
  }

  StoreMark mark() {
    return Objects.requireNonNull(mark);
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
