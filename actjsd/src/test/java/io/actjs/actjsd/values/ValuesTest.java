package io.actjs.actjsd.values;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actjsd.Answer;
import io.actjs.actjsd.Await;
import io.actjs.actjsd.DaemonConfig;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.actjsd.RawSocket;
import io.actjs.actjsd.RpcClient;
import io.actjs.model.ProblemCode;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What handlers yield, as clients read it; and clients that leave. */
class ValuesTest {
  private static final String TAPE =
      """
      import { Actor, handler } from 'actjs';
      let made = 0;
      export class Tape extends Actor<{ items: string[] }> {
        state = { items: [] as string[] };
        @handler('play') async *play({ add, n, chars }: { add?: string; n?: number; chars?: number }) {
          if (add) this.state.items.push(add);
          for (let i = 0; i < (n ?? 3); i++) { made++; yield { i, pad: 'x'.repeat(chars ?? 0) }; }
          return this.state.items.length;
        }
        @handler('breaks') async *breaks({ after }: { after: number }) {
          for (let i = 0; i < after; i++) yield i;
          throw new RangeError('broken');
        }
        @handler('hang') async hang({ add }: { add: string }) {
          this.state.items.push(add);
          await new Promise(() => {});
        }
        @handler('never') async *never() { await new Promise(() => {}); yield 1; }
        @handler('add') add({ item }: { item: string }) { this.state.items.push(item); }
        @handler('touch') touch() { this.state.items = ['']; this.state.items = []; }
        @handler('items') items() { return this.state.items; }
        @handler('made') made() { return made; }
      }
      """;
  private static DaemonFixture server;

  @BeforeAll
  static void start() {
    server = DaemonFixture.of(DaemonConfig.ephemeral()).with("Tape", TAPE);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Answer call(String accept, String path, String args, String... headers) {
    HttpRequest.Builder request =
        server
            .request("/v1/actors/Tape/" + path)
            .header("content-type", "application/json")
            .header("accept", accept)
            .POST(HttpRequest.BodyPublishers.ofString(args));
    return server.send(headers.length == 0 ? request : request.headers(headers));
  }

  /** The text of an answer that is not one JSON document. */
  private static String text(Answer answer) {
    assertEquals(200, answer.status());
    return answer.text();
  }

  private static JsonNode result(String path) {
    return server.post("/v1/actors/Tape/" + path, "{}").assertStatus(200).json().get("result");
  }

  @Test
  void valuesAreLinesOfJson() {
    Answer answer = call("application/x-ndjson", "nd/play", "{\"add\":\"a\"}");
    assertEquals("application/x-ndjson;charset=utf-8", answer.header("content-type"));
    assertEquals(
        """
        {"value":{"i":0,"pad":""}}
        {"value":{"i":1,"pad":""}}
        {"value":{"i":2,"pad":""}}
        {"result":1,"seq":"2","version":"1.0.0"}
        """,
        text(answer));
    assertEquals("[\"a\"]", result("nd/items").toString());
  }

  @Test
  void valuesAreEvents() {
    Answer answer = call("text/event-stream", "sse/play", "{\"n\":1}");
    assertEquals("text/event-stream;charset=utf-8", answer.header("content-type"));
    assertEquals(
        """
        event: value
        data: {"value":{"i":0,"pad":""}}

        event: result
        data: {"result":0,"seq":"1","version":"1.0.0"}

        """,
        text(answer));
  }

  @Test
  void whoAsksForOneAnswerGetsAllValuesInIt() {
    JsonNode all = call("*/*", "all/play", "{\"n\":2}").assertStatus(200).json().get("result");
    assertEquals("[{\"i\":0,\"pad\":\"\"},{\"i\":1,\"pad\":\"\"}]", all.toString());
    Answer tooMuch = call("*/*", "all/play", "{\"n\":50,\"chars\":100000}");
    tooMuch.assertProblem(ProblemCode.ResultTooLarge);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json, application/x-ndjson;q=0.5           | application/json",
        "application/x-ndjson;q=0                               | application/json",
        "text/event-stream;q=0.1, */*;q=0.2                     | application/json",
        "application/x-ndjson-seq                               | application/json",
        "application/json, text/event-stream                    | text/event-stream",
        "application/json;q=0.5, Text/Event-Stream              | text/event-stream",
        "text/event-stream;q=0.3, application/x-ndjson;q=0.4    | application/x-ndjson",
        "text/html, application/x-ndjson;q=0.9, */*;q=0.8       | application/x-ndjson",
        "text/event-stream, application/x-ndjson; charset=utf-8 | application/x-ndjson"
      })
  void theTypeThatIsLikedBestIsTaken(String accept, String type) {
    Answer answer = call(accept, "q/play", "{\"n\":1}");
    assertEquals(200, answer.status());
    assertTrue(answer.header("content-type").startsWith(type), answer.header("content-type"));
  }

