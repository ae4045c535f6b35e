package io.actjs.storage.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;

/**
 * One real PostgreSQL for all tests of this JVM; it ends with the JVM. The system property {@value
 * #PORT_PROPERTY} names the port of another one on this machine to test with, an older version for
 * example; its user is {@code postgres}, who needs no password there.
 */
public final class TestServer {
  private static final String PORT_PROPERTY = "actjs.test.postgres.port";

  private static final AtomicInteger DATABASES = new AtomicInteger();

  private TestServer() {}

  private static final class Started {
    static final int PORT = port();

    private static int port() {
      Integer named = Integer.getInteger(PORT_PROPERTY);
      return named == null ? start() : named;
    }

    private static int start() {
      try {
        return EmbeddedPostgres.builder()
            .setServerConfig("max_connections", "200")
            // Whatever a test ends, it is processes: what was written to the system stays.
            .setServerConfig("fsync", "off")
            .setServerConfig("full_page_writes", "off")
            .start()
            .getPort();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Copied for each test: a copy is made sooner than all migrations have run. */
  private static final class Migrated {
    static final String NAME = newName();

    static {
      administer("CREATE DATABASE " + NAME);
      PostgresUrl url = urlOf(NAME);
      Flyway.configure()
          .dataSource(url.jdbc(), url.user(), url.password())
          .locations(Schema.LOCATION)
          .load()
          .migrate();
    }
  }

  /** A database of its own, with the newest schema and nothing in it. */
  public static PostgresUrl newDatabase() {
    String name = newName();
    administer("CREATE DATABASE " + name + " TEMPLATE " + Migrated.NAME);
    return urlOf(name);
  }

  /** A database of its own, without a schema. */
  public static PostgresUrl emptyDatabase() {
    String name = newName();
    administer("CREATE DATABASE " + name);
    return urlOf(name);
  }

  private static String newName() {
    return "test_" + ProcessHandle.current().pid() + "_" + DATABASES.incrementAndGet();
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
        "jdbc:postgresql://localhost:" + Started.PORT + "/" + database, "postgres", null);
  }

  /** A plain connection, to look at what is stored. */
  static Connection connect(PostgresUrl url) throws SQLException {
    return DriverManager.getConnection(url.jdbc(), url.user(), url.password());
  }
}
