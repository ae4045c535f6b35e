package io.actjs.storage.postgres;

import io.actjs.storage.AuditDamageTck;
import io.actjs.storage.StorageDriver;
import io.actjs.storage.check.StoreCheck;
import java.sql.Connection;
import java.sql.SQLException;

final class PostgresAuditDamageTest extends AuditDamageTck {
  private final PostgresUrl url = TestServer.newDatabase();

  @Override
  protected StorageDriver open() {
    return PostgresDriver.open(url, PostgresOptions.DEFAULT);
  }

  @Override
  protected Connection connect() throws SQLException {
    return TestServer.connect(url);
  }

  @Override
  protected StoreCheck.Report verified() {
    StoreCheck check = new StoreCheck();
    try (StorageDriver store = open()) {
      store.contents().inspect(check, check);
    }
    return check.report();
  }
}
