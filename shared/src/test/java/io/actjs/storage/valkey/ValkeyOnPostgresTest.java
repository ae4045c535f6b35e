package io.actjs.storage.valkey;

import io.actjs.storage.StorageDriver;
import io.actjs.storage.postgres.PostgresDriver;
import io.actjs.storage.postgres.PostgresOptions;
import io.actjs.storage.postgres.PostgresUrl;
import io.actjs.storage.postgres.TestServer;

final class ValkeyOnPostgresTest extends ValkeyTck {
  private final PostgresUrl url = TestServer.newDatabase();

  @Override
  StorageDriver openStore() {
    return PostgresDriver.open(url, PostgresOptions.DEFAULT);
  }
}
