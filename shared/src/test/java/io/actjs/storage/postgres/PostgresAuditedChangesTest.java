package io.actjs.storage.postgres;

import io.actjs.storage.AuditedChangesTck;
import io.actjs.storage.StorageDriver;
import java.sql.Connection;
import java.sql.SQLException;

final class PostgresAuditedChangesTest extends AuditedChangesTck {
  private final PostgresUrl url = TestServer.newDatabase();

  @Override
  protected StorageDriver open() {
    return PostgresDriver.open(url, PostgresOptions.DEFAULT);
  }

  @Override
  protected Connection connect() throws SQLException {
    return TestServer.connect(url);
  }
}
