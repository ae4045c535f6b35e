package io.actjs.storage.postgres;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.storage.ActorShard;
import io.actjs.storage.jdbc.AuditTable;
import io.actjs.storage.jdbc.Migrations;
import io.actjs.storage.jdbc.SqlSession;
import io.actjs.storage.postgres.pool.Address;
import io.actjs.storage.postgres.pool.Database;
import java.sql.SQLException;
import java.util.Objects;

/**
 * Brings the database to the newest schema. Servers that start together do it one at a time: Flyway
 * takes a lock in the database, and later ones find nothing to do.
 */
final class Schema {
  /** The newest file under {@link #LOCATION}; a test compares. */
  static final int NEWEST = 14;

  static final String LOCATION = "classpath:io/actjs/migrations/postgres";

  /** A server that is just starting refuses the first attempts. */
  private static final Migrations MIGRATIONS = new Migrations(LOCATION, NEWEST, 2);

  private static final int OLDEST_SERVER = 150_000;

  private Schema() {}

  static void prepare(Database database) {
    Address url = database.url();
    MIGRATIONS.complete(
        new Migrations.Target(url.toString(), url.jdbc(), url.user(), url.password()),
        database.read(Schema::inspect));
    if (!database.<Boolean>read(AuditTable::isChained)) {
      database.change(0, session -> AuditTable.chainAll(session, AuditTable.LOCKED_ENDS));
    }
    int shards =
        Objects.requireNonNull(
            database.<Integer>read(
                session -> session.first(Sql.SHARD_COUNT, row -> row.getInt(1))));
    ActorShard.requireCount(shards, url.toString());
  }

  /** Refuses a database that holds nothing of a server. */
  static void requireMade(Database database) {
    int found = database.read(Schema::inspect);
    if (found == 0) {
      throw unusable(
          database.url() + " contains no data of actjs: correct the database URL or its schema");
    }
  }

  /** The newest migration that is in; 0 for none. */
  private static int inspect(SqlSession session) throws SQLException {
    int version = Objects.requireNonNull(session.first(Sql.SERVER_VERSION, row -> row.getInt(1)));
    if (version < OLDEST_SERVER) {
      throw unusable("PostgreSQL 15 or newer is required: upgrade the database server");
    }
    if (!"UTF8".equals(session.first(Sql.SERVER_ENCODING, row -> row.getString(1)))) {
      throw unusable(
          "the database must have the encoding UTF8: create another one with ENCODING 'UTF8'");
    }
    boolean migrated =
        Objects.requireNonNull(session.first(Sql.HAS_HISTORY, row -> row.getBoolean(1)));
    return migrated
        ? Objects.requireNonNull(session.first(Sql.NEWEST_MIGRATION, row -> row.getInt(1)))
        : 0;
  }

  private static ActjsException unusable(String detail) {
    return new ActjsException(ProblemCode.StorageUnavailable, detail);
  }
}
