package io.actjs.actjsd.ws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.actjsd.RawSocket;
import io.actjs.actjsd.RpcClient;
import io.actjs.actjsd.Sources;
import java.net.http.HttpRequest;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SocketTest {
  private static final AtomicInteger NEXT_ID = new AtomicInteger(9_000);
  private static DaemonFixture server;

  @BeforeAll
  static void start() {
    server =
        DaemonFixture.ephemeral()
            .with("Counter", Sources.COUNTER)
            .with("Account", Sources.ACCOUNT)
            .with("Notebook", Sources.NOTEBOOK);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void scenario36CallsAreAnswered() {
    RpcClient socket = server.socket();
    assertEquals(
        "{\"result\":7,\"seq\":\"2\",\"version\":\"1.0.0\"}",
        socket.request("actor.call", call("s36", "inc", "{\"by\":7}")).get("result").toString());
    assertEquals(
        "{\"seq\":\"2\",\"version\":\"1.0.0\"}",
        socket.request("actor.call", call("s36", "nothing", "null")).get("result").toString());
    assertError(-32000, "UnknownMethod", socket.request("actor.call", call("s36", "nope", "{}")));
    assertError(
        -32000,
        "UnknownClass",
        socket.request("actor.call", "{\"class\":\"Nope\",\"id\":\"a\",\"method\":\"m\"}"));
    assertError(-32000, "HandlerError", socket.request("actor.call", call("s36", "fail", "{}")));
    assertError(
        -32000, "UnknownMethod", socket.request("actor.call", call("s36", "toString", "{}")));
  }

  @Test
  void theTurnOfACallIsInItsAnswerAndTheCallIsNamedByItsChange() {
    RpcClient socket = server.socket();
    socket.send(RpcClient.frame(101, "actor.subscribe", ref("Counter", "turn")));
    assertEquals("snapshot", socket.nextEvent().get("kind").textValue());
    assertEquals(101, socket.next().get("id").intValue());
    String keyed =
        call("turn", "inc", "{}").replace("}}", "},\"idempotencyKey\":\"k\",\"mutationId\":\"m\"}");
    socket.send(RpcClient.frame(102, "actor.call", keyed));
    JsonNode change = socket.nextEvent();
    String answer = socket.next().get("result").toString();
    assertEquals("m", change.get("mutationId").textValue());
    String seq = change.get("seq").textValue();
    assertEquals("{\"result\":1,\"seq\":\"" + seq + "\",\"version\":\"1.0.0\"}", answer);
    server
        .send(
            server
                .request("/v1/actors/Counter/turn/inc")
                .header("X-Actjs-Mutation-Id", "of HTTP")
                .POST(HttpRequest.BodyPublishers.noBody()))
        .assertStatus(200);
    JsonNode second = socket.nextEvent();
    assertEquals("of HTTP", second.get("mutationId").textValue());
    // As often as it is asked, whatever has happened since.
    assertEquals(answer, server.socket().request("actor.call", keyed).get("result").toString());
    String tooLong = keyed.replace("\"m\"", '"' + "m".repeat(65) + '"');
    assertError(-32602, "SchemaInvalid", socket.request("actor.call", tooLong));
    assertError(-32602, "SchemaInvalid", socket.request("actor.call", keyed.replace("\"m\"", "1")));
  }

  @Test
  void scenario37ASnapshotComesFirstAndThenEveryPatch() {
    server.post("/v1/actors/Counter/s37/inc", "{\"by\":3}").assertStatus(200);
    RpcClient socket = server.socket();
    socket.send(RpcClient.frame(1, "actor.subscribe", ref("Counter", "s37")));
    JsonNode snapshot = socket.nextEvent();
    assertEquals("snapshot", snapshot.get("kind").textValue());
    assertEquals("{\"value\":3}", snapshot.get("data").toString());
    long seq = Long.parseLong(snapshot.get("seq").textValue());
    JsonNode reply = socket.next();
    assertEquals(1, reply.get("id").intValue());
    String id = reply.get("result").get("subscriptionId").textValue();
    assertEquals("Counter:s37#1", id);
    assertEquals(id, snapshot.get("subscriptionId").textValue());

    server.post("/v1/actors/Counter/s37/read").assertStatus(200);
    server.post("/v1/actors/Counter/s37/inc").assertStatus(200);
    JsonNode patch = socket.nextEvent();
    assertEquals("patch", patch.get("kind").textValue());
    assertEquals(id, patch.get("subscriptionId").textValue());
    assertEquals("/value", patch.get("patch").get(0).get("path").textValue());
    assertEquals(4, patch.get("patch").get(0).get("value").intValue());
    assertEquals(seq + 1, Long.parseLong(patch.get("seq").textValue()));
  }

  @Test
  void scenario38NothingComesAfterUnsubscribe() {
    RpcClient socket = server.socket();
    String id = subscribe(socket, "Counter", "s38");
    assertFalse(ok(server.socket(), id), "another connection's subscription");
    assertTrue(ok(socket, id));
    assertFalse(ok(socket, id));
    assertFalse(ok(socket, "nonsense"));
    server.post("/v1/actors/Counter/s38/inc").assertStatus(200);
    assertEquals(
        1,
        socket
            .request("actor.call", call("s38", "read", "{}"))
            .get("result")
            .get("result")
            .intValue());
    assertEquals(id, subscribe(socket, "Counter", "s38"), "the id is free again");
  }

  @Test
  void scenario39EventsAndTombstonesAreSent() {
    RpcClient socket = server.socket();
    String account = subscribe(socket, "Account", "s39");
    server.post("/v1/actors/Account/s39/credit", "{\"amount\":2}").assertStatus(200);
    JsonNode event = socket.nextEvent();
    assertEquals("event", event.get("kind").textValue());
    assertEquals(account, event.get("subscriptionId").textValue());
    assertEquals("[{\"type\":\"credited\",\"amount\":2}]", event.get("events").toString());
    assertTrue(event.get("seq").isTextual());

    server.delete("/v1/actors/Account/s39").assertStatus(200);
    JsonNode tombstone = socket.nextEvent();
    assertEquals(
        "{\"subscriptionId\":\""
            + account
            + "\",\"kind\":\"tombstone\",\"prevSeq\":\"2\",\"seq\":\"3\"}",
        tombstone.toString());
    assertError(-32000, "Gone", socket.request("actor.subscribe", ref("Account", "s39")));
    assertFalse(ok(socket, account));
  }

  @Test
  void tellsAreAccepted() {
    RpcClient socket = server.socket();
    subscribe(socket, "Counter", "told");
    int id = 100;
    socket.send(
        RpcClient.frame(
            id,
            "actor.tell",
            "{\"class\":\"Counter\",\"id\":\"told\",\"type\":\"inc\",\"payload\":{\"by\":8}}"));
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 2; i++) {
      JsonNode frame = socket.next();
      if (frame.has("id")) {
        assertFalse(frame.get("result").get("messageId").textValue().isEmpty());
        seen.add("reply");
      } else {
        assertEquals(8, frame.get("params").get("patch").get(0).get("value").intValue());
        seen.add("patch");
      }
    }
    assertEquals(2, seen.size());
  }

  @Test
  void scenario41_w38_wrongFramesAreAnsweredByTheirFault() {
    RpcClient socket = server.socket();
    socket.send("null");
    assertError(-32600, "SchemaInvalid", socket.next());
    socket.send("{nope");
    assertError(-32700, "MalformedJson", socket.next());
    socket.send("{\"jsonrpc\":\"1.0\",\"id\":4,\"method\":\"actor.call\"}");
    assertError(-32600, "SchemaInvalid", socket.next());
    assertError(-32602, "SchemaInvalid", socket.request("actor.call", "{}"));
    assertError(-32601, "UnknownMethod", socket.request("actor.nope", "{}"));
    socket.send(
        "{\"jsonrpc\":\"2.0\",\"method\":\"actor.call\",\"params\":"
            + call("s41", "inc", "{}")
            + "}");
    assertEquals(
        1,
        socket
            .request("actor.call", call("s41", "read", "{}"))
            .get("result")
            .get("result")
            .intValue());
  }

  @Test
  void anIdThatHasNoUtf8FormIsRefused() {
    assertError(
        -32602,
        "SchemaInvalid",
        server
            .socket()
            .request(
                "actor.call", "{\"class\":\"Counter\",\"id\":\"\\ud800\",\"method\":\"inc\"}"));
  }

  @Test
  void manyCallsAtOnceAreAllAnswered() throws Exception {
    int calls = 5_000;
    RpcClient socket = server.socket();
    for (int i = 1; i <= calls; i++) {
      socket.send(RpcClient.frame(i, "actor.call", call("many", "inc", "{}")));
    }
    Set<Integer> results = new HashSet<>();
    for (int i = 1; i <= calls; i++) {
      results.add(socket.next().get("result").get("result").intValue());
    }
    assertEquals(calls, results.size());
  }

  /**
   * A subscriber that does not read for a while must not make the server keep every change for it;
   * when it reads again, it must end at the state that the actor has.
   */
  @Test
  void aSlowSubscriberCatchesUpWithASnapshot() throws Exception {
    ObjectMapper trees = new ObjectMapper();
    int writes = 60;
    try (RawSocket slow = RawSocket.upgraded(server.daemon.port())) {
      slow.sendText(RpcClient.frame(1, "actor.subscribe", ref("Notebook", "slow")));
      slow.readMessage();
      slow.readMessage();
      RpcClient writer = server.socket();
      for (int i = 0; i < writes; i++) {
        writer.request(
            "actor.call",
            "{\"class\":\"Notebook\",\"id\":\"slow\",\"method\":\"write\",\"args\":{\"chars\":500000}}");
      }
      int frames = 0;
      boolean resynced = false;
      int count = 0;
      while (count < writes) {
        JsonNode event = trees.readTree(slow.readMessage()).get("params");
        frames++;
        if (event.get("kind").textValue().equals("snapshot")) {
          resynced = true;
          count = event.get("data").get("count").intValue();
        } else {
          for (JsonNode op : event.get("patch")) {
            if (op.get("path").textValue().equals("/count")) {
              assertEquals(count + 1, op.get("value").intValue(), "a patch is missing");
              count++;
            }
          }
        }
      }
      assertTrue(resynced, "it was not slow enough to tell");
      assertTrue(frames < writes, frames + " frames were kept for it");
    }
  }

  @Test
  void theSubscriptionsOfAConnectionEndWithIt() throws Exception {
    RpcClient socket = server.socket();
    var unused = socket.request("actor.call", call("leaving", "inc", "{\"by\":1}"));
    subscribe(socket, "Counter", "leaving");
    assertEquals(1, subscribers("leaving"));
    socket.close();
    long end = System.nanoTime() + 20_000_000_000L;
    while (subscribers("leaving") > 0) {
      assertTrue(System.nanoTime() < end, "still subscribed");
      Thread.sleep(10);
    }
  }

  private static int subscribers(String id) {
    return server.get("/v1/actors/Counter/" + id + "/info").json().get("subscribers").intValue();
  }

  private static String subscribe(RpcClient socket, String className, String id) {
    socket.send(RpcClient.frame(NEXT_ID.incrementAndGet(), "actor.subscribe", ref(className, id)));
    assertEquals("snapshot", socket.nextEvent().get("kind").textValue());
    return socket.next().get("result").get("subscriptionId").textValue();
  }

  private static boolean ok(RpcClient socket, String subscriptionId) {
    return socket
        .request("actor.unsubscribe", "{\"subscriptionId\":\"" + subscriptionId + "\"}")
        .get("result")
        .get("ok")
        .booleanValue();
  }

  static void assertError(int code, String dataCode, JsonNode reply) {
    JsonNode error = reply.get("error");
    assertEquals(code, error.get("code").intValue(), reply.toString());
    assertEquals(dataCode, error.get("data").get("code").textValue());
    assertFalse(error.get("message").textValue().isBlank());
  }

  private static String ref(String className, String id) {
    return "{\"class\":\"" + className + "\",\"id\":\"" + id + "\"}";
  }

  /** The parameters of a call to a counter. */
  static String call(String id, String method, String args) {
    return "{\"class\":\"Counter\",\"id\":\""
        + id
        + "\",\"method\":\""
        + method
        + "\",\"args\":"
        + args
        + "}";
  }
}
