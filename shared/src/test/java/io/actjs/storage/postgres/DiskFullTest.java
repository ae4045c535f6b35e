package io.actjs.storage.postgres;

import static io.actjs.storage.Records.actor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.Change;
import io.actjs.model.ProblemCode;
import io.actjs.model.TurnRecord;
import io.actjs.storage.CommitResult;
import io.actjs.storage.Records;
import io.actjs.testservers.PostgresProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk of the tables is full: a small one of its own, which takes the right to mount it. */
final class DiskFullTest {
  private static final int TURN_BYTES = 600_000;
  private static final Random RANDOM = new Random(1);

  @TempDir Path dir;

  private static boolean run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).start().waitFor() == 0;
  }

  /** Its change is large and cannot be compressed. */
  private static TurnRecord turn(long seq) {
    byte[] bytes = new byte[TURN_BYTES];
    RANDOM.nextBytes(bytes);
    String value = Base64.getEncoder().encodeToString(bytes);
    Change change =
        new Change.Patch("[{\"op\":\"replace\",\"path\":\"/v\",\"value\":\"" + value + "\"}]");
    return new TurnRecord(actor("a"), seq, 1, Records.V1, 1, change, List.of(), List.of(), null);
  }

  @Test
  void aFullDiskIsSaidAndWhenThereIsRoomTheDriverGoesOn() throws Exception {
    String disk = Files.createDirectory(dir.resolve("disk")).toString();
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=24m,mode=0700", "tmpfs", disk),
        "no right to mount a small disk");
    try (PostgresProcess server = new PostgresProcess(dir)) {
      putTablesOn(PostgresUrl.parse(server.url()), disk);
      try (PostgresDriver driver =
          PostgresDriver.open(PostgresUrl.parse(server.url()), PostgresOptions.DEFAULT)) {
        long stored = fill(driver);
        assertEquals(stored, driver.readJournal(actor("a"), 1, 1_000).size());
        assertTrue(run("mount", "-o", "remount,size=64m", disk));
        assertEquals(List.of(CommitResult.COMMITTED), driver.commit(List.of(turn(stored + 1))));
      }
    } finally {
      assertTrue(run("umount", disk));
    }
  }

  private static void putTablesOn(PostgresUrl url, String disk) throws SQLException {
    try (Connection connection = TestServer.connect(url);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLESPACE tiny LOCATION '" + disk + "'");
      statement.execute("ALTER DATABASE postgres SET default_tablespace = tiny");
    }
  }

  /** Returns how many turns it took until it was full. */
  private static long fill(PostgresDriver driver) {
    for (long seq = 1; seq < 1_000; seq++) {
      try {
        assertEquals(List.of(CommitResult.COMMITTED), driver.commit(List.of(turn(seq))));
      } catch (ActjsException e) {
        assertEquals(ProblemCode.StorageFull, e.code(), e.detail());
        assertTrue(seq > 5, "full at once");
        return seq - 1;
      }
    }
    throw new AssertionError("never full");
  }
}
