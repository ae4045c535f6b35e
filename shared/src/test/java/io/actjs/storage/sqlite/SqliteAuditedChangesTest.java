package io.actjs.storage.sqlite;

import io.actjs.storage.AuditedChangesTck;
import io.actjs.storage.StorageDriver;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.io.TempDir;

final class SqliteAuditedChangesTest extends AuditedChangesTck {
  @TempDir Path dataDir;

  @Override
  protected StorageDriver open() {
    return SqliteDriver.open(dataDir, SqliteOptions.DEFAULT);
  }

  @Override
  protected Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + dataDir.resolve(SqliteDriver.FILE));
  }
}
