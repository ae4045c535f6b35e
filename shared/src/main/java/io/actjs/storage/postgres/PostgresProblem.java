package io.actjs.storage.postgres;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.sql.SQLException;

/** What PostgreSQL's errors mean to the user, and what to do. */
enum PostgresProblem {
  FULL("53100", "make room on its disk; nothing acknowledged is lost"),
  TOO_MANY_CONNECTIONS("53300", "raise max_connections or give each server fewer connections"),
  OUT_OF_RESOURCES("53", "give it more memory, or less to do"),
  READ_ONLY("25006", "it takes no changes: point the URL at the primary"),
  SHUTTING_DOWN("57P", "wait until it has started; nothing acknowledged is lost"),
  SLOW("57014", "it did not answer in time: look for what it is busy with"),
  LOCKED("55P03", "another server holds the actor for long: try again"),
  CONCURRENT("40", "another server got in between: try again"),
  LOGIN("28", "check user and password in the database URL"),
  NO_DATABASE("3D000", "create the database, or correct the database URL"),
  CONNECTION("08", "check that it runs and can be reached"),
  POOL("", "no connection became free in time: check that it runs and is not overloaded"),
  OTHER("XX", "try again; if it stays so, look at the log of the database");

  private final String sqlState;
  private final String advice;

  PostgresProblem(String sqlState, String advice) {
    this.sqlState = sqlState;
    this.advice = advice;
  }

  /** The pool tells its own failures without a state, or with that of their cause. */
  static PostgresProblem of(SQLException e) {
    String state = stateOf(e);
    if (state.isEmpty()) {
      return POOL;
    }
    for (PostgresProblem problem : values()) {
      if (problem != POOL && state.startsWith(problem.sqlState)) {
        return problem;
      }
    }
    return OTHER;
  }

  private static String stateOf(SQLException e) {
    String state = e.getSQLState();
    if (state != null && !state.isEmpty()) {
      return state;
    }
    return e.getCause() instanceof SQLException cause && cause != e ? stateOf(cause) : "";
  }

  /** {@code StorageFull} or {@code StorageUnavailable}. */
  static ActjsException exception(SQLException e, PostgresUrl url) {
    PostgresProblem problem = of(e);
    return new ActjsException(
        problem == FULL ? ProblemCode.StorageFull : ProblemCode.StorageUnavailable,
        "the store " + url.place() + " failed: " + problem.advice + " (" + e.getMessage() + ")",
        e);
  }
}
