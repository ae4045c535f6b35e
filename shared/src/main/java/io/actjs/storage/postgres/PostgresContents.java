package io.actjs.storage.postgres;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.storage.StoreContents;
import io.actjs.storage.StoredItem;
import io.actjs.storage.jdbc.ContentsTables;
import io.actjs.storage.jdbc.SqlSession;
import io.actjs.storage.postgres.pool.Database;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The tables as a whole, read in one transaction. */
final class PostgresContents implements StoreContents {
  private final Database database;
  private final ContentsTables tables = new ContentsTables(ContentsSql.DIALECT);

  PostgresContents(Database database) {
    this.database = database;
  }

  @Override
  public String kind() {
    return "postgres";
  }

  @Override
  public long actors() {
    return Objects.requireNonNull(
        database.read(session -> session.first(ContentsSql.ACTORS, row -> row.getLong(1))));
  }

  @Override
  public void read(Consumer<StoredItem> sink) {
    atOneMoment(session -> tables.read(session, sink));
  }

  @Override
  public void inspect(Consumer<StoredItem> sink, Remarks remarks) {
    atOneMoment(session -> tables.inspect(session, sink, remarks));
  }

  private interface Reading {
    void run(SqlSession session) throws SQLException;
  }

  private void atOneMoment(Reading reading) {
    database.<@Nullable Void>look(
        session -> {
          session.update(ContentsSql.AS_OF_ONE_MOMENT);
          session.first(ContentsSql.WITHOUT_HURRY, row -> true);
          reading.run(session);
          return null;
        });
  }

  @Override
  public Residue wipe() {
    database.outside(ContentsSql.VACUUM);
    return Residue.DATABASE_SERVER;
  }

  @Override
  public ImportProgress begin(String export) {
    return database.change(
        session -> {
          session.update(ContentsSql.LOCK_PROGRESS);
          ImportProgress stored = ContentsTables.found(session, export);
          return stored != null ? stored : tables.begin(session, export);
        });
  }

  @Override
  public void take(List<StoredItem> items, ImportProgress from, ImportProgress to) {
    Intake intake = Intake.of(items);
    database.<@Nullable Void>change(
        session -> {
          tables.advance(session, from, to);
          intake.write(session);
          return null;
        });
  }

  @Override
  public @Nullable String unfinishedImport() {
    return database.read(ContentsTables::unfinishedImport);
  }

  @Override
  public void backup(Path target) {
    throw new ActjsException(
        ProblemCode.BackupUnsupported,
        "the server keeps its data in PostgreSQL: copy it with pg_dump or pg_basebackup, or export"
            + " it with \"actctl export --database URL FILE\"");
  }
}
