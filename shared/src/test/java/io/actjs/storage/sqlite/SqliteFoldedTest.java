package io.actjs.storage.sqlite;

import io.actjs.model.JournalEntry;
import io.actjs.storage.CommitResult;
import java.util.List;

/** The contract when everything is folded right after its commit, and memory keeps one actor. */
final class SqliteFoldedTest extends SqliteDriverTest {
  @Override
  protected SqliteDriver open() {
    return SqliteDriver.open(dataDir, LAZY.withCachedHeads(1));
  }

  @Override
  public List<CommitResult> commit(JournalEntry... entries) {
    List<CommitResult> results = super.commit(entries);
    ((SqliteDriver) driver).foldAll();
    return results;
  }
}
