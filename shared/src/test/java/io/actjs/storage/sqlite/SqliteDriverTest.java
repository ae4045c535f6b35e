package io.actjs.storage.sqlite;

import io.actjs.storage.StorageDriver;
import io.actjs.storage.StorageDriverTck;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract while nothing is folded but by closing. */
class SqliteDriverTest extends StorageDriverTck {
  static final SqliteOptions LAZY = SqliteOptions.DEFAULT.withFold(1_000_000, 3_600_000);

  @TempDir Path dataDir;

  @Override
  protected StorageDriver open() {
    return SqliteDriver.open(dataDir, LAZY);
  }
}
