package io.actjs.bench.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of the hostile half hour. */
class HostileRunTest {
  @Test
  void everyHonestCallIsAnsweredWhileAllAttacksRun(@TempDir Path folder) throws Exception {
    HostileRun.Result result =
        new HostileRun(folder, "512m", new PrintStream(OutputStream.nullOutputStream())).run(12);
    assertTrue(result.alive(), "the server has ended");
    assertEquals(List.of(), result.failures());
    assertTrue(result.honestCalls() >= 50, "honest calls: " + result.honestCalls());
    assertTrue(result.attacks() > 5, "attacks: " + result.attacks());
  }
}
