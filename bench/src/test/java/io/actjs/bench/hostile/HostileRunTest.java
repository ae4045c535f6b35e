package io.actjs.bench.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of the hostile half hour. */
class HostileRunTest {
  @Test
  void everyHonestCallIsAnsweredWhileAllAttacksRun(@TempDir Path folder) throws Exception {
    HostileRun.Result result =
        new HostileRun(folder, "512m", new PrintStream(OutputStream.nullOutputStream())).run(12, 6);
    assertTrue(result.alive(), "the server has ended");
    assertEquals(List.of(), result.failures());
    assertTrue(result.honestCalls() >= 50, "honest calls: " + result.honestCalls());
    assertTrue(result.attacks() >= 6, "attacks: " + result.attacks());
  }

  @Test
  void theRatiosOfAnAttackAreMeasuredInFull(@TempDir Path folder) throws Exception {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(line, true, StandardCharsets.UTF_8);
    List<String> failures =
        new AttackRatios(folder, "512m", out, 1).run(List.of(Attack.LOG_FLOOD), 2);
    assertEquals(List.of(), failures);
    JsonNode measured = new ObjectMapper().readTree(line.toString(StandardCharsets.UTF_8));
    assertEquals("LOG_FLOOD", measured.get("attack").textValue());
    assertTrue(measured.get("honestCalls").longValue() >= 50, measured::toString);
    for (String value :
        List.of("quietP99Ms", "legalP99Ms", "p99Ms", "ratioToQuiet", "ratioToLegal")) {
      assertTrue(measured.get(value).doubleValue() > 0, measured::toString);
    }
  }
}