  @Test
  void aHandlerThatYieldsNothingHasItsResult() {
    assertEquals(
        "{\"result\":[],\"seq\":\"1\",\"version\":\"1.0.0\"}\n",
        text(call("application/x-ndjson", "none/items", "{}")));
  }

  @Test
  void aFailureBeforeTheFirstValueIsAnAnswerAndALaterOneIsALine() {
    call("application/x-ndjson", "f/breaks", "{\"after\":0}")
        .assertProblem(ProblemCode.HandlerError);
    call("application/x-ndjson", "f/nope", "{}").assertProblem(ProblemCode.UnknownMethod);
    call("application/x-ndjson", "f/breaks", "[]").assertProblem(ProblemCode.SchemaInvalid);
    String[] lines = text(call("application/x-ndjson", "f/breaks", "{\"after\":1}")).split("\n");
    assertEquals("{\"value\":0}", lines[0]);
    JsonNode error = Answer.parse(lines[1]).get("error");
    assertEquals("HandlerError", error.get("code").textValue());
    assertEquals(2, lines.length);
  }

  @Test
  void manyLargeValuesAreReadWithoutKeepingThem() {
    // 200 MB, which neither a result nor the server's memory would hold.
    Answer answer = call("application/x-ndjson", "big/play", "{\"n\":200,\"chars\":1000000}");
    assertEquals(201, text(answer).lines().count());
  }

  @Test
  void aRepetitionGetsTheResultAlone() {
    String[] key = {"Idempotency-Key", "k"};
    assertEquals(
        2,
        text(call("application/x-ndjson", "key/play", "{\"add\":\"a\",\"n\":1}", key))
            .lines()
            .count());
    Answer again = call("application/x-ndjson", "key/play", "{\"add\":\"a\",\"n\":1}", key);
    assertEquals("{\"result\":1,\"seq\":\"2\",\"version\":\"1.0.0\"}\n", text(again));
    assertEquals("true", again.header("idempotency-replayed"));
  }

