package io.actjs.actjsd.rate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actjsd.Answer;
import io.actjs.actjsd.DaemonConfig;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.actjsd.RpcClient;
import io.actjs.actjsd.VersionedSources;
import io.actjs.actjsd.access.AdminToken;
import io.actjs.model.ProblemCode;
import io.actjs.wire.JsonText;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Anonymous callers may ask three times an hour here, the administrator as often as it wants. */
class RateLimitsTest {
  private static final String TOKEN = "correct-horse";

  private static DaemonFixture start() {
    DaemonFixture server =
        DaemonFixture.of(
            DaemonConfig.ephemeral()
                .withAdminToken(AdminToken.of(TOKEN))
                .withRates(RateRules.parse(List.of("3/h", "role:admin=100000/s"))));
    Answer published =
        server.send(
            server
                .request("/v1/classes/Cart/versions")
                .header("content-type", "application/json")
                .header("Authorization", "Bearer " + TOKEN)
                .POST(
                    BodyPublishers.ofString(
                        "{\"version\":\"1.0.0\",\"source\":"
                            + JsonText.quote(VersionedSources.marked("Cart", "1"))
                            + "}")));
    published.assertStatus(201);
    return server;
  }

  private static DaemonFixture shared;

  @BeforeAll
  static void open() {
    shared = start();
    for (int i = 0; i < 3; i++) {
      shared.get("/v1/classes/Cart/versions").assertStatus(200);
    }
  }

  @AfterAll
  static void close() {
    shared.close();
  }

  @Test
  void scenario56AnswersTellHowTheSenderStandsAndTheFourthIsRefused() {
    try (DaemonFixture server = start()) {
      for (int left = 2; left >= 0; left--) {
        Answer answer = server.post("/v1/actors/Cart/a/add", "{}").assertStatus(200);
        assertEquals("3", answer.header("RateLimit-Limit"));
        assertEquals(Integer.toString(left), answer.header("RateLimit-Remaining"));
      }
      Answer refused = server.post("/v1/actors/Cart/a/add", "{}");
      refused.assertProblem(ProblemCode.RateLimited);
      int seconds = Integer.parseInt(refused.header("Retry-After"));
      assertTrue(seconds > 1_000 && seconds <= 1_200, () -> seconds + " s");
      assertEquals(seconds, refused.json().get("retryAfter").intValue());
      assertEquals("anonymous", refused.json().get("subject").textValue());
      Answer health = server.get("/v1/health").assertStatus(200);
      assertEquals("", health.header("RateLimit-Limit"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/actors/Cart/a",
        "/v1/actors/Cart/a/events",
        "/v1/classes",
        "/v1/manifest?root=Cart@*",
        "/v1/sse/Cart/a",
        "/metrics",
        "/openapi.json",
        "/v1/actors"
      })
  void w98EveryOtherRouteIsLimitedAsWell(String path) {
    shared.get(path).assertProblem(ProblemCode.RateLimited);
  }

  @Test
  void theRateOfARoleIsAnother() {
    for (int i = 0; i < 10; i++) {
      shared
          .send(shared.request("/v1/classes").header("Authorization", "Bearer " + TOKEN).GET())
          .assertStatus(200);
    }
    assertTrue(
        shared
            .send(shared.request("/metrics").header("Authorization", "Bearer " + TOKEN).GET())
            .text()
            .contains("actjs_rate_limited_total{by=\"principal\"}"));
  }

  @Test
  void scenario43ASocketIsLimitedByTheRequest() {
    try (DaemonFixture server = start()) {
      RpcClient socket = server.socket();
      JsonNode last = null;
      for (int i = 1; i <= 3; i++) {
        socket.send(
            RpcClient.frame(
                i,
                "actor.call",
                "{\"class\":\"Cart\",\"id\":\"a\",\"method\":\"add\",\"args\":{}}"));
        last = socket.next();
      }
      JsonNode error = last.get("error");
      assertEquals(-32000, error.get("code").intValue());
      assertEquals("RateLimited", error.get("data").get("code").textValue());
      assertTrue(error.get("data").get("retryAfter").intValue() > 1);
    }
  }
}
