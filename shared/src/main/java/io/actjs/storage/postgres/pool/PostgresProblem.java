package io.actjs.storage.postgres.pool;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.sql.SQLException;

/** The meaning of PostgreSQL's errors to users, and advice. */
public enum PostgresProblem {
  FULL("53100", false, "make room on its disk; nothing acknowledged is lost"),
  TOO_MANY_CONNECTIONS(
      "53300", true, "raise max_connections or give each server fewer connections"),
  OUT_OF_RESOURCES("53", true, "give it more memory or less work"),
  READ_ONLY("25006", true, "it accepts no changes: point the URL at the primary"),
  PAUSED("25P03", true, "this process was paused for a long time: give it more CPU or memory"),
  SHUTTING_DOWN("57P", true, "wait until it has started; nothing acknowledged is lost"),
  SLOW("57014", true, "it did not answer in time: check what keeps it busy"),
  LOCKED("55P03", true, "another server held the actor for too long: try again"),
  CONCURRENT("40", true, "another server interfered: try again"),
  LOGIN("28", false, "check user and password in the database URL"),
  NO_DATABASE("3D000", false, "create the database, or correct the database URL"),
  CONNECTION("08", true, "check that it runs and can be reached"),
  POOL("", true, "no connection became free in time: check that it runs and is not overloaded"),
  OTHER("XX", false, "try again; if this persists, check the log of the database");

  private final String sqlState;
  private final boolean passing;
  private final String advice;

  PostgresProblem(String sqlState, boolean passing, String advice) {
    this.sqlState = sqlState;
    this.passing = passing;
    this.advice = advice;
  }

  /** Whether the same may succeed later without anybody changing anything here. */
  boolean isPassing() {
    return passing;
  }

  /** The pool tells its own failures without a state, or with that of their cause. */
  public static PostgresProblem of(SQLException e) {
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

  /**
   * Whether the server has surely ended the transaction without committing it. A connection that
   * breaks, or a server that goes, says nothing of that.
   */
  static boolean hasEnded(SQLException e) {
    String state = stateOf(e);
    return !state.isEmpty() && !state.startsWith("08") && !state.startsWith("57");
  }

  private static String stateOf(SQLException e) {
    String state = e.getSQLState();
    if (state != null && !state.isEmpty()) {
      return state;
    }
    return e.getCause() instanceof SQLException cause ? stateOf(cause) : "";
  }

  /** {@code StorageFull} or {@code StorageUnavailable}. */
  public static ActjsException exception(SQLException e, Address url) {
    PostgresProblem problem = of(e);
    return new ActjsException(
        problem == FULL ? ProblemCode.StorageFull : ProblemCode.StorageUnavailable,
        "the store " + url.place() + " failed: " + problem.advice + " (" + e.getMessage() + ")",
        e);
  }
}
