package io.actjs.actctl.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real daemon is killed under load, and its connections are cut in between. Every subscriber,
 * over whatever it is connected, goes on where it was: it sees each change once, in order, with no
 * other snapshot than its first. {@code scripts/kill-subscribers} runs it with more of everything.
 */
class ResumeKillTest {
  private static final int SOCKETS = Integer.getInteger("actjs.resume.sockets", 20);
  private static final int STREAMS = Integer.getInteger("actjs.resume.streams", 8);
  private static final int KILLS = Integer.getInteger("actjs.resume.kills", 2);
  private static final int CALLS_A_LIFE = 150;
  private static final int CUT_ONE_IN = 4;

  @Test
  void scenario53_subscribersSeeEveryChangeOnceOverKillsAndCuts(@TempDir Path folder)
      throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    try (DaemonProcess daemon = new DaemonProcess(folder.resolve("data"))) {
      daemon.awaitReady();
      try (CuttingProxy proxy = new CuttingProxy(daemon.port(), seed);
          CrashRun run = new CrashRun(daemon, seed)) {
        run.awaitActors();
        run.watch(SOCKETS, STREAMS, proxy.port());
        run.awaitWatchers();
        for (int kill = 0; kill < KILLS; kill++) {
          run.load(CALLS_A_LIFE, random);
          proxy.cutSome(CUT_ONE_IN);
          run.load(CALLS_A_LIFE, random);
          daemon.killAndRestart();
        }
        run.load(CALLS_A_LIFE, random);
        run.check();
        for (Follower follower : run.followers()) {
          assertNull(follower.broken());
          assertEquals(1, follower.snapshots(), "seed " + seed + ": " + follower.position());
          assertTrue(follower.changes() > 0, "seed " + seed + ": it was told nothing");
        }
      }
    }
  }
}
