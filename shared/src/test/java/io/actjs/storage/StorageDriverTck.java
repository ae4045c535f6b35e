package io.actjs.storage;

import io.actjs.model.JournalEntry;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What every storage driver promises; the parts are named after what they are about. Numbers in
 * test names are those of the conformance scenarios.
 */
public abstract class StorageDriverTck
    implements ActorsTck,
        FencesTck,
        InboxTck,
        RemindersTck,
        WorkTck,
        SnapshotsTck,
        RetentionTck,
        ShardsTck,
        OrderTck,
        RepliesTck,
        TagsTck,
        RegistryTck,
        AccessTck,
        AuditTck {
  protected StorageDriver driver;

  /** Opens a driver over the test's own storage, which is empty the first time. */
  protected abstract StorageDriver open() throws Exception;

  @BeforeEach
  void openDriver() throws Exception {
    driver = open();
  }

  @AfterEach
  void closeDriver() {
    driver.close();
  }

  @Override
  public StorageDriver driver() {
    return driver;
  }

  @Override
  public void reopen() throws Exception {
    driver.close();
    driver = open();
  }

  @Override
  public List<CommitResult> commit(JournalEntry... entries) {
    return driver.commit(List.of(entries));
  }
}
