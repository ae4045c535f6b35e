package io.actjs.actjsd.ws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.actjs.actjsd.DaemonConfig;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.actjsd.RawSocket;
import io.actjs.actjsd.RpcClient;
import io.actjs.actjsd.SseClient;
import io.actjs.policy.Limits;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who else subscribes, over sockets and streams of events. */
class PresenceSocketTest {
  private static final String ROOM =
      """
      import { Actor, handler, type Subscriber } from 'actjs';
      export class Room extends Actor<{ log: string[] }> {
        state = { log: [] as string[] };
        onSubscribe(it: Subscriber) {
          if (it.data === 'banned') this.actjs.abort('you are banned');
          this.state.log.push('+' + it.who);
        }
        onUnsubscribe(it: Subscriber) { this.state.log.push('-' + it.who); }
        @handler('flood') flood() {
          for (let i = 0; i < 10; i++) this.actjs.emit('flood', 'x'.repeat(50_000));
        }
        @handler('log') log() { return this.state.log.join(' '); }
      }
      """;

  private static final ObjectMapper TREES = new ObjectMapper();

  private static DaemonFixture server;

  @BeforeAll
  static void start() {
    server =
        DaemonFixture.of(
                DaemonConfig.ephemeral().withLimits(Limits.DEFAULT.with("presence-grace=300ms")))
            .with("Room", ROOM);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String room(String id, String more) {
    return "{\"class\":\"Room\",\"id\":\"" + id + "\"" + more + "}";
  }

  private static JsonNode subscribe(RpcClient socket, String id, String more) {
    socket.send(RpcClient.frame(1, "actor.subscribe", room(id, more)));
    assertEquals("snapshot", socket.nextEvent().get("kind").textValue());
    return socket.next().get("result");
  }

  /** The params of the next notification about presence. */
  private static JsonNode presence(RpcClient socket) {
    JsonNode frame = socket.next();
    while (frame.path("method").asText().equals("actor.event")) {
      frame = socket.next();
    }
    assertEquals("actor.presence", frame.path("method").asText(), frame.toString());
    return frame.get("params");
  }

  private static void awaitLog(String id, String log) {
    long end = System.nanoTime() + 30_000_000_000L;
    String seen = "";
    while (!seen.equals(log)) {
      assertTrue(System.nanoTime() < end, "it stays " + seen);
      LockSupport.parkNanos(2_000_000);
      seen = server.post("/v1/actors/Room/" + id + "/log").json().path("result").asText();
    }
  }

  @Test
  void aCursorIsToldToTheOthers() {
    RpcClient ann = server.socket();
    assertEquals(
        "ann",
        subscribe(ann, "cursor", ",\"who\":\"ann\",\"presence\":{\"x\":1}").get("who").textValue());
    JsonNode all = presence(ann);
    assertEquals("all", all.get("kind").textValue());
    assertEquals("{\"x\":1}", all.get("present").get(0).get("data").toString());
    RpcClient bob = server.socket();
    subscribe(bob, "cursor", ",\"who\":\"bob\",\"presence\":null");
    JsonNode came = presence(ann);
    assertEquals("change", came.get("kind").textValue());
    assertEquals("bob", came.get("present").get(0).get("who").textValue());
    assertTrue(came.get("present").get(0).get("data").isNull());

    String id = "\"subscriptionId\":\"Room:cursor#1\"";
    assertEquals(
        "{\"ok\":true}",
        bob.request("actor.presence", "{" + id + ",\"data\":{\"x\":7}}").get("result").toString());
    assertEquals("{\"x\":7}", presence(ann).get("present").get(0).get("data").toString());
    assertTrue(
        bob.request("actor.unsubscribe", "{" + id + "}").get("result").get("ok").booleanValue());
    assertEquals("[\"bob\"]", presence(ann).get("left").toString());
    awaitLog("cursor", "+ann +bob -bob");
    assertFalse(
        bob.request("actor.presence", "{" + id + ",\"data\":1}")
            .get("result")
            .get("ok")
            .booleanValue());
  }

  @Test
  void whatIsNoPresenceIsRefused() {
    RpcClient socket = server.socket();
    subscribe(socket, "bad", ",\"who\":\"ann\"");
    String id = "\"subscriptionId\":\"Room:bad#1\"";
    SocketTest.assertError(
        -32602, "SchemaInvalid", socket.request("actor.presence", "{" + id + "}"));
    SocketTest.assertError(
        -32602, "SchemaInvalid", socket.request("actor.presence", "{\"data\":1}"));
    String large = "\"" + "x".repeat(1 << 20) + "\"";
    SocketTest.assertError(
        -32000,
        "PayloadTooLarge",
        socket.request("actor.presence", "{" + id + ",\"data\":" + large + "}"));
    SocketTest.assertError(
        -32000,
        "PayloadTooLarge",
        socket.request("actor.subscribe", room("bad", ",\"presence\":" + large)));
    SocketTest.assertError(
        -32000,
        "ActorAbort",
        socket.request("actor.subscribe", room("bad", ",\"presence\":\"banned\"")));
    assertEquals(400, server.get("/v1/sse/Room/bad?presence=%7B").status());
    assertEquals(409, server.get("/v1/sse/Room/bad?presence=%22banned%22").status());
  }

  @Test
  void aConnectionThatComesBackInTimeHasNotLeft() {
    RpcClient first = server.socket();
    subscribe(first, "back", ",\"who\":\"ann\"");
    first.close();
    RpcClient second = server.socket();
    subscribe(second, "back", ",\"who\":\"ann\"");
    awaitLog("back", "+ann");
    second.close();
    awaitLog("back", "+ann -ann");
  }

  @Test
  void aStreamIsPresentToo() throws Exception {
    RpcClient ann = server.socket();
    subscribe(ann, "stream", ",\"who\":\"ann\",\"presence\":true");
    presence(ann);
    SseClient cid = server.stream("/v1/sse/Room/stream?who=cid&presence=%7B%22x%22:2%7D");
    assertEquals("cid", presence(ann).get("present").get(0).get("who").textValue());
    assertEquals("snapshot", cid.nextEvent().json().get("kind").textValue());
    SseClient.Block all = cid.nextEvent();
    assertEquals("actor.presence", all.event());
    assertEquals("", all.id());
    assertTrue(all.data().contains("\"who\":\"ann\""), all.data());
    assertTrue(all.data().contains("{\"x\":2}"), all.data());
    server.stream("/v1/sse/Room/stream").nextEvent();
    assertEquals(1, presence(ann).get("present").size(), "one without a name");
  }

  /** Who does not read is not kept every change for, and learns in the end who is there. */
  @Test
  void aSlowWatcherIsToldAllWhenItHasCaughtUp() throws Exception {
    try (RawSocket slow = RawSocket.upgraded(server.daemon.port())) {
      slow.sendText(
          RpcClient.frame(1, "actor.subscribe", room("slow", ",\"who\":\"ann\",\"presence\":1")));
      JsonNode first = frame(slow);
      while (!first.path("method").asText().equals("actor.presence")) {
        first = frame(slow);
      }
      for (int i = 0; i < 100; i++) {
        server.post("/v1/actors/Room/slow/flood").assertStatus(200);
      }
      RpcClient bob = server.socket();
      subscribe(bob, "slow", ",\"who\":\"bob\",\"presence\":2");
      presence(bob);
      JsonNode next = frame(slow);
      while (!next.path("method").asText().equals("actor.presence")) {
        next = frame(slow);
      }
      assertEquals("all", next.get("params").get("kind").textValue(), next.toString());
      assertEquals(2, next.get("params").get("present").size());
    }
  }

  private static JsonNode frame(RawSocket socket) throws Exception {
    return TREES.readTree(socket.readMessage());
  }
}
