package io.actjs.storage.sqlite;

import io.actjs.storage.AuditDamageTck;
import io.actjs.storage.StorageDriver;
import io.actjs.storage.check.StoreCheck;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.io.TempDir;

final class SqliteAuditDamageTest extends AuditDamageTck {
  @TempDir Path dataDir;

  @Override
  protected StorageDriver open() {
    return SqliteDriver.open(dataDir, SqliteOptions.DEFAULT);
  }

  @Override
  protected Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + dataDir.resolve(SqliteDriver.FILE));
  }

  @Override
  protected StoreCheck.Report verified() {
    StoreCheck check = new StoreCheck();
    SqliteVerification.run(dataDir, check);
    return check.report();
  }
}
