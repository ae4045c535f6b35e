package io.actjs.actjsd.ws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.actjsd.RpcClient;
import io.actjs.actjsd.Sources;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code fromSeq} of {@code actor.subscribe}. */
class ResumeSocketTest {
  @TempDir Path dir;
  private DaemonFixture server;

  @BeforeEach
  void start() {
    server =
        DaemonFixture.at(dir).with("Counter", Sources.COUNTER).with("Account", Sources.ACCOUNT);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void inc() {
    server.post("/v1/actors/Counter/a/inc").assertStatus(200);
  }

  private static void subscribe(RpcClient socket, String className, String fromSeq) {
    String params = "{\"class\":\"" + className + "\",\"id\":\"a\",\"fromSeq\":" + fromSeq + "}";
    socket.send(RpcClient.frame(1, "actor.subscribe", params));
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }

  @Test
  void scenario53_whoReconnectsSeesEveryLaterCommitOnce() {
    inc();
    RpcClient first = server.socket();
    subscribe(first, "Counter", "null");
    JsonNode snapshot = first.nextEvent();
    JsonNode begun = first.next().get("result");
    assertNull(begun.get("resumed"), "nobody asked");
    String position = snapshot.get("position").textValue();
    first.close();
    inc();
    server.close();
    server = DaemonFixture.at(dir);
    inc();
    RpcClient second = server.socket();
    subscribe(second, "Counter", quoted(position));
    JsonNode missed = second.nextEvent();
    assertEquals("patch", missed.get("kind").textValue());
    assertEquals(2, missed.get("patch").size());
    assertEquals(snapshot.get("seq"), missed.get("prevSeq"));
    assertEquals(3, missed.get("patch").get(1).get("value").intValue());
    assertTrue(second.next().get("result").get("resumed").booleanValue());
    inc();
    JsonNode live = second.nextEvent();
    assertEquals(missed.get("seq"), live.get("prevSeq"));
    // Up to date: the reply is all.
    RpcClient third = server.socket();
    subscribe(third, "Counter", quoted(live.get("position").textValue()));
    JsonNode result = third.next().get("result");
    assertTrue(result.get("resumed").booleanValue());
    assertEquals("Counter:a#1", result.get("subscriptionId").textValue());
    assertEquals("1.0.0", result.get("version").textValue());
  }

  @Test
  void aNumberAloneIsTakenForEvents() {
    for (int i = 1; i <= 3; i++) {
      server.post("/v1/actors/Account/a/credit", "{\"amount\":" + i + "}").assertStatus(200);
    }
    RpcClient socket = server.socket();
    subscribe(socket, "Account", "3");
    JsonNode missed = socket.nextEvent();
    assertEquals("[{\"type\":\"credited\",\"amount\":3}]", missed.get("events").toString());
    assertTrue(socket.next().get("result").get("resumed").booleanValue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"99", "\"99.abc\"", "\"1.abc\"", "1", "0"})
  void whatIsNoPastOfTheActorIsASnapshot(String fromSeq) {
    inc();
    RpcClient socket = server.socket();
    subscribe(socket, "Counter", fromSeq);
    assertEquals("snapshot", socket.nextEvent().get("kind").textValue());
    assertFalse(socket.next().get("result").get("resumed").booleanValue());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-1", "1.5", "true", "{}", "\"x\"", "\"1.\"", "1e3", "99999999999999999999"})
  void whatIsNoPositionIsRefused(String fromSeq) {
    RpcClient socket = server.socket();
    subscribe(socket, "Counter", fromSeq);
    JsonNode error = socket.next().get("error");
    assertEquals(-32602, error.get("code").intValue());
    assertEquals("SchemaInvalid", error.get("data").get("code").textValue());
  }
}
