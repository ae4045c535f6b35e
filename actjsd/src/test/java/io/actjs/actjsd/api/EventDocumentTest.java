package io.actjs.actjsd.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actjsd.Answer;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.actjsd.RpcClient;
import io.actjs.actjsd.Sources;
import io.actjs.actjsd.SseClient;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What comes over a WebSocket and a stream is what the AsyncAPI document says. */
class EventDocumentTest {
  private static final String LEDGER =
      """
      import { EventSourced, handler } from 'actjs';
      type Sold = { type: 'sold'; n: number };
      export class Ledger extends EventSourced<{ n: number }, Sold> {
        initialState() { return { n: 0 }; }
        reduce(state: { n: number }, event: Sold) { state.n += event.n; }
        @handler('sell') sell({ n }: { n: number }): Sold[] { return [{ type: 'sold', n }]; }
      }
      """;

  private static DaemonFixture server;
  private static JsonNode document;

  @BeforeAll
  static void start() {
    server = DaemonFixture.ephemeral().with("Counter", Sources.COUNTER).with("Ledger", LEDGER);
    document = server.get("/asyncapi.json").assertStatus(200).json();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void check(String message, JsonNode frame) {
    JsonNode payload = document.at("/components/messages/" + message + "/payload");
    assertTrue(payload.isObject(), message);
    JsonNode schemas = document.at("/components/schemas");
    List<String> misfits =
        DescribedApi.misfits(DescribedApi.closed(payload), DescribedApi.closed(schemas), frame);
    assertEquals(List.of(), misfits, () -> message + ": " + frame);
  }

  private static JsonNode ask(RpcClient socket, String message, int id, String params) {
    JsonNode method =
        document.at("/components/messages/" + message + "/payload/properties/method/const");
    String frame = RpcClient.frame(id, method.textValue(), params);
    check(message, Answer.parse(frame));
    socket.send(frame);
    return socket.next();
  }

  @Test
  void aConversationGoesAsTheDocumentSays() {
    RpcClient socket = server.socket();
    check(
        "called",
        ask(socket, "call", 1, "{\"class\":\"Counter\",\"id\":\"a\",\"method\":\"inc\"}"));
    check(
        "called",
        ask(socket, "call", 2, "{\"class\":\"Counter\",\"id\":\"a\",\"method\":\"nothing\"}"));
    check("told", ask(socket, "tell", 3, "{\"class\":\"Counter\",\"id\":\"t\",\"type\":\"inc\"}"));
    check(
        "failed",
        ask(socket, "call", 4, "{\"class\":\"Counter\",\"id\":\"a\",\"method\":\"none\"}"));
    check(
        "failed",
        ask(socket, "call", 5, "{\"class\":\"Counter\",\"id\":\"a\",\"method\":\"refuse\"}"));

    check("snapshot", ask(socket, "subscribe", 6, "{\"class\":\"Counter\",\"id\":\"a\"}"));
    check("subscribed", socket.next());
    check(
        "patch", ask(socket, "call", 7, "{\"class\":\"Counter\",\"id\":\"a\",\"method\":\"inc\"}"));
    check("called", socket.next());
    check("unsubscribed", ask(socket, "unsubscribe", 8, "{\"subscriptionId\":\"Counter:a#1\"}"));

    check("snapshot", ask(socket, "subscribe", 9, "{\"class\":\"Ledger\",\"id\":\"l\"}"));
    check("subscribed", socket.next());
    check(
        "event",
        ask(
            socket,
            "call",
            10,
            "{\"class\":\"Ledger\",\"id\":\"l\",\"method\":\"sell\",\"args\":{\"n\":1}}"));
    check("called", socket.next());
    server.delete("/v1/actors/Ledger/l").assertStatus(200);
    check("tombstone", socket.next());
    socket.send("no JSON");
    check("failed", socket.next());
  }

  @Test
  void aStreamHasTheSameNotifications() throws Exception {
    server.post("/v1/actors/Counter/s/inc", "{}").assertStatus(200);
    SseClient stream = server.stream("/v1/actors/Counter/s/events");
    check("snapshotEvent", Answer.parse(stream.next().data()));
    server.post("/v1/actors/Counter/s/inc", "{}").assertStatus(200);
    check("patchEvent", Answer.parse(stream.next().data()));
    server.delete("/v1/actors/Counter/s").assertStatus(200);
    check("tombstoneEvent", Answer.parse(stream.next().data()));
  }

  @Test
  void everyReferenceLeadsSomewhereAndEveryAddressIsARoute() {
    for (JsonNode reference : document.findValues("$ref")) {
      String target = reference.textValue().substring(1);
      assertTrue(!document.at(target).isMissingNode(), target);
    }
    Set<String> routes = new TreeSet<>(server.daemon.routes());
    for (JsonNode channel : document.path("channels")) {
      assertTrue(routes.contains("GET " + channel.path("address").textValue()));
    }
    assertEquals("3.0.0", document.path("asyncapi").textValue());
  }

  /** Add what a socket understands to {@code asyncapi.json}. */
  @Test
  void everyRequestThatASocketUnderstandsIsInTheDocument() throws ClassNotFoundException {
    Set<String> understood = new TreeSet<>();
    for (Class<?> action : Class.forName("io.actjs.actjsd.ws.RpcAction").getPermittedSubclasses()) {
      understood.add(action.getSimpleName().toLowerCase(Locale.ROOT));
    }
    // What a session does by itself.
    understood.removeAll(Set.of("send", "ignore"));
    Set<String> described = new TreeSet<>();
    document
        .path("operations")
        .properties()
        .forEach(
            it -> {
              if (it.getValue().path("action").textValue().equals("receive")) {
                described.add(it.getKey().toLowerCase(Locale.ROOT));
              }
            });
    assertEquals(understood, described);
  }
}
