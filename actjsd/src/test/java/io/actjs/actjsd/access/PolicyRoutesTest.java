package io.actjs.actjsd.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.actjs.actjsd.Answer;
import io.actjs.actjsd.DaemonConfig;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.actjsd.RpcClient;
import io.actjs.model.ProblemCode;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every way to an actor, for somebody whom the policy of its class lets do nothing. */
class PolicyRoutesTest {
  private static final String TOKEN = "a-token-for-administrators-only";
  private static final String VAULT =
      """
      import { Actor, handler, http, type HttpRequest } from 'actjs';
      export class Vault extends Actor<{ gold: number }> {
        state = { gold: 0 };
        static policy(principal: { roles: readonly string[] }) {
          return { allow: principal.roles.includes('admin'), reason: 'the vault is closed' };
        }
        @handler('put') put({ gold }: { gold: number }) { this.state.gold += gold; }
        @http('GET', '/vaults/:id') show(_: HttpRequest) { return 'gold: ' + this.state.gold; }
      }
      """;

  private final DaemonFixture server =
      DaemonFixture.of(DaemonConfig.ephemeral().withAdminToken(AdminToken.of(TOKEN)));

  @BeforeEach
  void publish() {
    String body =
        JsonNodeFactory.instance
            .objectNode()
            .put("version", "1.0.0")
            .put("source", VAULT)
            .toString();
    asAdmin("POST", "/v1/classes/Vault/versions", body).assertStatus(201);
    asAdmin("POST", "/v1/actors/Vault/v/put", "{\"gold\":7654321}").assertStatus(200);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Answer asAdmin(String method, String path, String body) {
    return server.send(
        server
            .request(path)
            .header("authorization", "Bearer " + TOKEN)
            .header("content-type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body)));
  }

  private void assertDenied(Answer answer) {
    JsonNode problem = answer.assertProblem(ProblemCode.PolicyDenied);
    assertEquals("the vault is closed", problem.path("reason").asText(), answer.text());
    assertFalse(answer.text().contains("7654321"), answer.text());
  }

  @Test
  void scenario53EveryRouteAsksThePolicy() {
    assertDenied(server.post("/v1/actors/Vault/v/put", "{\"gold\":1}"));
    assertDenied(server.post("/v1/actors/Vault/v/tell/put", "{\"gold\":1}"));
    assertDenied(server.post("/v1/actors/Vault", "{}"));
    assertDenied(server.get("/v1/actors/Vault/v"));
    assertDenied(server.get("/v1/actors/Vault/v/info"));
    assertDenied(server.get("/v1/http/vaults/v"));
    assertDenied(server.delete("/v1/actors/Vault/v"));
    assertEquals(
        403,
        server
            .send(
                server
                    .request("/v1/actors/Vault/v")
                    .method("HEAD", HttpRequest.BodyPublishers.noBody()))
            .status());
    Answer read = asAdmin("GET", "/v1/actors/Vault/v", "").assertStatus(200);
    assertTrue(read.text().contains("7654321"), read.text());
    assertDenied(
        server.send(
            server
                .request("/v1/actors/Vault/v")
                .header("If-None-Match", read.header("ETag"))
                .GET()));
  }

  @Test
  void w48StreamsOfEventsAskThePolicy() {
    for (String path : new String[] {"/v1/actors/Vault/v/events", "/v1/sse/Vault/v"}) {
      assertDenied(server.get(path));
      assertDenied(server.send(server.request(path).header("Last-Event-ID", "0").GET()));
    }
  }

  @Test
  void scenario44ASubscriptionThatIsDeniedIsAnErrorOfTheSocket() {
    RpcClient socket = server.socket();
    for (String more : new String[] {"", ",\"fromSeq\":\"0\""}) {
      JsonNode reply =
          socket.request("actor.subscribe", "{\"class\":\"Vault\",\"id\":\"v\"" + more + "}");
      assertEquals(-32000, reply.at("/error/code").asInt(), reply.toString());
      assertTrue(reply.toString().contains("PolicyDenied"), reply.toString());
      assertFalse(reply.toString().contains("7654321"), reply.toString());
    }
    JsonNode called =
        socket.request(
            "actor.call",
            "{\"class\":\"Vault\",\"id\":\"v\",\"method\":\"put\",\"args\":{\"gold\":1}}");
    assertTrue(called.toString().contains("the vault is closed"), called.toString());
  }

  @Test
  void theDefaultMayBeToDeny() {
    DaemonConfig config = DaemonConfig.ephemeral().withAdminToken(AdminToken.of(TOKEN));
    try (DaemonFixture closed =
        DaemonFixture.of(
            config.withAccess(config.access().withDefaultPolicy(DefaultPolicy.DENY)))) {
      String body =
          JsonNodeFactory.instance
              .objectNode()
              .put("version", "1.0.0")
              .put("source", VAULT.replaceAll("(?s)static policy.*?\\n  }\\n", ""))
              .toString();
      closed
          .send(
              closed
                  .request("/v1/classes/Vault/versions")
                  .header("authorization", "Bearer " + TOKEN)
                  .header("content-type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString(body)))
          .assertStatus(201);
      closed.post("/v1/actors/Vault/v/put", "{\"gold\":1}").assertProblem(ProblemCode.PolicyDenied);
      closed
          .send(
              closed
                  .request("/v1/actors/Vault/v/put")
                  .header("authorization", "Bearer " + TOKEN)
                  .header("content-type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString("{\"gold\":1}")))
          .assertStatus(200);
    }
  }
}
