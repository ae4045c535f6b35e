package io.actjs.storage.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActorRef;
import io.actjs.model.InboxMessage;
import io.actjs.model.JournalEntry;
import io.actjs.storage.CommitResult;
import io.actjs.storage.Records;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What waits for its fold is bounded, however fast commits come. */
final class SqliteBacklogTest {
  private static final int BATCH = 10;
  private static final int GROUPS = 7;

  @TempDir Path dir;

  @Test
  void commitsWaitRatherThanLetTheBacklogGrow() {
    SqliteOptions options = SqliteOptions.DEFAULT.withFold(100, 3_600_000).withFoldSlice(1);
    try (SqliteDriver driver = SqliteDriver.open(dir, options)) {
      for (int round = 0; round < 300; round++) {
        List<JournalEntry> batch = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
          ActorRef ref = Records.actor("a" + (round % GROUPS) + "-" + i);
          batch.add(Records.turn(ref, 1 + round / GROUPS, 1));
        }
        assertEquals(Collections.nCopies(BATCH, CommitResult.COMMITTED), driver.commit(batch));
        long unapplied = driver.stats().unappliedEntries();
        assertTrue(unapplied <= 100L * options.backlogFactor() + BATCH, () -> unapplied + " wait");
      }
    }
  }

  @Test
  void aTurnWeighsAsMuchAsItsReminders() {
    int reminders = 50;
    SqliteOptions options = SqliteOptions.DEFAULT.withFold(100, 3_600_000).withFoldSlice(1);
    try (SqliteDriver driver = SqliteDriver.open(dir, options)) {
      for (int round = 0; round < 60; round++) {
        ActorRef ref = Records.actor("a" + round);
        InboxMessage[] set = new InboxMessage[reminders];
        for (int i = 0; i < reminders; i++) {
          set[i] = Records.reminder("r%03d".formatted(i), ref, round);
        }
        driver.commit(List.of(Records.sets(ref, 1, set)));
        long load = driver.stats().unappliedEntries() * (1 + reminders);
        long bound = 100L * options.backlogFactor() + 1 + reminders;
        assertTrue(load <= bound, () -> load + " wait, more than " + bound);
      }
      assertEquals(60 * reminders, driver.due(Long.MAX_VALUE, 10_000).size());
    }
  }
}
