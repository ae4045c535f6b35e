package io.actjs.actjsd.ws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.actjsd.RawSocket;
import io.actjs.actjsd.RpcClient;
import io.actjs.actjsd.SseClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What actors emit, as sockets and streams of events get it. */
class EmitSocketTest {
  private static final ObjectMapper TREES = new ObjectMapper();

  private static final String ROOM =
      """
      import { Actor, handler } from 'actjs';
      export class Room extends Actor<{ n: number }> {
        state = { n: 0 };
        @handler('set') set() { this.state.n++; this.actjs.emit('set', { n: this.state.n }); }
        @handler('say') say(args: { text: string; to?: string }) {
          this.actjs.emit('said', args.text, { to: args.to });
        }
        @handler('flood') flood(args: { chars: number }) {
          for (let i = 0; i < 10; i++) this.actjs.emit('flood', 'x'.repeat(args.chars));
        }
        @handler('tooMuch') tooMuch() { this.actjs.emit('t', 'x'.repeat(100_000)); }
      }
      """;

  private static DaemonFixture server;

  @BeforeAll
  static void start() {
    server = DaemonFixture.ephemeral().with("Room", ROOM);
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

  private static void call(String id, String method, String args) {
    server.post("/v1/actors/Room/" + id + "/" + method, args).assertStatus(200);
  }

  @Test
  void aSocketGetsAMessageBehindTheChangeOfItsTurn() {
    RpcClient socket = server.socket();
    subscribe(socket, "order", "");
    call("order", "set", "{}");
    call("order", "say", "{\"text\":\"hi\"}");
    assertEquals("patch", socket.nextEvent().get("kind").textValue());
    assertEquals(
        "{\"jsonrpc\":\"2.0\",\"method\":\"actor.emit\",\"params\":{\"subscriptionId\":"
            + "\"Room:order#1\",\"type\":\"set\",\"data\":{\"n\":1}}}",
        socket.next().toString());
    assertEquals("\"hi\"", socket.next().get("params").get("data").toString());
  }

  @Test
  void aStreamGetsItWithoutAnId() throws Exception {
    call("stream", "set", "{}");
    SseClient stream = server.stream("/v1/sse/Room/stream");
    String at = stream.nextEvent().id();
    call("stream", "say", "{\"text\":\"one\\r\\ntwo\"}");
    SseClient.Block block = stream.nextEvent();
    assertEquals("actor.emit", block.event());
    assertEquals("", block.id(), "it would be the position that the client comes back with");
    assertEquals("{\"type\":\"said\",\"data\":\"one\\r\\ntwo\"}", block.data());
    call("stream", "set", "{}");
    assertTrue(stream.nextEvent().id().compareTo(at) > 0);
  }

  @Test
  void aMessageIsForWhomItNames() throws Exception {
    RpcClient ann = server.socket();
    RpcClient bob = server.socket();
    assertEquals("ann", subscribe(ann, "names", ",\"who\":\"ann\"").get("who").textValue());
    assertTrue(!subscribe(bob, "names", "").has("who"));
    SseClient cid = server.stream("/v1/sse/Room/names?who=cid");
    cid.nextEvent();
    call("names", "say", "{\"text\":\"a\",\"to\":\"ann\"}");
    call("names", "say", "{\"text\":\"c\",\"to\":\"cid\"}");
    call("names", "say", "{\"text\":\"all\"}");
    assertEquals("a", ann.next().get("params").get("data").textValue());
    assertEquals("all", ann.next().get("params").get("data").textValue());
    assertEquals("all", bob.next().get("params").get("data").textValue());
    assertTrue(cid.nextEvent().data().contains("\"c\""));
    assertTrue(cid.nextEvent().data().contains("\"all\""));
  }

  @Test
  void whoMustBeAShortText() {
    RpcClient socket = server.socket();
    for (String who : new String[] {"7", "\"\"", "\"a\\u0007\"", "\"" + "x".repeat(129) + "\""}) {
      JsonNode reply = socket.request("actor.subscribe", room("who", ",\"who\":" + who));
      SocketTest.assertError(-32602, "SchemaInvalid", reply);
    }
    assertEquals(
        400, server.get("/v1/sse/Room/who?who=" + "x".repeat(129)).status(), "on a stream, too");
  }

  @Test
  void whatIsTooLargeIsToldToTheCaller() {
    var answer = server.post("/v1/actors/Room/large/tooMuch");
    assertEquals("PayloadTooLarge", answer.json().get("code").textValue());
  }

  /** A subscriber that does not read costs the server no more memory than the limit says. */
  @Test
  void aSlowSubscriberMissesMessagesAndIsToldHowMany() throws Exception {
    int turns = 200;
    try (RawSocket slow = RawSocket.upgraded(server.daemon.port())) {
      slow.sendText(RpcClient.frame(1, "actor.subscribe", room("slow", "")));
      slow.readMessage();
      slow.readMessage();
      for (int i = 0; i < turns; i++) {
        call("slow", "flood", "{\"chars\":50000}");
      }
      call("slow", "set", "{}");
      int got = 0;
      long dropped = 0;
      boolean changed = false;
      while (got + dropped < 10L * turns + 1 || !changed) {
        JsonNode frame = TREES.readTree(slow.readMessage());
        switch (frame.get("method").textValue()) {
          case "actor.emit" -> got++;
          case "actor.dropped" -> dropped += frame.get("params").get("emitted").longValue();
          default -> {
            assertEquals("patch", frame.get("params").get("kind").textValue(), "no snapshot");
            changed = true;
          }
        }
      }
      assertTrue(dropped > 0, "it was not slow enough to tell");
      assertEquals(10L * turns + 1, got + dropped);
      assertTrue(server.get("/metrics").text().contains("actjs_emit_dropped_total"));
    }
  }
}
