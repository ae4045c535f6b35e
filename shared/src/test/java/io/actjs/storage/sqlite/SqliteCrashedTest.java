package io.actjs.storage.sqlite;

import io.actjs.model.JournalEntry;
import io.actjs.storage.CommitResult;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract when every reopening is one after a crash: nothing was closed, and folds were cut
 * short at any slice.
 */
final class SqliteCrashedTest extends SqliteDriverTest {
  @TempDir Path crashed;
  private int crashes;

  @Override
  public List<CommitResult> commit(JournalEntry... entries) {
    List<CommitResult> results = super.commit(entries);
    ((SqliteDriver) driver).foldSlice();
    return results;
  }

  @Override
  public void reopen() {
    Path copy = crashed.resolve("after-" + ++crashes);
    DirectoryCopy.of((SqliteDriver) driver, dataDir, copy);
    driver.close();
    dataDir = copy;
    driver = open();
  }
}
