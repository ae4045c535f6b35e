package io.actjs.storage.postgres.pool;

import io.actjs.storage.jdbc.FreeText;
import io.actjs.storage.jdbc.SqlSession;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** A connection that is lent to one thread. The JDBC driver keeps its prepared statements. */
public final class Session implements SqlSession {
  private static final Step COMMIT = Step.write("COMMIT");

  private final Connection connection;

  /** Statements sent together with the first ones. */
  private List<Step> opening;

  /** Statements sent together with the COMMIT. */
  private List<Step> ending = List.of();

  private boolean rollbackOnly;

  Session(Connection connection) {
    this(connection, List.of());
  }

  /**
   * @param opening statements that come before all others and return nothing of interest
   */
  Session(Connection connection, List<Step> opening) {
    this.connection = connection;
    this.opening = opening;
  }

  /** The transaction is to leave no trace, though nothing failed. */
  public void rollbackOnly() {
    rollbackOnly = true;
  }

  boolean isRollbackOnly() {
    return rollbackOnly;
  }

  /** The transaction's last statements, which return nothing of interest. */
  public void endWith(List<Step> last) {
    ending = last;
  }

  /** Sends the last statements and the COMMIT together. It is not run when one of them fails. */
  public void commit() throws SQLException {
    if (ending.isEmpty()) {
      connection.commit();
      return;
    }
    List<Step> steps = new ArrayList<>(ending);
    steps.add(COMMIT);
    pipeline(steps);
  }

  /** Takes one row. */
  public interface RowConsumer {
    void accept(ResultSet row) throws SQLException;
  }

  /**
   * One statement of several that are sent together.
   *
   * @param rows receives its rows; null when they do not matter
   */
  public record Step(String sql, @Nullable RowConsumer rows, List<@Nullable Object> arguments) {
    public static Step write(String sql, @Nullable Object... arguments) {
      return new Step(sql, null, listOf(arguments));
    }

    public static Step read(String sql, RowConsumer rows, @Nullable Object... arguments) {
      return new Step(sql, rows, listOf(arguments));
    }

    private static List<@Nullable Object> listOf(@Nullable Object... arguments) {
      List<@Nullable Object> list = new ArrayList<>();
      for (@Nullable Object argument : arguments) {
        list.add(argument);
      }
      return list;
    }
  }

  /**
   * Runs the statements in order in one round trip. Each sees what was committed before it began,
   * and what those before it did; after one that fails none is run.
   */
  public void pipeline(List<Step> later) throws SQLException {
    List<Step> steps = new ArrayList<>(opening);
    steps.addAll(later);
    opening = List.of();
    String script = steps.stream().map(Step::sql).collect(Collectors.joining(";\n"));
    try (PreparedStatement statement = connection.prepareStatement(script)) {
      int index = 0;
      for (Step step : steps) {
        for (@Nullable Object argument : step.arguments()) {
          bind(statement, ++index, argument);
        }
      }
      boolean isRows = statement.execute();
      for (Step step : steps) {
        if (isRows && step.rows() != null) {
          forEach(statement.getResultSet(), step.rows());
        }
        isRows = statement.getMoreResults();
      }
    }
  }

  private static void forEach(ResultSet rows, RowConsumer consumer) throws SQLException {
    while (rows.next()) {
      consumer.accept(rows);
    }
  }

  @Override
  public int update(String sql, @Nullable Object... arguments) throws SQLException {
    open();
    try (PreparedStatement statement = prepare(sql, arguments)) {
      return statement.executeUpdate();
    }
  }

  /** The statement takes arrays. */
  @Override
  public void updateAll(String sql, Object... columns) throws SQLException {
    int unused = update(sql, columns);
  }

  @Override
  public <T> List<T> list(String sql, Row<T> reader, @Nullable Object... arguments)
      throws SQLException {
    open();
    List<T> list = new ArrayList<>();
    try (PreparedStatement statement = prepare(sql, arguments);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        list.add(reader.read(rows));
      }
    }
    return list;
  }

  @Override
  public ResultSet open(String sql, int fetched) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    statement.closeOnCompletion();
    statement.setFetchSize(fetched);
    return statement.executeQuery();
  }

  @Override
  public <T> @Nullable T first(String sql, Row<T> reader, @Nullable Object... arguments)
      throws SQLException {
    List<T> rows = list(sql, reader, arguments);
    return rows.isEmpty() ? null : rows.getFirst();
  }

  private void open() throws SQLException {
    if (!opening.isEmpty()) {
      pipeline(List.of());
    }
  }

  private PreparedStatement prepare(String sql, @Nullable Object... arguments) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < arguments.length; i++) {
      bind(statement, i + 1, arguments[i]);
    }
    return statement;
  }

  private void bind(PreparedStatement statement, int index, @Nullable Object argument)
      throws SQLException {
    switch (argument) {
      case null -> statement.setNull(index, Types.NULL);
      case String text -> statement.setString(index, withoutZero(text));
      case Long number -> statement.setLong(index, number);
      case Integer number -> statement.setInt(index, number);
      case Boolean truth -> statement.setBoolean(index, truth);
      case byte[] bytes -> statement.setBytes(index, bytes);
      case FreeText free -> statement.setBytes(index, free.text().getBytes(StandardCharsets.UTF_8));
      case long[] numbers -> statement.setArray(index, array("int8", numbers));
      case byte[][] blobs -> statement.setArray(index, array("bytea", blobs));
      case String[] texts -> {
        for (int i = 0; i < texts.length; i++) {
          texts[i] = withoutZero(texts[i]);
        }
        statement.setArray(index, array("text", texts));
      }
      default -> throw new IllegalArgumentException("cannot bind " + argument.getClass());
    }
  }

  /** Other than the one of JDBC, this method takes arrays of primitives. */
  private Array array(String type, Object elements) throws SQLException {
    return connection.unwrap(PGConnection.class).createArrayOf(type, elements);
  }

  /**
   * PostgreSQL has no text with U+0000. No key of ours has one, so a key that does is not found,
   * and one odd text must not fail the batch that it travels in.
   */
  private static @Nullable String withoutZero(@Nullable String text) {
    return text == null || text.indexOf(0) < 0 ? text : text.replace('\0', '\uFFFD');
  }
}