  @Test
  void aReaderThatIsSlowHoldsItsHandlerBackAndOneThatLeavesEndsIt() throws Exception {
    int before = result("slow/made").intValue();
    try (RawSocket reader = new RawSocket(server.daemon.port())) {
      reader.write(
          """
          POST /v1/actors/Tape/slow/play HTTP/1.1
          Host: 127.0.0.1
          Accept: application/x-ndjson
          Content-Type: application/json
          Content-Length: 43

          {"add":"slow","n":1000000000,"chars":10000}"""
              .replace("\n", "\r\n"));
      assertTrue(reader.readHead().startsWith("HTTP/1.1 200"));
      // Buffers of sockets hold a few megabytes; the handler comes to a stand long before its end.
    }
    Await.until("the end", () -> server.post("/v1/actors/Tape/slow/items", "{}").status() == 200);
    assertEquals("[]", result("slow/items").toString());
    assertTrue(result("slow/made").intValue() - before < 100_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hang", "never"})
  void aClientThatClosesItsConnectionCancelsACallThatWaits(String method) throws Exception {
    String id = created("left-" + method);
    String body = "{\"add\":\"left\"}";
    String head =
        "POST /v1/actors/Tape/"
            + id
            + "/%s HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: %s\r\nContent-Type: application/json\r\n"
            + "Content-Length: "
            + body.length()
            + "\r\n\r\n"
            + body;
    String accept = method.equals("never") ? "application/x-ndjson" : "*/*";
    try (RawSocket first = new RawSocket(server.daemon.port())) {
      first.write(head.formatted(method, accept));
      Await.until("it waits", () -> isBusy(id));
      long before;
      try (RawSocket second = new RawSocket(server.daemon.port())) {
        second.write(head.formatted("add", "*/*").replace("\"add\":\"left\"", "\"item\":\"ab\" "));
        Await.until("the other waits behind it", () -> mailbox(id) > 0);
        before = ended();
      }
      // Of two that leave at once, either may be seen first.
      Await.until("it is seen that the other has left", () -> ended() > before);
    }
    // Were they not cancelled, this would wait for them until their deadline, half a minute.
    Answer items =
        server.send(
            server
                .request("/v1/actors/Tape/" + id + "/items")
                .header("content-type", "application/json")
                .header("X-Actjs-Deadline-Ms", "20000")
                .POST(HttpRequest.BodyPublishers.ofString("{}")));
    assertEquals("[]", items.assertStatus(200).json().get("result").toString());
  }

  /** Makes an actor with nothing in it. */
  private static String created(String id) {
    server.post("/v1/actors/Tape/" + id + "/touch", "{}").assertStatus(200);
    return id;
  }

  /** Whether a call has to wait for another one. */
  private static boolean isBusy(String id) {
    HttpRequest.Builder brief =
        server
            .request("/v1/actors/Tape/" + id + "/items")
            .header("X-Actjs-Deadline-Ms", "50")
            .POST(HttpRequest.BodyPublishers.noBody());
    return server.send(brief).status() == 504;
  }

  /** Calls over HTTP that have come to an end, whatever it was. */
  private static long ended() {
    return server
        .get("/metrics")
        .text()
        .lines()
        .filter(it -> it.startsWith("actjs_http_request_total{") && it.contains("/{id}/{method}\""))
        .mapToLong(it -> (long) Double.parseDouble(it.substring(it.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static int mailbox(String id) {
    return server
        .get("/v1/actors/Tape/" + id + "/info")
        .assertStatus(200)
        .json()
        .get("mailbox")
        .intValue();
  }

  @Test
  void aSecondRequestOnTheConnectionOfACallThatWaitsIsNotLost() throws Exception {
    String items =
        "POST /v1/actors/Tape/pipe/items HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n\r\n";
    String hang =
        "POST /v1/actors/Tape/pipe/hang HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Actjs-Deadline-Ms: 300\r\n"
            + "Content-Type: application/json\r\nContent-Length: 11\r\n\r\n{\"add\":\"a\"}";
    try (RawSocket socket = new RawSocket(server.daemon.port())) {
      socket.write(items);
      assertTrue(socket.readAnswer().startsWith("HTTP/1.1 200"));
      socket.write(hang);
      socket.write(items);
      assertTrue(socket.readAnswer().startsWith("HTTP/1.1 504"));
      assertTrue(socket.readAnswer().startsWith("HTTP/1.1 200"));
      socket.write(items + items);
      assertTrue(socket.readAnswer().startsWith("HTTP/1.1 200"));
      assertTrue(socket.readAnswer().startsWith("HTTP/1.1 200"));
    }
  }

  private static String params(String id, String method, String args, String more) {
    return "{\"class\":\"Tape\",\"id\":\"%s\",\"method\":\"%s\",\"args\":%s%s}"
        .formatted(id, method, args, more);
  }

  @Test
  void aSocketGetsAsManyValuesAsItHasGivenCreditFor() {
    RpcClient socket = server.socket();
    socket.send(
        RpcClient.frame(
            70, "actor.call", params("ws", "play", "{\"add\":\"a\",\"n\":5}", ",\"credit\":2")));
    for (int i = 0; i < 2; i++) {
      JsonNode value = socket.next();
      assertEquals("actor.value", value.get("method").textValue());
      assertEquals(70, value.get("params").get("callId").intValue());
      assertEquals(i, value.get("params").get("value").get("i").intValue());
    }
    // The next frame is the answer to this, not a third value.
    List<JsonNode> frames = new ArrayList<>();
    assertEquals("{\"ok\":false}", credit(socket, "71", 2, frames).toString());
    assertEquals(List.of(), frames);
    assertEquals("{\"ok\":true}", credit(socket, "70", 9, frames).toString());
    while (frames.size() < 4) {
      frames.add(socket.next());
    }
    for (int i = 2; i < 5; i++) {
      assertEquals(i, frames.get(i - 2).get("params").get("value").get("i").intValue());
    }
    JsonNode reply = frames.getLast();
    assertEquals(70, reply.get("id").intValue());
    assertEquals(
        "{\"result\":1,\"seq\":\"2\",\"version\":\"1.0.0\"}", reply.get("result").toString());
    List<JsonNode> none = new ArrayList<>();
    assertEquals("{\"ok\":false}", credit(socket, "70", 9, none).toString());
    assertEquals(List.of(), none);
  }

  /**
   * @param before gets the frames that come before the answer: the values that the credit is for
   */
  private static JsonNode credit(RpcClient socket, String callId, int more, List<JsonNode> before) {
    socket.send(
        RpcClient.frame(
            900, "actor.credit", "{\"callId\":%s,\"credit\":%d}".formatted(callId, more)));
    JsonNode frame = socket.next();
    while (frame.path("id").asInt() != 900) {
      before.add(frame);
      frame = socket.next();
    }
    return frame.get("result");
  }

  @Test
  void aSocketCancelsACall() {
    RpcClient socket = server.socket();
    socket.send(
        RpcClient.frame(
            1, "actor.call", params("stop", "play", "{\"add\":\"a\",\"n\":9}", ",\"credit\":1")));
    assertEquals("actor.value", socket.next().get("method").textValue());
    socket.send(RpcClient.frame(2, "actor.call", params("stop", "add", "{\"item\":\"b\"}", "")));
    for (int id : List.of(2, 1)) {
      socket.send(RpcClient.frame(3, "actor.cancel", "{\"callId\":" + id + "}"));
      JsonNode cancelled = socket.next();
      assertEquals(id, cancelled.get("id").intValue());
      assertEquals("Cancelled", cancelled.get("error").get("data").get("code").textValue());
      assertEquals("{\"ok\":true}", socket.next().get("result").toString());
    }
    assertEquals("[]", result("stop/items").toString());
    assertEquals(
        "{\"ok\":false}",
        socket.request("actor.cancel", "{\"callId\":1}").get("result").toString());
  }

  @Test
  void aSocketThatClosesCancelsWhatItWaitsForUnlessItMayComeBack() {
    RpcClient socket = server.socket();
    socket.send(
        RpcClient.frame(
            1, "actor.call", params("gone", "play", "{\"add\":\"a\",\"n\":9}", ",\"credit\":1")));
    assertEquals("actor.value", socket.next().get("method").textValue());
    socket.send(RpcClient.frame(2, "actor.call", params("gone", "add", "{\"item\":\"b\"}", "")));
    socket.send(
        RpcClient.frame(
            3,
            "actor.call",
            params("gone", "add", "{\"item\":\"kept\"}", ",\"idempotencyKey\":\"k\"")));
    socket.close();
    Await.until("the end", () -> result("gone/items").toString().contains("kept"));
    assertEquals("[\"kept\"]", result("gone/items").toString());
  }

  @Test
  void aSocketThatDoesNotReadHoldsItsHandlerBack() {
    RpcClient socket = server.deafSocket();
    int before = result("deaf/made").intValue();
    socket.send(
        RpcClient.frame(
            1,
            "actor.call",
            params("deaf", "play", "{\"n\":2000,\"chars\":100000}", ",\"credit\":1000000")));
    Await.until("it comes to a stand", () -> standsStill(before));
    assertTrue(made(before) < 1_900, () -> "made " + made(before));
    socket.listen();
    for (int i = 0; i < 2_000; i++) {
      assertEquals(i, socket.next().get("params").get("value").get("i").intValue());
    }
    assertEquals("0", socket.next().get("result").get("result").toString());
  }

  private static int made(int before) {
    return result("other/made").intValue() - before;
  }

  private static boolean standsStill(int before) {
    int made = made(before);
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
    return made > 0 && made == made(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1.5", "\"5\"", "1000001", "{}"})
  void creditIsANumber(String credit) {
    RpcClient socket = server.socket();
    JsonNode error =
        socket
            .request("actor.call", params("c", "play", "{}", ",\"credit\":" + credit))
            .get("error");
    assertEquals(-32602, error.get("code").intValue());
    JsonNode more =
        socket.request("actor.credit", "{\"callId\":1,\"credit\":" + credit + "}").get("error");
    assertEquals(-32602, more.get("code").intValue());
    JsonNode none = socket.request("actor.cancel", "{}").get("error");
    assertEquals(-32602, none.get("code").intValue());
    assertFalse(socket.request("actor.call", params("c", "made", "{}", "")).has("error"));
  }
}
