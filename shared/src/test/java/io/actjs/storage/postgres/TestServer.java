package io.actjs.storage.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** One real PostgreSQL for all tests of this JVM; it ends with the JVM. */
public final class TestServer {
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private TestServer() {}

  private static final class Started {
    static final EmbeddedPostgres SERVER = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder().setServerConfig("max_connections", "200").start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** A database of its own, empty. */
  public static PostgresUrl newDatabase() {
    String name = "test_" + DATABASES.incrementAndGet();
    administer("CREATE DATABASE " + name);
    return urlOf(name);
  }

  /** Runs a statement outside of the tests' databases. */
  static void administer(String sql) {
    try (Connection connection = connect(urlOf("postgres"));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static PostgresUrl urlOf(String database) {
    return new PostgresUrl(
        "jdbc:postgresql://localhost:" + Started.SERVER.getPort() + "/" + database,
        "postgres",
        null);
  }

  /** A plain connection, to look at what is stored. */
  static Connection connect(PostgresUrl url) throws SQLException {
    return DriverManager.getConnection(url.jdbc(), url.user(), url.password());
  }
}
