package io.actjs.storage.sqlite;

import static io.actjs.storage.Records.actor;

import io.actjs.model.InboxEntry;
import io.actjs.model.InboxMessage;
import io.actjs.model.JournalEntry;
import io.actjs.storage.CommitResult;
import io.actjs.storage.Records;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Many reminders that fell due while the server was down: how fast they are found and fired, and
 * what of memory they take while they wait. A reminder counts as fired when {@code commit} returns.
 *
 * <p>{@code java -cp … io.actjs.storage.sqlite.ReminderBench DIRECTORY [COUNT [BATCH]]}
 */
final class ReminderBench {
  private static final int A_TURN = 100;

  private ReminderBench() {}

  public static void main(String[] args) {
    Path directory = Path.of(args[0]);
    int count = args.length > 1 ? Integer.parseInt(args[1]) : 1_000_000;
    int batch = args.length > 2 ? Integer.parseInt(args[2]) : 1_000;
    try (SqliteDriver driver = SqliteDriver.open(directory, SqliteOptions.DEFAULT)) {
      set(driver, count);
      driver.foldAll();
      System.out.printf("{\"figure\":\"heap\",\"pending\":%d,\"bytes\":%d}%n", count, heap());
      fire(driver, count, batch);
    }
  }

  private static void set(SqliteDriver driver, int count) {
    long start = System.nanoTime();
    for (int from = 0; from < count; from += A_TURN * 20) {
      List<JournalEntry> turns = new ArrayList<>();
      for (int i = from; i < Math.min(count, from + A_TURN * 20); i += A_TURN) {
        InboxMessage[] set = new InboxMessage[A_TURN];
        for (int j = 0; j < A_TURN; j++) {
          // Each actor's are due over a while, so that those due together are of many actors.
          set[j] = Records.reminder("r%09d".formatted(i + j), actor("a" + i), i + 50L * j);
        }
        turns.add(Records.sets(actor("a" + i), 1, set));
      }
      commit(driver, turns);
    }
    print("set", count, start);
  }

  private static void fire(SqliteDriver driver, int count, int batch) {
    long start = System.nanoTime();
    long slowest = 0;
    int fired = 0;
    while (true) {
      long before = System.nanoTime();
      List<InboxMessage> due = driver.due(Long.MAX_VALUE, batch);
      slowest = Math.max(slowest, System.nanoTime() - before);
      if (due.isEmpty()) {
        break;
      }
      List<JournalEntry> entries = new ArrayList<>();
      for (InboxMessage reminder : due) {
        entries.add(
            new InboxEntry.ReminderFired(
                reminder, 0, Records.message("m" + reminder.id(), reminder.target())));
      }
      commit(driver, entries);
      fired += due.size();
    }
    if (fired != count) {
      throw new IllegalStateException(fired + " of " + count + " fired");
    }
    print("fired", count, start);
    System.out.printf("{\"figure\":\"slowest search\",\"ms\":%.1f}%n", slowest / 1e6);
  }

  private static void commit(SqliteDriver driver, List<JournalEntry> entries) {
    if (driver.commit(entries).stream().anyMatch(result -> result != CommitResult.COMMITTED)) {
      throw new IllegalStateException("refused");
    }
  }

  private static long heap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static void print(String figure, int count, long start) {
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        "{\"figure\":\"%s\",\"reminders\":%d,\"perSecond\":%.0f}%n",
        figure, count, count / seconds);
  }
}
