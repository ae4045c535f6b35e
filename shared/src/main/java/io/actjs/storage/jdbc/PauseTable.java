package io.actjs.storage.jdbc;

import io.actjs.model.AuditEntry;
import io.actjs.model.Pause;
import io.actjs.storage.PauseStore;
import io.actjs.storage.StoredItem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What operators have paused. The pause of a class has the empty text for an id. */
public final class PauseTable implements PauseStore {
  private static final String PAUSES =
      "SELECT class, id, paused_by, reason, at FROM pause ORDER BY class, id";

  private static final String SET =
      """
      INSERT INTO pause (class, id, paused_by, reason, at) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (class, id) DO UPDATE SET
        paused_by = excluded.paused_by, reason = excluded.reason, at = excluded.at
      """;

  private static final String DELETE = "DELETE FROM pause WHERE class = ? AND id = ?";

  private final Transactions transactions;
  private final AuditTable log;

  public PauseTable(Transactions transactions, AuditTable log) {
    this.transactions = transactions;
    this.log = log;
  }

  @Override
  public List<Pause> pauses() {
    return transactions.read(PauseTable::list);
  }

  private static List<Pause> list(SqlSession session) throws SQLException {
    return session.list(PAUSES, PauseTable::pause);
  }

  private static Pause pause(ResultSet row) throws SQLException {
    String id = row.getString(2);
    return new Pause(
        row.getString(1),
        id.isEmpty() ? null : id,
        Rows.utf8(row, 3),
        Rows.utf8(row, 4),
        row.getLong(5));
  }

  @Override
  public void pause(Pause pause, AuditEntry audit) {
    transactions.change(
        pause.reason().length(),
        session -> {
          insert(session, pause);
          log.write(session, audit);
        });
  }

  @Override
  public boolean resume(String className, @Nullable String id, AuditEntry audit) {
    AtomicBoolean found = new AtomicBoolean();
    transactions.change(
        0,
        session -> {
          found.set(session.update(DELETE, className, stored(id)) > 0);
          if (found.get()) {
            log.write(session, audit);
          }
        });
    return found.get();
  }

  private static String stored(@Nullable String id) {
    return id == null ? "" : id;
  }

  static void read(SqlSession session, Consumer<StoredItem> sink) throws SQLException {
    list(session).forEach(pause -> sink.accept(new StoredItem.Paused(pause)));
  }

  /** Keeps the pause, as part of a transaction. */
  public static void insert(SqlSession session, Pause pause) throws SQLException {
    session.update(
        SET,
        pause.className(),
        stored(pause.id()),
        new FreeText(pause.by()),
        new FreeText(pause.reason()),
        pause.at());
  }
}
