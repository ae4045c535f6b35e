package io.actjs.bench.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.screen.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of the soak. Whether anything grows, only the long one can tell. */
class SoakRunTest {
  @Test
  void everyAnswerIsRightAndEverythingHappens(@TempDir Path folder) throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    SoakRun.Result result =
        new SoakRun(new SoakOptions(folder, "512m", 16), new PrintStream(printed)).run();

    assertTrue(result.alive(), "the server has ended");
    assertEquals(List.of(), result.failures());
    assertTrue(result.steadyCalls() > 50, "calls: " + result.steadyCalls());
    result
        .operations()
        .forEach((operation, done) -> assertTrue(done > 0, operation + " has not happened"));
    List<String> lines = printed.toString(StandardCharsets.UTF_8).lines().toList();
    JsonNode summary = Json.parse(lines.getLast());
    for (Gauge gauge : Gauge.values()) {
      JsonNode trend = summary.path("gauges").path(gauge.label);
      assertTrue(trend.path("first").asDouble() > 0, lines.getLast());
      assertTrue(trend.has("flat"), lines.getLast());
      assertTrue(Json.parse(lines.getFirst()).has(gauge.label), lines.getFirst());
    }
  }
}
