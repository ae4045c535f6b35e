package io.actjs.storage.valkey;

import io.actjs.storage.StorageDriver;
import io.actjs.storage.sqlite.SqliteDriver;
import io.actjs.storage.sqlite.SqliteOptions;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class ValkeyOnSqliteTest extends ValkeyTck {
  @TempDir Path dataDir;

  @Override
  StorageDriver openStore() {
    return SqliteDriver.open(dataDir, SqliteOptions.DEFAULT);
  }
}
