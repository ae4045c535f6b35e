package io.actjs.storage.sqlite.file;

import io.actjs.storage.jdbc.FreeText;
import io.actjs.storage.jdbc.SqlSession;
import java.lang.reflect.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sqlite.Function;
import org.sqlite.SQLiteConnection;

/** One connection and its prepared statements. For one thread at a time. */
public final class Session implements SqlSession, AutoCloseable {
  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();
  private volatile boolean interrupted;

  Session(Connection connection) {
    this.connection = connection;
  }

  /** Takes rows until it wants no more. */
  public interface RowConsumer {
    /** Returns false to stop. */
    boolean accept(ResultSet row) throws SQLException;
  }

  /** Lets statements of this connection call it. */
  void function(String name, Function function) throws SQLException {
    Function.create(connection, name, function);
  }

  /** Runs a statement that is not worth preparing, such as a pragma. */
  public void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public int update(String sql, @Nullable Object... arguments) throws SQLException {
    return run(sql, PreparedStatement::executeUpdate, arguments);
  }

  /** The statement takes one row. */
  @Override
  public void updateAll(String sql, Object... columns) throws SQLException {
    int rows = Array.getLength(columns[0]);
    for (int i = 0; i < rows; i++) {
      int row = i;
      int unused = update(sql, Stream.of(columns).map(column -> Array.get(column, row)).toArray());
    }
  }

  @Override
  public <T> List<T> list(String sql, Row<T> reader, @Nullable Object... arguments)
      throws SQLException {
    List<T> rows = new ArrayList<>();
    forEach(sql, row -> rows.add(reader.read(row)), arguments);
    return rows;
  }

  @Override
  public <T> @Nullable T first(String sql, Row<T> reader, @Nullable Object... arguments)
      throws SQLException {
    List<T> rows = new ArrayList<>(1);
    forEach(sql, row -> !rows.add(reader.read(row)), arguments);
    return rows.isEmpty() ? null : rows.getFirst();
  }

  public void forEach(String sql, RowConsumer consumer, @Nullable Object... arguments)
      throws SQLException {
    run(
        sql,
        statement -> {
          try (ResultSet rows = statement.executeQuery()) {
            boolean wanted = true;
            while (wanted && rows.next()) {
              wanted = consumer.accept(rows);
            }
            return wanted;
          }
        },
        arguments);
  }

  /** The rows are closed with the session; memory has one at a time. */
  @Override
  public ResultSet open(String sql, int fetched) throws SQLException {
    return connection.prepareStatement(sql).executeQuery();
  }

  private interface Execution<T> {
    T on(PreparedStatement statement) throws SQLException;
  }

  /** A statement that has failed once is of no more use to the driver: it is prepared again. */
  private <T> T run(String sql, Execution<T> execution, @Nullable Object... arguments)
      throws SQLException {
    try {
      return execution.on(bind(sql, arguments));
    } catch (SQLException e) {
      PreparedStatement failed = prepared.remove(sql);
      if (failed != null) {
        failed.close();
      }
      throw e;
    }
  }

  private PreparedStatement bind(String sql, @Nullable Object... arguments) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case null -> statement.setNull(i + 1, Types.NULL);
        case String text -> statement.setString(i + 1, text);
        case Long number -> statement.setLong(i + 1, number);
        case Integer number -> statement.setInt(i + 1, number);
        case Boolean truth -> statement.setInt(i + 1, truth ? 1 : 0);
        case byte[] bytes -> statement.setBytes(i + 1, bytes);
        case FreeText free -> statement.setString(i + 1, free.text());
        default -> throw new IllegalArgumentException("cannot bind " + arguments[i].getClass());
      }
    }
    return statement;
  }

  /** Runs reads that all see the same moment. */
  public <T> T atOneMoment(Reads<T> reads) throws SQLException {
    execute("BEGIN");
    try {
      T read = reads.run();
      execute("COMMIT");
      return read;
    } catch (SQLException | RuntimeException | Error e) {
      rollBack(e);
      throw e;
    }
  }

  /** Reads of one moment. */
  public interface Reads<T> {
    T run() throws SQLException;
  }

  /** Runs the work in one transaction; a failure leaves nothing of it. */
  void inTransaction(Work work) throws SQLException {
    update("BEGIN IMMEDIATE");
    try {
      work.run();
      update("COMMIT");
    } catch (SQLException | RuntimeException | Error e) {
      rollBack(e);
      throw e;
    }
  }

  /** After some errors SQLite has rolled back by itself and says so. */
  private void rollBack(Throwable cause) {
    try {
      execute("ROLLBACK");
    } catch (SQLException alreadyRolledBack) {
      cause.addSuppressed(alreadyRolledBack);
    }
  }

  /** The work of a transaction. */
  public interface Work {
    void run() throws SQLException;
  }

  public boolean isClosed() throws SQLException {
    return connection.isClosed();
  }

  /** Makes what runs on the connection fail; from any thread. */
  void interrupt() throws SQLException {
    interrupted = true;
    if (connection instanceof SQLiteConnection running) {
      running.getDatabase().interrupt();
    }
  }

  /** Whether somebody has ended what runs on the connection. */
  public boolean isInterrupted() {
    return interrupted;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
