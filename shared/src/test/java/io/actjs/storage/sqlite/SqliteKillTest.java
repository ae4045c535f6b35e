package io.actjs.storage.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.InboxMessage;
import io.actjs.model.JournalEntry;
import io.actjs.model.TurnRecord;
import io.actjs.storage.CommitResult;
import io.actjs.storage.Records;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a process that commits as fast as it can, again and again. Each batch is one turn of every
 * actor of a ring; a turn tells the next actor, whose next turn consumes that. So after each kill
 * all actors are at one turn, and each has exactly the one message that its last turn was told.
 */
final class SqliteKillTest {
  private static final int ACTORS = 5;
  private static final int KILLS = 6;

  @TempDir Path dir;

  @Test
  void whatCommitReturnedIsThereAndNothingIsHalf() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    long acknowledged = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      acknowledged = Math.max(acknowledged, runAndKill(1 + random.nextInt(800)));
      try (SqliteDriver driver = SqliteDriver.open(dir, SqliteOptions.DEFAULT)) {
        long stored = assertWhole(driver);
        assertTrue(stored >= acknowledged, "seed " + seed + ": " + stored + " < " + acknowledged);
      }
    }
  }

  /** Returns the last turn that the process said was committed. */
  private long runAndKill(int batches) throws IOException, InterruptedException {
    Process process = ChildJvm.start(Ring.class, dir);
    long last = 0;
    try (BufferedReader lines = process.inputReader()) {
      for (int i = 0; i < batches; i++) {
        last = Long.parseLong(lines.readLine());
      }
      // Unlike the process's own method, its handle's leaves the output to be read to the end.
      process.toHandle().destroyForcibly();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        // The kill may have cut the last line.
        last = line.length() == Ring.WIDTH ? Long.parseLong(line) : last;
      }
    } finally {
      process.destroyForcibly();
      process.waitFor();
    }
    return last;
  }

  private static long assertWhole(SqliteDriver driver) {
    long seq = Ring.seq(driver);
    for (int i = 0; i < ACTORS; i++) {
      ActorRef ref = Ring.actor(i);
      assertEquals(seq, Objects.requireNonNull(driver.head(ref)).seq());
      List<TurnRecord> journal = driver.readJournal(ref, 1, Integer.MAX_VALUE);
      assertEquals(seq, journal.size());
      for (int turn = 0; turn < journal.size(); turn++) {
        assertEquals(turn + 1, journal.get(turn).seq());
      }
      assertEquals(
          List.of(Ring.message(seq, ref)), driver.pendingInbox(ref, null, Integer.MAX_VALUE));
    }
    return seq;
  }

  static final class Ring {
    static final int WIDTH = 12;

    private Ring() {}

    static ActorRef actor(int index) {
      return Records.actor("ring-" + index % ACTORS);
    }

    static InboxMessage message(long seq, ActorRef target) {
      return Records.message("m%010d".formatted(seq), target);
    }

    static long seq(SqliteDriver driver) {
      ActorHead head = driver.head(actor(0));
      return head == null ? 0 : head.seq();
    }

    /** Folds and checkpoints all the time, in small slices. */
    public static void main(String[] args) {
      SqliteOptions options =
          SqliteOptions.DEFAULT
              .withFold(20 + new Random().nextInt(200), 5)
              .withFoldSlice(3)
              .withCheckpointBytes(200_000);
      try (SqliteDriver driver = SqliteDriver.open(Path.of(args[0]), options)) {
        long epoch = 0;
        for (int i = 0; i < ACTORS; i++) {
          epoch = Math.max(epoch, driver.activate(actor(i)).epoch());
        }
        for (long seq = seq(driver) + 1; ; seq++) {
          List<JournalEntry> batch = new ArrayList<>();
          for (int i = 0; i < ACTORS; i++) {
            batch.add(turn(i, seq, epoch));
          }
          List<CommitResult> results = driver.commit(batch);
          if (results.stream().anyMatch(result -> result != CommitResult.COMMITTED)) {
            throw new IllegalStateException("refused: " + results);
          }
          System.out.printf("%0" + WIDTH + "d%n", seq);
          System.out.flush();
        }
      }
    }

    /** The actor before it tells; it has been told in the batch before. */
    private static TurnRecord turn(int index, long seq, long epoch) {
      InboxMessage told = message(seq, actor(index + 1));
      String consumed = seq == 1 ? null : message(seq - 1, actor(index)).id();
      return Records.turn(actor(index), seq, epoch, List.of(told), consumed);
    }
  }
}
