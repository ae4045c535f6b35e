package io.actjs.storage.postgres;

import io.actjs.storage.StorageDriver;
import io.actjs.storage.StorageDriverTck;

final class PostgresDriverTest extends StorageDriverTck {
  private final PostgresUrl url = TestServer.newDatabase();

  @Override
  protected StorageDriver open() {
    return PostgresDriver.open(url, PostgresOptions.DEFAULT);
  }
}
