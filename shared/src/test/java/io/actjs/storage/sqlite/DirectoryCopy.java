package io.actjs.storage.sqlite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of a data directory as a crash between two transactions would leave them. */
final class DirectoryCopy {
  private DirectoryCopy() {}

  static void of(SqliteDriver driver, Path dataDir, Path target) {
    driver.whileStill(() -> of(dataDir, target));
  }

  /** Of a directory that no driver has open. */
  static void of(Path dataDir, Path target) {
    try {
      Files.createDirectories(target);
      for (String file : new String[] {SqliteDriver.FILE, SqliteDriver.FILE + "-wal"}) {
        if (Files.exists(dataDir.resolve(file))) {
          Files.copy(dataDir.resolve(file), target.resolve(file));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
