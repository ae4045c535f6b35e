package io.actjs.testkit;

import io.actjs.model.InboxEntry;
import io.actjs.model.JournalBatch;
import io.actjs.storage.CommitResult;
import io.actjs.storage.ForwardingDriver;
import io.actjs.storage.StorageDriver;
import java.util.List;

/** Counts what comes due: reminders, and messages that are to be tried again. */
final class FiringCount extends ForwardingDriver {
  private int fired;

  FiringCount(StorageDriver driver) {
    super(driver);
  }

  int fired() {
    return fired;
  }

  @Override
  public List<CommitResult> commit(JournalBatch batch) {
    List<CommitResult> results = super.commit(batch);
    for (int i = 0; i < results.size(); i++) {
      if (results.get(i) == CommitResult.COMMITTED
          && batch.entries().get(i) instanceof InboxEntry.ReminderFired) {
        fired++;
      }
    }
    return results;
  }
}
