package io.actjs.storage.sqlite;

import io.actjs.storage.StorageDriver;
import io.actjs.storage.TableDamageTck;
import io.actjs.storage.check.StoreCheck;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.io.TempDir;

final class SqliteTableDamageTest extends TableDamageTck {
  @TempDir Path dataDir;

  @Override
  protected StorageDriver open() {
    return SqliteDriver.open(dataDir, SqliteDriverTest.LAZY);
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

  @Override
  protected String journalColumn() {
    return "records";
  }

  @Override
  protected String firstSeq() {
    return "first_seq";
  }

  @Override
  protected String dropFirstTurns() {
    return "DELETE FROM actor_event WHERE id = 'a' AND first_seq = 1";
  }
}
