package io.actjs.storage.postgres.pool;

import io.actjs.storage.postgres.pool.Database.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Work that happens exactly once, however often it is attempted: before an attempt whose COMMIT was
 * not answered is repeated, its {@link Committer} is asked for it.
 */
final class Transaction<T extends @Nullable Object> {
  private final Committer committer;
  private final Work<T> work;

  /** The result of work whose COMMIT has been sent and not answered; null when there is none. */
  private @Nullable Sent<T> sent;

  private record Sent<T extends @Nullable Object>(T result) {}

  Transaction(Committer committer, Work<T> work) {
    this.committer = committer;
    this.work = work;
  }

  /** Whether it is unknown if it is stored. */
  boolean isInDoubt() {
    return sent != null;
  }

  T attempt(Connection connection) throws SQLException {
    Sent<T> unanswered = sent;
    if (unanswered != null && committer.hasCommitted(new Session(connection))) {
      sent = null;
      return unanswered.result();
    }
    sent = null;
    Session session = new Session(connection, List.of(committer.begin()));
    return run(connection, session, work, this::commit);
  }

  private void commit(Session session, T result) throws SQLException {
    sent = new Sent<>(result);
    try {
      session.commit();
    } catch (SQLException e) {
      sent = PostgresProblem.hasEnded(e) ? null : sent;
      throw e;
    }
    sent = null;
  }

  /** The end of a transaction. */
  interface Commit<T extends @Nullable Object> {
    void send(Session session, T result) throws SQLException;
  }

  /** Runs the work and commits it; rolls back when it fails, or asks for that. */
  static <T extends @Nullable Object> T run(
      Connection connection, Session session, Work<T> work, Commit<T> commit) throws SQLException {
    connection.setAutoCommit(false);
    try {
      T result = work.run(session);
      if (session.isRollbackOnly()) {
        connection.rollback();
      } else {
        commit.send(session, result);
      }
      return result;
    } catch (SQLException | RuntimeException | Error e) {
      rollBack(connection, e);
      throw e;
    }
  }

  /** A connection that broke has rolled back by itself, or does when the server notices. */
  private static void rollBack(Connection connection, Throwable cause) {
    try {
      connection.rollback();
    } catch (SQLException broken) {
      cause.addSuppressed(broken);
    }
  }
}
