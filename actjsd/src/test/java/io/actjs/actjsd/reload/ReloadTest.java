package io.actjs.actjsd.reload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actjsd.Answer;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.actjsd.edge.AllowedHosts;
import io.actjs.actjsd.edge.TrustedProxies;
import io.actjs.actjsd.http.CrossOrigin;
import io.actjs.actjsd.log.LogFormat;
import io.actjs.actjsd.log.LogLevel;
import io.actjs.actjsd.rate.RateRules;
import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.runtime.retention.RetentionPolicy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReloadTest {
  private static final String ROUTE = "/v1/admin/config/reload";
  private static final String ORIGIN = "https://app.example";
  private static final LiveSettings USUAL =
      settings(RateRules.NONE, RetentionPolicy.DEFAULT, CrossOrigin.NONE);

  private final DaemonFixture server = DaemonFixture.ephemeral();

  @AfterEach
  void stop() {
    server.close();
  }

  private static LiveSettings settings(
      RateRules rates, RetentionPolicy retention, CrossOrigin origins) {
    return new LiveSettings(
        LogFormat.TEXT,
        LogLevel.INFO,
        rates,
        retention,
        AllowedHosts.LOOPBACK,
        TrustedProxies.NONE,
        origins);
  }

  private Answer fromPage() {
    return server.send(server.request("/v1/classes").header("Origin", ORIGIN).GET());
  }

  @Test
  void whatCanBeTakenHoldsFromTheNextRequestOn() {
    AtomicBoolean taken = new AtomicBoolean();
    Change origins = new Change("daemon.cors-origin", null, ORIGIN, true);
    Change port = new Change("daemon.port", "3000", "4000", false);
    server
        .daemon
        .reload()
        .from(
            () ->
                new Reread(
                    settings(
                        RateRules.parse(List.of("2/h")),
                        RetentionPolicy.DEFAULT,
                        CrossOrigin.of(List.of(ORIGIN))),
                    List.of(origins, port),
                    () -> taken.set(true)));
    fromPage().assertProblem(ProblemCode.Forbidden);

    JsonNode answer = server.post(ROUTE).assertStatus(200).json();

    assertEquals(
        "{\"changed\":[{\"key\":\"daemon.cors-origin\",\"to\":\"https://app.example\"}],"
            + "\"needRestart\":[{\"key\":\"daemon.port\",\"from\":\"3000\",\"to\":\"4000\"}]}",
        answer.toString());
    assertTrue(taken.get());
    fromPage().assertStatus(200);
    fromPage().assertStatus(200);
    fromPage().assertProblem(ProblemCode.RateLimited);
    server.daemon.reload().from(() -> new Reread(USUAL, List.of(), () -> {}));
    server.daemon.reload().run("SIGHUP");
    fromPage().assertProblem(ProblemCode.Forbidden);
    server.get("/v1/classes").assertStatus(200);
  }

  @Test
  void itIsAudited() {
    server.daemon.reload().from(() -> new Reread(USUAL, List.of(), () -> {}));
    server.daemon.reload().run("SIGHUP");

    JsonNode entry =
        server.get("/v1/admin/audit?action=config.").assertStatus(200).json().at("/entries/0");

    assertEquals("SIGHUP", entry.path("principal").asText());
    assertEquals("config.reloaded", entry.path("action").asText());
    assertEquals("{\"changed\":[],\"needRestart\":[]}", entry.path("meta").toString());
  }

  @Test
  void aMalformedConfigurationChangesNothing() {
    server
        .daemon
        .reload()
        .from(
            () -> {
              throw new ActjsException(ProblemCode.ConfigInvalid, "config.toml:3: unknown key");
            });

    Answer refused = server.post(ROUTE);

    refused.assertProblem(ProblemCode.ConfigInvalid);
    assertTrue(refused.text().contains("config.toml:3"), refused.text());
    JsonNode audit = server.get("/v1/admin/audit?action=config.").assertStatus(200).json();
    assertTrue(audit.path("entries").isEmpty(), audit.toString());
  }

  @Test
  void aServerWithoutASourceHasNothingToReadAgain() {
    server.post(ROUTE).assertProblem(ProblemCode.ReloadUnsupported);
  }

  @Test
  void theNextSweepKeepsWhatTheNewPolicySays() {
    server.with(
        "Note",
        """
        import { Actor, handler } from 'actjs';
        export class Note extends Actor<{ n: number }> {
          state = { n: 0 };
          @handler('add') add(): number { return ++this.state.n; }
        }
        """);
    server.post("/v1/actors/Note/a/add").assertStatus(200);
    server.delete("/v1/actors/Note/a").assertStatus(200);
    JsonNode before = server.post("/v1/admin/gc").assertStatus(200).json();
    assertFalse(before.path("deletedActors").asLong() > 0, before.toString());
    RetentionPolicy brief = RetentionPolicy.DEFAULT.withDeleted(Duration.ZERO, Duration.ZERO);
    server
        .daemon
        .reload()
        .from(
            () ->
                new Reread(settings(RateRules.NONE, brief, CrossOrigin.NONE), List.of(), () -> {}));
    server.post(ROUTE).assertStatus(200);

    JsonNode after = server.post("/v1/admin/gc").assertStatus(200).json();

    assertEquals(1, after.path("deletedActors").asLong(), after.toString());
  }
}
