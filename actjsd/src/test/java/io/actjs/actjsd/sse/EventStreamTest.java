package io.actjs.actjsd.sse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actjsd.DaemonConfig;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.actjsd.RawSocket;
import io.actjs.actjsd.Sources;
import io.actjs.actjsd.SseClient;
import io.actjs.actjsd.SseClient.Block;
import io.actjs.model.ProblemCode;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventStreamTest {
  private static DaemonFixture server;

  @BeforeAll
  static void start() {
    server =
        DaemonFixture.ephemeral().with("Counter", Sources.COUNTER).with("Account", Sources.ACCOUNT);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void inc(String id) {
    server.post("/v1/actors/Counter/" + id + "/inc").assertStatus(200);
  }

  private static void credit(String id, int amount) {
    server
        .post("/v1/actors/Account/" + id + "/credit", "{\"amount\":" + amount + "}")
        .assertStatus(200);
  }

  private static long subscribers(String actor) {
    return server.get("/v1/actors/" + actor + "/info").json().get("subscribers").asLong();
  }

  private static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + 30_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, "waited in vain: " + what);
      LockSupport.parkNanos(2_000_000);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/actors/Counter/%s/events", "/v1/sse/Counter/%s"})
  void scenario46_theStateComesFirstAndThenEveryPatch(String path) throws Exception {
    String id = "s46" + path.length();
    inc(id);
    SseClient stream = server.stream(path.formatted(id));
    assertEquals(
        "text/event-stream;charset=utf-8",
        stream.response.headers().firstValue("content-type").orElse("").replace(" ", ""));
    assertEquals(
        "no-cache, no-transform", stream.response.headers().firstValue("cache-control").orElse(""));
    assertEquals("no", stream.response.headers().firstValue("x-accel-buffering").orElse(""));
    Block first = stream.nextEvent();
    JsonNode snapshot = first.json();
    assertEquals("snapshot", snapshot.get("kind").textValue());
    assertEquals("{\"value\":1}", snapshot.get("data").toString());
    assertEquals(first.id(), snapshot.get("position").textValue());
    assertFalse(snapshot.has("subscriptionId"));
    inc(id);
    Block second = stream.nextEvent();
    JsonNode patch = second.json();
    assertEquals("patch", patch.get("kind").textValue());
    assertEquals("/value", patch.get("patch").get(0).get("path").textValue());
    assertEquals(snapshot.get("seq"), patch.get("prevSeq"));
    assertEquals(second.id(), patch.get("position").textValue());
    assertTrue(second.id().startsWith(patch.get("seq").textValue() + "."), second.id());
  }

  @Test
  void scenario46_theIdOfAnEventBeginsWithItsSeq() throws Exception {
    credit("s46", 1);
    SseClient stream = server.stream("/v1/actors/Account/s46/events");
    assertEquals("snapshot", stream.nextEvent().json().get("kind").textValue());
    credit("s46", 2);
    Block block = stream.nextEvent();
    JsonNode event = block.json();
    assertEquals("event", event.get("kind").textValue());
    assertEquals("[{\"type\":\"credited\",\"amount\":2}]", event.get("events").toString());
    assertEquals(event.get("seq").textValue(), block.id().substring(0, block.id().indexOf('.')));
  }

  @ParameterizedTest
  @ValueSource(strings = {"header", "?lastEventId=", "?fromSeq="})
  void scenario47_whatWasMissedComesAsOneEventAndNoSnapshot(String how) throws Exception {
    String id = "s47" + how.length();
    credit(id, 1);
    SseClient before = server.stream("/v1/actors/Account/" + id + "/events");
    String seen = before.nextEvent().id();
    before.close();
    credit(id, 2);
    credit(id, 3);
    String path = "/v1/actors/Account/" + id + "/events";
    SseClient stream =
        how.equals("header")
            ? server.stream(path, "Last-Event-ID", seen)
            : server.stream(path + how + seen);
    Block block = stream.nextEvent();
    JsonNode missed = block.json();
    assertEquals("event", missed.get("kind").textValue());
    assertEquals(
        "[{\"type\":\"credited\",\"amount\":2},{\"type\":\"credited\",\"amount\":3}]",
        missed.get("events").toString());
    long seq = Long.parseLong(seen.substring(0, seen.indexOf('.')));
    assertEquals(seq, missed.get("prevSeq").asLong());
    assertEquals(seq + 2, missed.get("seq").asLong());
    credit(id, 4);
    JsonNode live = stream.nextEvent().json();
    assertEquals(seq + 2, live.get("prevSeq").asLong());
    assertEquals("[{\"type\":\"credited\",\"amount\":4}]", live.get("events").toString());
  }

  @Test
  void scenario47_digitsAloneAreTakenAsTheOriginalDoes() throws Exception {
    credit("digits", 1);
    credit("digits", 2);
    long head =
        server.stream("/v1/actors/Account/digits/events").nextEvent().json().get("seq").asLong();
    SseClient stream =
        server.stream("/v1/actors/Account/digits/events", "Last-Event-ID", head - 1 + "");
    JsonNode missed = stream.nextEvent().json();
    assertEquals("[{\"type\":\"credited\",\"amount\":2}]", missed.get("events").toString());
    for (long number : new long[] {head, head + 5}) {
      JsonNode whole =
          server.stream("/v1/actors/Account/digits/events", "Last-Event-ID", number + "")
              .nextEvent()
              .json();
      assertEquals("snapshot", whole.get("kind").textValue());
    }
    inc("digits");
    inc("digits");
    JsonNode state =
        server.stream("/v1/actors/Counter/digits/events", "Last-Event-ID", "1").nextEvent().json();
    assertEquals("snapshot", state.get("kind").textValue(), "a patch needs to know its base");
  }

  @Test
  void aPositionOfAnotherPastIsASnapshot() throws Exception {
    inc("past");
    for (String position : new String[] {"1.abc", "2.abc", "99.abc", "0.abc"}) {
      JsonNode whole =
          server.stream("/v1/actors/Counter/past/events?fromSeq=" + position).nextEvent().json();
      assertEquals("snapshot", whole.get("kind").textValue(), position);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"x", "-1", "c7", "1.", "1.5.2", "99999999999999999999", "1.zzzzzzzzzzzzz"})
  void whatIsNoPositionIsRefused(String garbage) {
    String path = "/v1/actors/Counter/garbage/events";
    server
        .send(server.request(path).header("Last-Event-ID", garbage))
        .assertProblem(ProblemCode.SchemaInvalid);
    server.get(path + "?fromSeq=" + garbage).assertProblem(ProblemCode.SchemaInvalid);
    server.get(path + "?lastEventId=" + garbage).assertProblem(ProblemCode.SchemaInvalid);
  }

  @Test
  void scenario48_aReaderThatLeavesIsDetached() throws Exception {
    inc("s48");
    SseClient stream = server.stream("/v1/actors/Counter/s48/events");
    assertEquals("snapshot", stream.nextEvent().json().get("kind").textValue());
    assertEquals(1, subscribers("Counter/s48"));
    stream.close();
    await(
        "it is detached",
        () -> {
          inc("s48");
          return subscribers("Counter/s48") == 0;
        });
    assertEquals(
        "snapshot",
        server.stream("/v1/sse/Counter/s48").nextEvent().json().get("kind").textValue());
  }

  @Test
  void scenario48_refusalsComeBeforeTheHead() {
    server.get("/v1/actors/Nope/a/events").assertProblem(ProblemCode.UnknownClass);
    server.get("/v1/sse/Nope/a").assertProblem(ProblemCode.UnknownClass);
    server.get("/v1/sse/nope-/a").assertProblem(ProblemCode.SchemaInvalid);
    server
        .get("/v1/sse/Counter/a?manifest=" + "0".repeat(64))
        .assertProblem(ProblemCode.ManifestUnknown);
  }

  @Test
  void aTombstoneEndsTheStream() throws Exception {
    inc("gone");
    SseClient stream = server.stream("/v1/actors/Counter/gone/events");
    String seq = stream.nextEvent().json().get("seq").textValue();
    server.delete("/v1/actors/Counter/gone").assertStatus(200);
    JsonNode tombstone = stream.nextEvent().json();
    assertEquals("tombstone", tombstone.get("kind").textValue());
    assertEquals(seq, tombstone.get("prevSeq").textValue());
    assertTrue(stream.awaitEnd());
    server.get("/v1/actors/Counter/gone/events").assertProblem(ProblemCode.Gone);
  }

  @Test
  void scenario24_theQueryPins() throws Exception {
    String sha = server.resolve("Counter@1.0.0");
    SseClient stream = server.stream("/v1/actors/Counter/pinned/events?manifest=" + sha);
    assertEquals("snapshot", stream.nextEvent().json().get("kind").textValue());
  }

  @Test
  void streamsAreCounted() throws Exception {
    SseClient stream = server.stream("/v1/sse/Counter/counted");
    assertEquals("snapshot", stream.nextEvent().json().get("kind").textValue());
    String metrics = server.get("/metrics").text();
    assertTrue(metrics.contains("\nactjs_event_streams "), metrics);
    assertFalse(metrics.contains("\nactjs_event_streams 0"), metrics);
    assertTrue(
        metrics.contains(
            "actjs_http_request_total{method=\"GET\",route=\"/v1/sse/{class}/{id}\",status=\"200\"}"),
        metrics);
  }

  @Test
  void scenario48_aQuietStreamIsKeptAlive() throws Exception {
    try (DaemonFixture quick =
        DaemonFixture.of(DaemonConfig.ephemeral().withPing(50, 10_000))
            .with("Counter", Sources.COUNTER)) {
      SseClient stream = quick.stream("/v1/sse/Counter/quiet");
      assertEquals("snapshot", stream.next().json().get("kind").textValue());
      assertEquals("keepalive", stream.next().comment());
      assertEquals("keepalive", stream.next().comment());
    }
  }

  @Test
  void aReaderThatReadsNothingIsClosedAndBounded() throws Exception {
    try (DaemonFixture quick =
            DaemonFixture.of(DaemonConfig.ephemeral().withPing(200, 1_000)).with("Counter", BIG);
        RawSocket deaf = new RawSocket(quick.daemon.port())) {
      deaf.write("GET /v1/sse/Counter/deaf HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
      await(
          "it is attached",
          () ->
              quick.post("/v1/actors/Counter/deaf/grow", "{}").json() != null
                  && quick.get("/v1/actors/Counter/deaf/info").json().get("subscribers").asLong()
                      == 1);
      await(
          "it is closed",
          () -> {
            quick.post("/v1/actors/Counter/deaf/grow", "{}").assertStatus(200);
            assertTrue(quick.daemon.runtime().memory().used() < (64 << 20));
            return quick.get("/v1/actors/Counter/deaf/info").json().get("subscribers").asLong()
                == 0;
          });
      await("nothing is kept for it", () -> quick.daemon.runtime().memory().used() < (1 << 20));
    }
  }

  private static final String BIG =
      """
      import { Actor, handler } from 'actjs';
      export class Counter extends Actor<{ text: string; n: number }> {
        state = { text: '', n: 0 };
        @handler('grow')
        grow() { this.state.text = String.fromCharCode(97 + this.state.n % 26).repeat(200000); this.state.n++; }
      }
      """;

  @Test
  void aSlowReaderSkipsChangesAndGetsASnapshot() throws Exception {
    try (DaemonFixture quick = DaemonFixture.ephemeral().with("Counter", BIG);
        RawSocket slow = RawSocket.narrow(quick.daemon.port())) {
      slow.write(
          "GET /v1/sse/Counter/slow HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
      await(
          "it is attached",
          () ->
              quick.post("/v1/actors/Counter/slow/grow", "{}").json() != null
                  && quick.get("/v1/actors/Counter/slow/info").json().get("subscribers").asLong()
                      == 1);
      for (int i = 0; i < 60; i++) {
        quick.post("/v1/actors/Counter/slow/grow", "{}").assertStatus(200);
      }
      String snapshot = "\"kind\":\"snapshot\"";
      String caughtUp = slow.readUntil(snapshot) + slow.readUntil(snapshot);
      quick.delete("/v1/actors/Counter/slow");
      String all = caughtUp + slow.readAll();
      long patches = all.lines().filter(line -> line.contains("\"kind\":\"patch\"")).count();
      assertTrue(patches < 60, patches + " patches");
      assertTrue(all.contains("\"kind\":\"tombstone\""));
    }
  }

  @Test
  void aServerThatStopsEndsItsStreams() throws Exception {
    DaemonFixture stopping = DaemonFixture.ephemeral().with("Counter", Sources.COUNTER);
    SseClient stream = stopping.stream("/v1/sse/Counter/a");
    assertEquals("snapshot", stream.nextEvent().json().get("kind").textValue());
    stopping.daemon.close();
    assertTrue(stream.awaitEnd(), "not cut off, but ended");
    stopping.close();
  }
}
