package io.actjs.actctl.crash;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.storage.StorageDriver;
import io.actjs.storage.postgres.PostgresDriver;
import io.actjs.storage.postgres.PostgresOptions;
import io.actjs.storage.postgres.PostgresUrl;
import io.actjs.storage.sqlite.SqliteDriver;
import io.actjs.storage.sqlite.SqliteOptions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The first promise on a real daemon: killed at random moments under load, it has lost no
 * acknowledged call, applied none twice, and every state is what its journal says.
 */
class CrashProofTest {
  /** For as long as one likes: {@code mvn test -Dtest=CrashProofTest -Dactjs.kills=1000}. */
  private static final int KILLS = Integer.getInteger("actjs.kills", 4);

  /** The daemon itself is the same on each store. */
  private static final int KILLS_ON_POSTGRES = Integer.getInteger("actjs.kills", 2);

  private static final int CALLS_A_LIFE = 100;

  @Test
  void s61_nothingAcknowledgedIsLostWhenTheDaemonIsKilledAgainAndAgain(@TempDir Path folder)
      throws Exception {
    Path data = folder.resolve("data");
    killAgainAndAgain(
        KILLS, () -> new DaemonProcess(data), () -> SqliteDriver.open(data, SqliteOptions.DEFAULT));
  }

  @Test
  void s61_nothingAcknowledgedIsLostOnPostgresEither(@TempDir Path folder) throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
      String url = "postgres://postgres@localhost:" + postgres.getPort() + "/postgres";
      killAgainAndAgain(
          KILLS_ON_POSTGRES,
          () -> DaemonProcess.onDatabase(folder, url),
          () -> PostgresDriver.open(PostgresUrl.parse(url), PostgresOptions.DEFAULT));
    }
  }

  private static void killAgainAndAgain(
      int kills, Callable<DaemonProcess> start, Callable<StorageDriver> open) throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    try (DaemonProcess daemon = start.call()) {
      daemon.awaitReady();
      try (CrashRun run = CrashRun.watched(daemon, seed)) {
        for (int kill = 0; kill < kills; kill++) {
          run.load(CALLS_A_LIFE, random);
          daemon.killAndRestart();
        }
        run.check();
        int exit = daemon.stop();
        assertTrue(exit == 0 || exit == 143, "exit code " + exit);
        try (StorageDriver storage = open.call()) {
          run.checkJournals(storage);
        }
      }
    }
  }
}
