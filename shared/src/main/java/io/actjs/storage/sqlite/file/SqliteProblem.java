package io.actjs.storage.sqlite.file;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;

/** The meaning of SQLite's errors to users, and advice. */
public enum SqliteProblem {
  FULL(SQLiteErrorCode.SQLITE_FULL, "make room on its disk; nothing acknowledged is lost"),
  NOT_A_DATABASE(
      SQLiteErrorCode.SQLITE_NOTADB,
      "the file is not a database: move it away, restore a backup, or choose another directory"
          + " with --data"),
  CORRUPT(SQLiteErrorCode.SQLITE_CORRUPT, "the file is damaged: restore a backup"),
  READ_ONLY(SQLiteErrorCode.SQLITE_READONLY, "make the file and its directory writable"),
  CANNOT_OPEN(SQLiteErrorCode.SQLITE_CANTOPEN, "make the file and its directory writable"),
  INPUT_OUTPUT(SQLiteErrorCode.SQLITE_IOERR, "check the disk, then try again"),
  CONSTRAINT(SQLiteErrorCode.SQLITE_CONSTRAINT, "the file is inconsistent: restore a backup"),
  OTHER(SQLiteErrorCode.SQLITE_ERROR, "try again; if this persists, check the disk");

  /** Extended result codes keep the primary one in their lowest byte. */
  private static final int PRIMARY = 0xff;

  private final int sqliteCode;
  private final String advice;

  SqliteProblem(SQLiteErrorCode sqliteCode, String advice) {
    this.sqliteCode = sqliteCode.code;
    this.advice = advice;
  }

  public static SqliteProblem of(SQLException e) {
    for (SqliteProblem problem : values()) {
      if (problem.sqliteCode == (e.getErrorCode() & PRIMARY)) {
        return problem;
      }
    }
    return OTHER;
  }

  /** {@code StorageFull} or {@code StorageUnavailable}. */
  public static ActjsException exception(SQLException e, Path file) {
    SqliteProblem problem = of(e);
    return new ActjsException(
        problem == FULL ? ProblemCode.StorageFull : ProblemCode.StorageUnavailable,
        "the store " + file + " failed: " + problem.advice + " (" + e.getMessage() + ")",
        e);
  }
}
