package io.actjs.storage.postgres.pool;

import io.actjs.storage.postgres.pool.Session.Step;
import java.sql.SQLException;
import java.util.Objects;
import java.util.UUID;

/**
 * One row of the table {@code committer}, through which a transaction can be asked for after its
 * answer was lost. Serves one transaction at a time, each under a number of its own.
 *
 * <p>Why the answer is right. A transaction writes its number into the row with its first
 * statement, and its COMMIT is sent only when that statement was answered. So whenever an answer to
 * a COMMIT can be lost, the backend that got it, or will get it, holds the row locked until its
 * transaction has ended. The look-up writes the same row: it waits for that backend, or for the
 * server to notice that it is dead, and then reads the number if the transaction was committed and
 * an older one if it was not. Afterwards nothing can commit that transaction any more: it has
 * ended. Where the row is not there, or is just being made, the unique key makes the look-up wait
 * in the same way.
 *
 * <p>A transaction whose COMMIT was never sent has not happened, and cannot happen.
 */
final class Committer {
  private final UUID process;
  private final int slot;
  private long number;

  /**
   * @param process never used by another process
   * @param slot never used by another committer of the process
   */
  Committer(UUID process, int slot) {
    this.process = process;
    this.slot = slot;
  }

  /** The first statement of a new transaction, which gets the next number. */
  Step begin() {
    number++;
    return Step.write(CommitterSql.SET_COMMITTER, process.toString(), slot, number);
  }

  /** Whether the last transaction that began is stored. Waits until it has ended. */
  boolean hasCommitted(Session session) throws SQLException {
    long stored =
        Objects.requireNonNull(
            session.first(
                CommitterSql.ASK_COMMITTER, row -> row.getLong(1), process.toString(), slot));
    return stored == number;
  }
}
