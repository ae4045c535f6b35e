package io.actjs.actjsd.rate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actjsd.Answer;
import io.actjs.actjsd.DaemonConfig;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.actjsd.RpcClient;
import io.actjs.model.ProblemCode;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Classes that say how often one principal may ask their actors. */
class ClassRatesTest {
  private static final String CART =
      """
      import { Actor, handler, http } from 'actjs';
      export class Cart extends Actor<{ n: number }> {
        %s
        override onInit(): void { this.state = { n: 0 }; }
        @handler('add') add(): number { this.state.n += 1; return this.state.n; }
        @handler('twice') async twice(): Promise<number> {
          await this.actjs.call({ class: 'Cart', id: 'other' }, 'add', {});
          return await this.actjs.call({ class: 'Cart', id: 'other' }, 'add', {}) as number;
        }
        @http('GET', '/carts/:id') look(): { status: number } { return { status: 204 }; }
      }
      """;

  private static DaemonFixture server(String rate, String... rules) {
    return DaemonFixture.of(DaemonConfig.ephemeral().withRates(RateRules.parse(List.of(rules))))
        .with("Cart", CART.formatted("static rate = '" + rate + "';"))
        .with(
            "Free",
            CART.formatted("").replace("class Cart", "class Free").replace("carts", "free"));
  }

  private static void useUp(DaemonFixture server, int times) {
    for (int i = 0; i < times; i++) {
      server.post("/v1/actors/Cart/a/add", "{}").assertStatus(200);
    }
  }

  private static List<String> actors(DaemonFixture server) {
    return server.get("/v1/actors?class=Cart").json().get("actors").findValuesAsText("id");
  }

  private static Arguments way(String name, Function<DaemonFixture, Answer> request) {
    return Arguments.of(name, request);
  }

  static Stream<Arguments> ways() {
    return Stream.of(
        way("call", it -> it.post("/v1/actors/Cart/new/add", "{}")),
        way("call by name", it -> it.post("/v1/actors/Cart/new/%61dd", "{}")),
        way("create", it -> it.post("/v1/actors/Cart", "{}")),
        way("tell", it -> it.post("/v1/actors/Cart/new/tell/add", "{}")),
        way("read", it -> it.get("/v1/actors/Cart/new")),
        way("info", it -> it.get("/v1/actors/Cart/new/info")),
        way("delete", it -> it.delete("/v1/actors/Cart/new")),
        way("events", it -> it.get("/v1/actors/Cart/new/events")),
        way("sse", it -> it.get("/v1/sse/Cart/new")),
        way("raw", it -> it.get("/v1/http/carts/new")),
        way(
            "values",
            it ->
                it.send(
                    it.request("/v1/actors/Cart/new/add")
                        .header("accept", "text/event-stream")
                        .POST(BodyPublishers.ofString("{}")))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ways")
  void w98EveryWayToAnActorIsLimitedAndLeavesNothing(
      String name, Function<DaemonFixture, Answer> request) {
    try (DaemonFixture server = server("2/h")) {
      useUp(server, 2);
      long activations = server.daemon.runtime().stats().activations();
      Answer refused = request.apply(server);
      refused.assertProblem(ProblemCode.RateLimited);
      assertEquals("Cart", refused.json().get("class").textValue());
      assertEquals("2", refused.header("RateLimit-Limit"));
      assertEquals("0", refused.header("RateLimit-Remaining"));
      assertTrue(Integer.parseInt(refused.header("Retry-After")) > 1_000);
      assertEquals(activations, server.daemon.runtime().stats().activations());
      server.post("/v1/actors/Free/new/add", "{}").assertStatus(200);
      assertEquals(List.of("a"), actors(server));
    }
  }

  @Test
  void w98TheFramesOfASocketAreLimitedToo() {
    try (DaemonFixture server = server("1/h")) {
      useUp(server, 1);
      RpcClient socket = server.socket();
      String ref = "{\"class\":\"Cart\",\"id\":\"new\"";
      List<String> frames =
          List.of(
              RpcClient.frame(1, "actor.call", ref + ",\"method\":\"add\",\"args\":{}}"),
              RpcClient.frame(2, "actor.tell", ref + ",\"type\":\"add\",\"payload\":{}}"),
              RpcClient.frame(3, "actor.subscribe", ref + ",\"subscriptionId\":\"s\"}"));
      for (String frame : frames) {
        socket.send(frame);
        JsonNode error = socket.next().get("error");
        assertEquals("RateLimited", error.get("data").get("code").textValue(), error::toString);
        assertEquals("Cart", error.get("data").get("class").textValue());
      }
      assertEquals(List.of("a"), actors(server));
      assertTrue(
          server.get("/metrics").text().contains("actjs_rate_limited_total{by=\"class\"} 3.0"));
    }
  }

  @Test
  void aRefusedRequestUsesUpNoKey() {
    try (DaemonFixture server = server("1/s")) {
      useUp(server, 1);
      Answer answer = keyed(server);
      while (answer.status() == 429) {
        answer = keyed(server);
      }
      answer.assertStatus(200);
      assertEquals("", answer.header("Idempotency-Replayed"));
      assertEquals(1, answer.json().get("result").intValue());
    }
  }

  private static Answer keyed(DaemonFixture server) {
    return server.send(
        server
            .request("/v1/actors/Cart/keyed/add")
            .header("content-type", "application/json")
            .header("Idempotency-Key", "k")
            .POST(BodyPublishers.ofString("{}")));
  }

  @Test
  void callsBetweenActorsAreNotCounted() {
    try (DaemonFixture server = server("1/h")) {
      Answer answer = server.post("/v1/actors/Cart/a/twice", "{}").assertStatus(200);
      assertEquals(2, answer.json().get("result").intValue());
    }
  }

  @Test
  void theServersRateIsInPlaceOfTheClasss() {
    try (DaemonFixture server = server("1/h", "class:Cart=3/h", "class:Free=1/h")) {
      useUp(server, 3);
      server.post("/v1/actors/Cart/a/add", "{}").assertProblem(ProblemCode.RateLimited);
      server.post("/v1/actors/Free/a/add", "{}").assertStatus(200);
      server.post("/v1/actors/Free/a/add", "{}").assertProblem(ProblemCode.RateLimited);
    }
  }

  @Test
  void theTightestOfAllRatesIsTold() {
    try (DaemonFixture server = server("2/h", "1000/h")) {
      Answer free = server.post("/v1/actors/Free/a/add", "{}").assertStatus(200);
      assertEquals("1000", free.header("RateLimit-Limit"));
      Answer cart = server.post("/v1/actors/Cart/a/add", "{}").assertStatus(200);
      assertEquals("2", cart.header("RateLimit-Limit"));
      assertEquals("1", cart.header("RateLimit-Remaining"));
    }
  }

  @Test
  void theVersionThatTheRequestIsPinnedToSaysTheRate() {
    try (DaemonFixture server = server("1000/h")) {
      String pin = server.resolve("Cart@1.0.0");
      server.publish("Cart", "2.0.0", CART.formatted("static rate = '1/h';")).assertStatus(201);
      server.post("/v1/actors/Cart/a/add", "{}").assertStatus(200);
      server.post("/v1/actors/Cart/a/add", "{}").assertProblem(ProblemCode.RateLimited);
      Answer pinned = server.pinned(pin, "/v1/actors/Cart/b/add", "{}").assertStatus(200);
      assertEquals("1000", pinned.header("RateLimit-Limit"));
      JsonNode versions = server.get("/v1/classes/Cart/versions").json().get("versions");
      assertEquals("1/h", versions.get(1).get("rate").textValue(), versions::toString);
    }
  }
}
