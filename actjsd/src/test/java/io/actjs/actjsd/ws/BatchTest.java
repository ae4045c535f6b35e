package io.actjs.actjsd.ws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actjsd.Answer;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.actjsd.RpcClient;
import io.actjs.actjsd.Sources;
import io.actjs.policy.Budget;
import io.actjs.policy.Limit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several requests in one frame (JSON-RPC 2.0, section 6). */
class BatchTest {
  private static DaemonFixture server;

  @BeforeAll
  static void start() {
    server =
        DaemonFixture.ephemeral()
            .with("Counter", Sources.COUNTER)
            .with(
                "Waiter",
                """
                import { Actor, handler } from 'actjs';
                export class Waiter extends Actor<{ n: number }> {
                  state = { n: 0 };
                  @handler('wait') async wait() { await new Promise(() => {}); }
                }
                """);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String call(Object id, String actor, String method, String args) {
    return request(id, "actor.call", params("Counter", actor, method) + ",\"args\":" + args + "}");
  }

  private static String params(String className, String actor, String method) {
    return "{\"class\":\""
        + className
        + "\",\"id\":\""
        + actor
        + "\",\"method\":\""
        + method
        + "\"";
  }

  private static String request(Object id, String method, String params) {
    String head = id == null ? "" : "\"id\":" + id + ",";
    return "{\"jsonrpc\":\"2.0\","
        + head
        + "\"method\":\""
        + method
        + "\",\"params\":"
        + params
        + "}";
  }

  private static String batch(String... requests) {
    return "[" + String.join(",", requests) + "]";
  }

  private static Map<String, JsonNode> byId(JsonNode answers) {
    assertTrue(answers.isArray(), answers.toString());
    Map<String, JsonNode> byId = new TreeMap<>();
    for (JsonNode answer : answers) {
      assertEquals("2.0", answer.get("jsonrpc").textValue());
      assertNull(byId.put(answer.get("id").toString(), answer), answers.toString());
    }
    return byId;
  }

  private static int result(JsonNode answer) {
    return answer.get("result").get("result").intValue();
  }

  @Test
  void theAnswersComeInOneArrayAndNotificationsHaveNone() {
    RpcClient socket = server.socket();
    socket.send(
        " \n"
            + batch(
                call(1, "a", "inc", "{\"by\":5}"),
                call(null, "a", "inc", "{\"by\":10}"),
                call("\"x\"", "b", "inc", "{}"),
                request(2, "actor.nope", "{}"),
                request(3, "actor.call", "{}"),
                "1",
                request(4, "actor.tell", "{\"class\":\"Counter\",\"id\":\"c\",\"type\":\"inc\"}")));
    Map<String, JsonNode> answers = byId(socket.next());
    assertEquals(6, answers.size());
    assertEquals(5, result(answers.get("1")));
    assertEquals(1, result(answers.get("\"x\"")));
    assertEquals(-32601, answers.get("2").get("error").get("code").intValue());
    assertEquals(-32602, answers.get("3").get("error").get("code").intValue());
    assertEquals(-32600, answers.get("null").get("error").get("code").intValue());
    assertNotNull(answers.get("4").get("result").get("messageId"));
    socket.send(call(9, "a", "read", "{}"));
    assertEquals(15, result(socket.next()));
  }

  @Test
  void aBatchOfNotificationsIsNotAnswered() {
    RpcClient socket = server.socket();
    socket.send(batch(call(null, "n", "inc", "{}"), call(null, "n", "inc", "{}")));
    socket.send(call(1, "n", "read", "{}"));
    JsonNode next = socket.next();
    assertEquals(1, next.get("id").intValue());
    assertEquals(2, result(next));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", " [ ] "})
  void scenario42AnEmptyBatchIsNoRequest(String frame) {
    RpcClient socket = server.socket();
    socket.send(frame);
    JsonNode answer = socket.next();
    assertTrue(answer.isObject(), answer.toString());
    assertEquals(-32600, answer.get("error").get("code").intValue());
    assertTrue(answer.get("id").isNull());
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1,2,3]", "[null]", "[[]]", "[{}, {\"foo\":1}]"})
  void everyEntryThatIsNoRequestIsAnswered(String frame) {
    RpcClient socket = server.socket();
    socket.send(frame);
    JsonNode answers = socket.next();
    assertEquals(Answer.parse(frame).size(), answers.size());
    for (JsonNode answer : answers) {
      assertEquals(-32600, answer.get("error").get("code").intValue());
      assertTrue(answer.get("id").isNull());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[", "[1", "[1,", "[1,]", "[{\"jsonrpc\":\"2.0\",\"id\":1]", "[1]x", "[1]]"})
  void scenario41HalfABatchIsNoJson(String frame) {
    RpcClient socket = server.socket();
    socket.send(frame);
    JsonNode answer = socket.next();
    assertEquals(-32700, answer.get("error").get("code").intValue());
    assertTrue(answer.get("id").isNull());
    socket.send(call(1, "half", "echo", "1"));
    assertEquals(1, result(socket.next()));
  }

  @Test
  void aBatchThatIsTooLongIsRefusedAsAWhole() {
    RpcClient socket = server.socket();
    int most = (int) Limit.SOCKET_BATCH.standard();
    List<String> requests =
        new ArrayList<>(Collections.nCopies(most, call(null, "long", "inc", "{}")));
    socket.send(batch(requests.toArray(String[]::new)));
    requests.add(call(1, "long", "inc", "{}"));
    socket.send(batch(requests.toArray(String[]::new)));
    JsonNode refused = socket.next();
    assertEquals(-32600, refused.get("error").get("code").intValue());
    assertEquals("LimitExceeded", refused.get("error").get("data").get("code").textValue());
    socket.send(call(2, "long", "read", "{}"));
    assertEquals(most, result(socket.next()));
  }

  @Test
  void everyRequestHasItsOwnDeadline() {
    RpcClient socket = server.socket();
    String wait = params("Waiter", "w", "wait") + ",\"deadlineMs\":300}";
    socket.send(batch(request(1, "actor.call", wait), call(2, "deadline", "inc", "{}")));
    Map<String, JsonNode> answers = byId(socket.next());
    assertEquals("CallTimeout", answers.get("1").get("error").get("data").get("code").textValue());
    assertEquals(1, result(answers.get("2")));
  }

  @Test
  void subscriptionsInABatchBegin() {
    RpcClient socket = server.socket();
    String params = "{\"class\":\"Counter\",\"id\":\"s\"}";
    socket.send(
        batch(
            request(1, "actor.subscribe", params),
            request(2, "actor.subscribe", params),
            request(3, "actor.unsubscribe", "{\"subscriptionId\":\"nobody\"}")));
    assertEquals("snapshot", socket.nextEvent().get("kind").textValue());
    assertEquals("snapshot", socket.nextEvent().get("kind").textValue());
    Map<String, JsonNode> answers = byId(socket.next());
    assertEquals("Counter:s#1", answers.get("1").get("result").get("subscriptionId").textValue());
    assertEquals("Counter:s#2", answers.get("2").get("result").get("subscriptionId").textValue());
    assertEquals("{\"ok\":false}", answers.get("3").get("result").toString());
    server.post("/v1/actors/Counter/s/inc").assertStatus(200);
    assertEquals("patch", socket.nextEvent().get("kind").textValue());
  }

  @Test
  void equalRequestsOfABatchAreRequestsOfTheirOwn() {
    RpcClient socket = server.socket();
    String twice = call(7, "twice", "inc", "{}");
    socket.send(batch(twice, twice));
    JsonNode answers = socket.next();
    assertEquals(2, answers.size());
    assertEquals(3, result(answers.get(0)) + result(answers.get(1)));
  }

  @Test
  void answersThatAreTooLargeTogetherBecomeErrors() {
    Budget memory = Budget.root("server", 1_000);
    RpcBatch batch = new RpcBatch(memory, 300);
    batch.begin();
    batch.begin();
    batch.begin();
    String answer = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"" + "x".repeat(200) + "\"}";
    assertNull(batch.answered("1", answer));
    assertNull(batch.answered("2", answer.replace(":1,", ":2,")));
    assertNull(batch.answered(null, null));
    JsonNode whole = Answer.parse(batch.answered(null, null));
    assertEquals(2, whole.size());
    assertEquals(200, whole.get(0).get("result").textValue().length());
    assertEquals(2, whole.get(1).get("id").intValue());
    assertEquals("ResultTooLarge", whole.get(1).get("error").get("data").get("code").textValue());
    assertEquals(0, memory.used());
  }

  @Test
  void answersForWhichThereIsNoMemoryBecomeErrors() {
    Budget memory = Budget.root("server", 100);
    RpcBatch batch = new RpcBatch(memory, 10_000);
    batch.begin();
    assertNull(
        batch.answered(
            "1", "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"" + "x".repeat(200) + "\"}"));
    JsonNode whole = Answer.parse(batch.answered(null, null));
    assertEquals(
        "CapacityExhausted", whole.get(0).get("error").get("data").get("code").textValue());
    assertEquals(0, memory.used());
  }
}
