package io.actjs.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Changes the tables of a store behind its back, in the words of every database. */
final class PlantedDamage {
  private final Connecting store;

  PlantedDamage(Connecting store) {
    this.store = store;
  }

  /** Connects to the tables. */
  interface Connecting {
    Connection connect() throws SQLException;
  }

  private interface Edit {
    void in(Connection connection) throws SQLException;
  }

  private void change(Edit change) {
    try (Connection connection = store.connect()) {
      change.in(connection);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** Runs statements. */
  void execute(String... sql) {
    change(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            for (String each : sql) {
              statement.execute(each);
            }
          }
        });
  }

  /** Changes one bit of a value, or puts one where none is. */
  private static Object damaged(@Nullable Object value, String type) {
    return switch (value) {
      case null ->
          switch (type.toLowerCase(Locale.ROOT)) {
            case "bytea", "blob" -> new byte[] {1};
            case "text" -> "x";
            default -> 1L;
          };
      case byte[] bytes -> {
        byte[] changed = bytes.clone();
        changed[changed.length - 1] ^= 1;
        yield changed;
      }
      case String text ->
          text.substring(0, text.length() - 1) + (char) (text.charAt(text.length() - 1) ^ 1);
      case Number number -> number.longValue() ^ 1;
      default -> throw new AssertionError(value.getClass());
    };
  }

  /** Damages the column in the row that the condition finds. */
  void damage(String table, String column, String where) {
    change(
        connection -> {
          Object changed;
          try (Statement statement = connection.createStatement();
              ResultSet row =
                  statement.executeQuery(
                      "SELECT " + column + " FROM " + table + " WHERE " + where)) {
            assertTrue(row.next(), () -> table + " where " + where);
            changed = damaged(row.getObject(1), row.getMetaData().getColumnTypeName(1));
          }
          String sql = "UPDATE " + table + " SET " + column + " = ? WHERE " + where;
          try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setObject(1, changed);
            assertEquals(1, update.executeUpdate());
          }
        });
  }

  /** Plants damage in the table, and puts its rows back as they were. */
  void saved(String table, Runnable damage) {
    execute("CREATE TABLE saved AS SELECT * FROM " + table);
    damage.run();
    execute("DELETE FROM " + table, "INSERT INTO " + table + " SELECT * FROM saved");
    execute("DROP TABLE saved");
  }

  /** The columns that decide about a row. */
  List<String> columns(String table) {
    List<String> names = new ArrayList<>();
    change(
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet rows = statement.executeQuery("SELECT * FROM " + table)) {
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
              names.add(rows.getMetaData().getColumnName(i));
            }
          }
        });
    // It follows from the actor.
    names.remove("shard");
    return names;
  }
}
