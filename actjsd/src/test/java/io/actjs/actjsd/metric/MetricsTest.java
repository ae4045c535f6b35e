package io.actjs.actjsd.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actjsd.Answer;
import io.actjs.actjsd.DaemonConfig;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.actjsd.Sources;
import io.actjs.model.ProblemCode;
import io.actjs.registry.ClassRegistry;
import io.actjs.storage.valkey.ValkeyOptions;
import io.actjs.storage.valkey.ValkeyUrl;
import io.actjs.testservers.TestValkey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code GET /metrics} says what happened, in series that nobody can make many. */
class MetricsTest {
  private static final Pattern TYPE =
      Pattern.compile("^# TYPE (actjs_\\w+) (\\w+)$", Pattern.MULTILINE);
  private static final Pattern DOCUMENTED = Pattern.compile("`(actjs_\\w+)`");

  private static final Pattern NAMED = Pattern.compile("\\bactjs_\\w+");

  private static DaemonFixture server;

  @BeforeAll
  static void start() {
    server =
        DaemonFixture.of(
                DaemonConfig.ephemeral()
                    .withValkey(
                        ValkeyUrl.parse(TestValkey.shared().url()),
                        ValkeyOptions.DEFAULT
                            .withPrefix("metrics")
                            .withTimeouts(TestValkey.PATIENCE, TestValkey.PATIENCE)))
            .with("Counter", Sources.COUNTER);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String scrape() {
    Answer answer = server.get("/metrics");
    assertEquals(200, answer.status(), answer.text());
    return answer.text();
  }

  /** The figure of a series; 0 when there is none. */
  private static double figure(String series) {
    return scrape()
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
        .findFirst()
        .orElse(0);
  }

  private static String message(String method, String outcome) {
    return "actjs_actor_message_total{class=\"Counter\",method=\"%s\",outcome=\"%s\"}"
        .formatted(method, outcome);
  }

  @Test
  void theFormatIsThatOfPrometheus() {
    Answer answer = server.get("/metrics");
    assertEquals("text/plain; version=0.0.4; charset=utf-8", answer.header("content-type"));
    assertTrue(answer.text().contains("\njvm_memory_used_bytes{"), answer.text());
    assertEquals(1, figure("actjs_storage_up"));
  }

  @Test
  void callsAreCountedByClassMethodAndOutcome() {
    double before = figure(message("echo", "ok"));
    for (int i = 0; i < 3; i++) {
      server.post("/v1/actors/Counter/counted/echo").assertStatus(200);
    }
    server.post("/v1/actors/Counter/counted/fail");
    server.post("/v1/actors/Counter").assertStatus(201);
    assertEquals(before + 3, figure(message("echo", "ok")));
    assertEquals(1, figure(message("fail", "error")));
    assertTrue(figure("actjs_actor_active{class=\"Counter\",version=\"1.0.0\"}") >= 1);
    assertTrue(figure("actjs_call_seconds_count") >= 3);
    assertTrue(figure("actjs_journal_commit_total") >= 1);
    String route = "method=\"POST\",route=\"/v1/actors/{class}/{id}/{method}\"";
    assertTrue(figure("actjs_http_request_total{" + route + ",status=\"200\"}") >= 3);
    assertTrue(figure("actjs_http_request_seconds_count{" + route + "}") >= 4);
  }

  @Test
  void w103_strangersMakeNoSeries() {
    for (int i = 0; i < 5; i++) {
      server.post("/v1/actors/Nobody" + i + "/a/x").assertProblem(ProblemCode.UnknownClass);
      server.post("/v1/actors/Counter/a/unheardOf" + i).assertProblem(ProblemCode.UnknownMethod);
      server.get("/no/such/path" + i);
    }
    String text = scrape();
    assertFalse(text.contains("Nobody") || text.contains("unheardOf"), text);
    assertFalse(text.contains("/no/such"), text);
    assertEquals(5, figure(message("_other", "error")));
  }

  @Test
  void sweepsAreCounted() {
    double before = figure("actjs_sweep_round_total{outcome=\"ok\"}");
    server.post("/v1/admin/gc").assertStatus(200);
    assertEquals(before + 1, figure("actjs_sweep_round_total{outcome=\"ok\"}"));
    assertTrue(figure("actjs_sweep_last_success_timestamp_seconds") > 1.7e9);
  }

  @Test
  void aMessageThatNoHandlerTakesIsCounted() throws InterruptedException {
    double before = figure("actjs_dead_letter_total");
    server.post("/v1/actors/Counter/letters/tell/refuse").assertStatus(202);
    long end = System.nanoTime() + 20_000_000_000L;
    while (figure("actjs_dead_letter_total") == before && System.nanoTime() < end) {
      Thread.sleep(10);
    }
    assertEquals(before + 1, figure("actjs_dead_letter_total"));
    assertEquals(0, figure("actjs_storage_outage"));
  }

  @Test
  void whatIsPausedIsShown() {
    String actors = "actjs_paused{kind=\"actor\"}";
    assertEquals(0, figure(actors));
    server.post("/v1/admin/actors/Counter/idle/pause").assertStatus(200);
    assertEquals(1, figure(actors));
    assertEquals(0, figure("actjs_paused{kind=\"class\"}"));
    server.post("/v1/admin/actors/Counter/idle/resume").assertStatus(200);
    assertEquals(0, figure(actors));
    assertEquals(0, figure("actjs_actor_parked_total"));
    assertEquals(0, figure("actjs_message_put_off_total"));
  }

  @Test
  void theServerSaysWhatItIsAndWhatItsValkeyIsGoodFor() {
    server.post("/v1/actors/Counter/cached/inc").assertStatus(200);
    assertEquals(1, figure("actjs_valkey_up"));
    assertTrue(figure("actjs_valkey_activation_total{outcome=\"miss\"}") >= 1);
    assertEquals(1, figure("actjs_build{engine=\"" + ClassRegistry.SERVER + "\"}"));
  }

  /** What an operator is told to watch has to be there. */
  @Test
  void eachMetricOfTheOperatingGuideIsServed() throws IOException {
    String text = scrape();
    List<String> named =
        NAMED
            .matcher(Files.readString(Path.of("../docs/operating.md")))
            .results()
            .map(MatchResult::group)
            .toList();
    assertFalse(named.isEmpty());
    for (String name : named) {
      assertTrue(text.contains("\n" + name), name);
    }
  }

  @Test
  void eachMetricIsDocumented() throws IOException {
    server.post("/v1/actors/Counter/documented/inc").assertStatus(200);
    Set<String> served =
        TYPE.matcher(scrape()).results().map(MetricsTest::name).collect(Collectors.toSet());
    Set<String> documented =
        DOCUMENTED
            .matcher(Files.readString(Path.of("../docs/http-api.md")))
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toSet());
    assertEquals(new TreeSet<>(documented), new TreeSet<>(served));
  }

  private static String name(MatchResult type) {
    return type.group(1);
  }
}
