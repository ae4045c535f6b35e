package io.actjs.storage.jdbc;

import io.actjs.model.ActjsException;
import io.actjs.model.AuditEntry;
import io.actjs.model.ProblemCode;
import io.actjs.storage.access.Bytes;
import io.actjs.storage.audit.AuditEnds;
import io.actjs.storage.audit.ChainPoint;
import io.actjs.storage.audit.ChainedEntry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of the audit, and of its ends, in the columns of {@link AuditSql}. */
final class AuditRows {
  /** The ordinal of the head while the rows have no chain. */
  private static final long UNCHAINED = -1;

  private static final int PAGE = 500;

  private AuditRows() {}

  /**
   * @throws ActjsException {@code StoreDamaged} when they are missing
   */
  static AuditEnds ends(SqlSession session, String sql) throws SQLException {
    AuditEnds ends = optionalEnds(session, sql);
    if (ends == null) {
      throw new ActjsException(
          ProblemCode.StoreDamaged,
          "the record of the audit's ends is missing: restore the store from a backup");
    }
    return ends;
  }

  static @Nullable AuditEnds optionalEnds(SqlSession session, String sql) throws SQLException {
    return session.first(sql, row -> new AuditEnds(point(row, 3), point(row, 1)));
  }

  /** The ordinal is in the column, the chain value in the next. */
  private static ChainPoint point(ResultSet row, int column) throws SQLException {
    return new ChainPoint(row.getLong(column), bytes(row, column + 1));
  }

  /** A chain value that somebody has taken away is one that fits nothing. */
  private static Bytes bytes(ResultSet row, int column) throws SQLException {
    byte[] bytes = row.getBytes(column);
    return Bytes.of(bytes == null ? new byte[0] : bytes);
  }

  static ChainedEntry entry(ResultSet row) throws SQLException {
    return new ChainedEntry(
        row.getLong(1),
        new AuditEntry(
            row.getString(3),
            row.getLong(4),
            Rows.utf8(row, 5),
            row.getString(6),
            Rows.utf8(row, 7),
            Rows.utf8(row, 8)),
        bytes(row, 2));
  }

  static void insert(SqlSession session, ChainedEntry chained) throws SQLException {
    AuditEntry entry = chained.entry();
    session.update(
        AuditSql.INSERT,
        chained.ordinal(),
        chained.chain().toArray(),
        entry.id(),
        entry.at(),
        new FreeText(entry.principal()),
        entry.action(),
        new FreeText(entry.target()),
        new FreeText(entry.meta()));
  }

  /** Writes the entries behind the head. */
  static void append(SqlSession session, ChainPoint head, List<AuditEntry> entries)
      throws SQLException {
    ChainPoint last = head;
    for (AuditEntry entry : entries) {
      ChainedEntry chained = ChainedEntry.after(last, entry);
      insert(session, chained);
      last = chained.point();
    }
    setHead(session, last);
  }

  private static void setHead(SqlSession session, ChainPoint head) throws SQLException {
    session.update(AuditSql.SET_HEAD, head.ordinal(), head.chain().toArray());
  }

  private static void setBase(SqlSession session, ChainPoint base) throws SQLException {
    session.update(AuditSql.SET_BASE, base.ordinal(), base.chain().toArray());
  }

  static void set(SqlSession session, AuditEnds ends) throws SQLException {
    setHead(session, ends.head());
    setBase(session, ends.base());
  }

  static List<ChainedEntry> after(SqlSession session, long ordinal, int limit) throws SQLException {
    return session.list(AuditSql.AFTER, AuditRows::entry, ordinal, limit);
  }

  static boolean isChained(SqlSession session) throws SQLException {
    AuditEnds ends = optionalEnds(session, AuditSql.ENDS);
    return ends == null || ends.head().ordinal() != UNCHAINED;
  }

  /** Gives rows that are older than the chain their chain values. */
  static void chainAll(SqlSession session, String ends) throws SQLException {
    if (ends(session, ends).head().ordinal() != UNCHAINED) {
      return;
    }
    ChainPoint last = ChainPoint.START;
    List<ChainedEntry> page;
    do {
      page = after(session, last.ordinal(), PAGE);
      for (ChainedEntry row : page) {
        last = ChainedEntry.after(last, row.entry()).point();
        session.update(AuditSql.SET_CHAIN, last.chain().toArray(), row.ordinal());
      }
    } while (page.size() == PAGE);
    setHead(session, last);
  }

  /**
   * Drops the oldest entries that are older than a time, up to the first that is not, and up to the
   * first that is not as it was written: that one stays for whoever looks into it.
   *
   * @return how many were dropped
   */
  static int drop(SqlSession session, AuditEnds ends, long before, int limit) throws SQLException {
    ChainPoint base = ends.base();
    ChainPoint last = base;
    for (ChainedEntry row : after(session, base.ordinal(), limit)) {
      if (row.entry().at() >= before || !row.follows(last)) {
        break;
      }
      last = row.point();
    }
    if (!last.equals(base)) {
      session.update(AuditSql.DROP, base.ordinal(), last.ordinal());
      setBase(session, last);
    }
    return Math.toIntExact(last.ordinal() - base.ordinal());
  }
}
