package io.actjs.actctl.crash;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.storage.StorageDriver;
import io.actjs.storage.postgres.PostgresDriver;
import io.actjs.storage.postgres.PostgresOptions;
import io.actjs.storage.postgres.PostgresUrl;
import io.actjs.testservers.PostgresProcess;
import io.actjs.testservers.TestValkey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The first promise in production's shape: the daemon, its PostgreSQL and its Valkey are killed
 * under load, one, two or all of them in a random order, and no acknowledged call is lost.
 */
class RandomKillsTest {
  /** For as long as one likes: {@code mvn test -Dtest=RandomKillsTest -Dactjs.kills=1000}. */
  private static final int ROUNDS = Integer.getInteger("actjs.kills", 4);

  private static final int CALLS_A_ROUND = 100;

  private enum Part {
    POSTGRES,
    VALKEY,
    DAEMON
  }

  @Test
  void s61_nothingAcknowledgedIsLostWhoeverIsKilledInWhateverOrder(@TempDir Path folder)
      throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    try (PostgresProcess postgres = new PostgresProcess(folder);
        TestValkey valkey = TestValkey.start();
        DaemonProcess daemon = DaemonProcess.onDatabase(folder, postgres.url(), valkey.url())) {
      daemon.awaitReady();
      try (CrashRun run = CrashRun.watched(daemon, seed)) {
        for (int round = 0; round < ROUNDS; round++) {
          run.load(CALLS_A_ROUND, random);
          Set<Part> killed = kill(victims(round, random), postgres, valkey, daemon, random);
          restart(killed, postgres, valkey, daemon);
        }
        run.load(CALLS_A_ROUND, random);
        run.check();
        int exit = daemon.stop();
        assertTrue(exit == 0 || exit == 143, "exit code " + exit);
        try (StorageDriver storage =
            PostgresDriver.open(PostgresUrl.parse(postgres.url()), PostgresOptions.DEFAULT)) {
          run.checkJournals(storage);
        }
      }
    }
  }

  /** Each part alone and all together for sure, then what chance wants. */
  private static List<Part> victims(int round, Random random) {
    List<Part> all = new ArrayList<>(List.of(Part.values()));
    Collections.shuffle(all, random);
    return switch (round) {
      case 0, 1, 2 -> List.of(Part.values()[round]);
      case 3 -> all;
      default -> all.subList(0, 1 + random.nextInt(all.size()));
    };
  }

  private static Set<Part> kill(
      List<Part> victims,
      PostgresProcess postgres,
      TestValkey valkey,
      DaemonProcess daemon,
      Random random)
      throws Exception {
    for (Part part : victims) {
      switch (part) {
        case POSTGRES -> postgres.kill();
        case VALKEY -> valkey.kill();
        case DAEMON -> daemon.kill();
      }
      // What the others do in between is what the test varies.
      LockSupport.parkNanos(random.nextInt(100) * 1_000_000L);
    }
    return EnumSet.copyOf(victims);
  }

  /** As an init system does: a daemon that was not killed is not touched. */
  private static void restart(
      Set<Part> killed, PostgresProcess postgres, TestValkey valkey, DaemonProcess daemon)
      throws Exception {
    if (killed.contains(Part.POSTGRES)) {
      postgres.start();
    }
    if (killed.contains(Part.VALKEY)) {
      valkey.restart();
    }
    if (killed.contains(Part.DAEMON)) {
      daemon.restart();
    }
    daemon.awaitReady();
  }
}
