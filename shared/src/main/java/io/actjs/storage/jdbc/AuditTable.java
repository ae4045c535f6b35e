package io.actjs.storage.jdbc;

import io.actjs.model.AuditEntry;
import io.actjs.storage.audit.AuditEnds;
import io.actjs.storage.audit.AuditStore;
import io.actjs.storage.audit.ChainedEntry;
import java.sql.SQLException;
import java.util.List;

/**
 * The audit's table. Whoever writes to it locks the row of its ends until the transaction ends, so
 * that the chain has no fork; changes do it last, and those that audit nothing do not wait.
 */
public final class AuditTable implements AuditStore {
  /** For databases with one writer at a time. */
  public static final String ENDS = AuditSql.ENDS;

  /** For databases with several. */
  public static final String LOCKED_ENDS = AuditSql.ENDS + " FOR UPDATE";

  private final Transactions database;
  private final String endsToWrite;

  /**
   * @param endsToWrite how those read the ends who are about to write
   */
  public AuditTable(Transactions database, String endsToWrite) {
    this.database = database;
    this.endsToWrite = endsToWrite;
  }

  /** Writes entries as the last step of a transaction. */
  public void write(SqlSession session, List<AuditEntry> entries) throws SQLException {
    write(session, endsToWrite, entries);
  }

  /**
   * Writes entries as part of a transaction that has locked all that it locks, but for what nobody
   * locks who writes here.
   *
   * @param endsToWrite as of the constructor
   */
  public static void write(SqlSession session, String endsToWrite, List<AuditEntry> entries)
      throws SQLException {
    if (!entries.isEmpty()) {
      AuditRows.append(session, AuditRows.ends(session, endsToWrite).head(), entries);
    }
  }

  void write(SqlSession session, AuditEntry entry) throws SQLException {
    write(session, List.of(entry));
  }

  /** Whether the rows have their chain values; that they have is not undone by damage. */
  public static boolean isChained(SqlSession session) throws SQLException {
    return AuditRows.isChained(session);
  }

  /**
   * Gives rows that are older than the chain their chain values, once, in a transaction of its own.
   *
   * @param endsToWrite as of the constructor
   */
  public static void chainAll(SqlSession session, String endsToWrite) throws SQLException {
    AuditRows.chainAll(session, endsToWrite);
  }

  /**
   * Drops the oldest entries that are older than a time, as part of a transaction.
   *
   * @param endsToWrite as of the constructor
   * @return how many were dropped; fewer than the limit when nothing more may go
   */
  public static int drop(SqlSession session, String endsToWrite, long before, int limit)
      throws SQLException {
    return AuditRows.drop(session, AuditRows.ends(session, endsToWrite), before, limit);
  }

  @Override
  public void append(List<AuditEntry> entries) {
    AuditStore.requireBounded(entries);
    if (!entries.isEmpty()) {
      database.change(
          entries.stream().mapToLong(entry -> entry.meta().length()).sum(),
          session -> write(session, entries));
    }
  }

  @Override
  public AuditEnds ends() {
    return database.read(session -> AuditRows.ends(session, AuditSql.ENDS));
  }

  @Override
  public List<ChainedEntry> after(long ordinal, int limit) {
    return database.read(session -> AuditRows.after(session, ordinal, limit));
  }

  @Override
  public List<ChainedEntry> before(long ordinal, int limit) {
    return database.read(
        session -> session.list(AuditSql.BEFORE, AuditRows::entry, ordinal, limit));
  }
}
