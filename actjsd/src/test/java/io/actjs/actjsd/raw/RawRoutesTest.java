package io.actjs.actjsd.raw;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actjsd.Answer;
import io.actjs.actjsd.DaemonConfig;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.model.ProblemCode;
import io.actjs.policy.Limit;
import io.actjs.policy.Limits;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RawRoutesTest {
  private static final String HOOK =
      """
      import { Actor, handler, http } from 'actjs';
      export class Hook extends Actor<{ n: number; seen: string[] }> {
        state = { n: 0, seen: [] as string[] };
        @http('POST', '/hooks/:name')
        receive(request: any) {
          this.state.seen.push(request.text());
          return { status: 202, headers: { 'x-seen': String(this.state.seen.length) } };
        }
        @http('GET', '/hooks/:name')
        show({ method, path, search, query, params, headers }: any) {
          return { body: { method, path, search, query, params, headers, me: this.actjs.self.id } };
        }
        @http('PUT', '/hooks/:name/bytes')
        bytes(request: any) {
          const bytes: Uint8Array = request.bytes();
          const first = bytes.slice();
          bytes.fill(0);
          return { headers: { 'content-type': 'application/x-odd', etag: '"7"', vary: ['a', 'b'] }, body: request.bytes().length === first.length ? first : '' };
        }
        @http('PATCH', '/hooks/:name')
        give({ json }: any) { this.state.n++; return json().response; }
        @http('DELETE', '/hooks/:name')
        async end() { this.state.n++; await this.actjs.call({ class: 'Hook', id: 'other' }, 'count'); }
        @http('POST', '/hooks/stripe/:id')
        stripe() { return 'stripe of ' + this.actjs.self.id; }
        @http('POST', '/hooks/:kind/:id')
        any({ params }: any) { return params.kind + ' of ' + this.actjs.self.id; }
        @http('POST', '/fail/:id')
        fail() { this.state.n++; throw new Error('no'); }
        @http('POST', '/hang/:id')
        async hang() { await new Promise(() => {}); }
        @handler('count') count() { return this.state.n; }
      }
      """;

  private DaemonFixture server;
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeAll
  void start() {
    server =
        DaemonFixture.of(
            DaemonConfig.ephemeral().withLimits(Limits.DEFAULT.with(Limit.BODY, 1 << 20)));
    server.with("Hook", HOOK);
  }

  @AfterAll
  void stop() {
    server.close();
    http.close();
  }

  private HttpRequest.Builder request(String path) {
    return server.request("/v1/http" + path);
  }

  private Answer post(String path, String body) {
    return server.send(request(path).POST(BodyPublishers.ofString(body)));
  }

  private Answer give(String id, String response) {
    return server.send(
        request("/hooks/" + id)
            .method("PATCH", BodyPublishers.ofString("{\"response\":" + response + "}")));
  }

  private int count(String id) {
    return server.post("/v1/actors/Hook/" + id + "/count").json().get("result").intValue();
  }

  @Test
  void aHandlerTakesRequestsAsTheyComeAndSaysWhatIsAnswered() {
    assertEquals(202, post("/hooks/ann", "a=1&b=2").status());
    Answer second = post("/hooks/ann", "{ \"not\": canonical }");
    assertEquals(202, second.status());
    assertEquals("", second.text());
    assertEquals("2", second.header("x-seen"));
    assertEquals("Hook@1.0.0", second.header("x-actjs-version"));
    JsonNode state = server.get("/v1/actors/Hook/ann").json().get("state");
    assertEquals("a=1&b=2", state.get("seen").get(0).textValue());
    assertEquals("{ \"not\": canonical }", state.get("seen").get(1).textValue());
  }

  @Test
  void aHandlerSeesPathQueryAndHeaders() {
    Answer answer =
        server.send(
            request("/hooks/a%2Fb%20%C3%A9?deadlineMs=soon&manifest=x&a=1&a=2&b=%20&c")
                .header("X-Odd", "one")
                .header("X-Odd", "two")
                .GET());
    assertEquals(200, answer.status(), answer.text());
    assertTrue(answer.header("content-type").startsWith("application/json"));
    JsonNode seen = answer.json();
    assertEquals("GET", seen.get("method").textValue());
    assertEquals("/hooks/a%2Fb%20%C3%A9", seen.get("path").textValue());
    assertEquals("?deadlineMs=soon&manifest=x&a=1&a=2&b=%20&c", seen.get("search").textValue());
    assertEquals(
        "{\"deadlineMs\":\"soon\",\"manifest\":\"x\",\"a\":\"1\",\"b\":\" \",\"c\":\"\"}",
        seen.get("query").toString());
    assertEquals("{\"name\":\"a/b é\"}", seen.get("params").toString());
    assertEquals("a/b é", seen.get("me").textValue());
    assertEquals("one, two", seen.get("headers").get("x-odd").textValue());
    assertTrue(seen.get("headers").has("host"));
    assertTrue(!seen.get("headers").has("connection"), seen.toString());
  }

  @Test
  void bytesAreExact() throws Exception {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    byte[] random = new byte[300_000];
    new Random(7).nextBytes(random);
    for (byte[] body :
        List.of(
            all,
            random,
            new byte[0],
            new byte[100_000],
            "\ufeff{\"a\": \"é🦀\\n\"}\r\n\u0000\u2028".getBytes(UTF_8),
            "\"".repeat(50_000).getBytes(UTF_8),
            new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80})) {
      HttpResponse<byte[]> answer =
          http.send(
              request("/hooks/b/bytes").PUT(BodyPublishers.ofByteArray(body)).build(),
              HttpResponse.BodyHandlers.ofByteArray());
      assertEquals(200, answer.statusCode());
      assertArrayEquals(body, answer.body());
      assertEquals("application/x-odd", answer.headers().firstValue("content-type").orElse(""));
      assertEquals("\"7\"", answer.headers().firstValue("etag").orElse(""));
      assertEquals(List.of("a", "b"), answer.headers().allValues("vary"));
      assertEquals(List.of("nosniff"), answer.headers().allValues("x-content-type-options"));
    }
  }

  @Test
  void aResponseIsTextBytesOrJson() {
    Answer text = give("r", "\"grüße\"");
    assertEquals(200, text.status());
    assertEquals("grüße", text.text());
    assertEquals("text/plain;charset=utf-8", text.header("content-type"));
    Answer none = give("r", "null");
    assertEquals(204, none.status());
    assertEquals("", none.header("content-type"));
    assertEquals(404, give("r", "{\"status\":404}").status());
    Answer json = give("r", "{\"status\":201,\"body\":[1,{\"a\":null}]}");
    assertEquals(201, json.status());
    assertEquals("[1,{\"a\":null}]", json.text());
    Answer moved = give("r", "{\"status\":303,\"headers\":{\"Location\":\"/else\"}}");
    assertEquals(303, moved.status());
    assertEquals("/else", moved.header("location"));
    Answer html = give("r", "{\"headers\":{\"Content-Type\":\"text/html\"},\"body\":\"<p>\"}");
    assertEquals("text/html", html.header("content-type"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7 | returns { status, headers, body }",
        "[1] | returns { status, headers, body }",
        "{\"state\":1} | no state",
        "{\"status\":\"ok\"} | 200 to 599",
        "{\"status\":101} | 200 to 599",
        "{\"status\":600} | 200 to 599",
        "{\"status\":204,\"body\":\"x\"} | has no body",
        "{\"headers\":[]} | name to value",
        "{\"headers\":{\"a b\":\"c\"}} | not the name of a header",
        "{\"headers\":{\"a\":\"b\\r\\nSet-Cookie: c=d\"}} | in one line",
        "{\"headers\":{\"a\":7}} | is a text",
        "{\"headers\":{\"a\":\"\u2028\"}} | Latin-1",
        "{\"headers\":{\"Transfer-Encoding\":\"chunked\"}} | transfer-encoding is the server's",
        "{\"headers\":{\"content-length\":\"3\"}} | content-length is the server's",
        "{\"headers\":{\"Connection\":\"close\"}} | connection is the server's",
        "{\"headers\":{\"set-cookie\":\"a=b\"}} | set-cookie is the server's",
        "{\"headers\":{\"Access-Control-Allow-Origin\":\"*\"}} | is the server's",
        "{\"headers\":{\"x-actjs-version\":\"1\"}} | is the server's",
        "{\"headers\":{\"strict-transport-security\":\"a\"}} | is the server's",
      })
  void whatCannotBeSentFailsTheTurn(String response, String why) {
    JsonNode problem = give("bad", response).assertProblem(ProblemCode.ResponseInvalid);
    String detail = problem.get("detail").textValue();
    assertTrue(detail.contains(why), detail);
    assertEquals(0, count("bad"));
  }

  @Test
  void headersAreBounded() {
    String long64 = "x".repeat(8_193);
    give("h", "{\"headers\":{\"a\":\"" + long64 + "\"}}")
        .assertProblem(ProblemCode.ResponseInvalid);
    StringBuilder many = new StringBuilder("{\"headers\":{\"h\":[\"0\"");
    many.append(",\"1\"".repeat(64)).append("]}}");
    give("h", many.toString()).assertProblem(ProblemCode.ResponseInvalid);
  }

  @Test
  void aFailedHandlerIsAnsweredAsACallIs() {
    assertEquals(
        "no",
        post("/fail/f", "").assertProblem(ProblemCode.HandlerError).get("detail").textValue());
    assertEquals(0, count("f"));
  }

  @Test
  void anotherPathOrMethodIsRefused() {
    post("/nothing/x", "").assertProblem(ProblemCode.NotFound);
    post("/hooks/x/", "").assertProblem(ProblemCode.SchemaInvalid);
    post("/hooks/x/y/z", "").assertProblem(ProblemCode.NotFound);
    Answer wrong = server.send(request("/hooks/x").PUT(BodyPublishers.noBody()));
    wrong.assertProblem(ProblemCode.MethodNotAllowed);
    assertEquals("DELETE, GET, PATCH, POST, HEAD", wrong.header("allow"));
  }

  @Test
  void headIsAGetWithoutItsBody() {
    Answer head = server.send(request("/hooks/h").HEAD());
    assertEquals(200, head.status());
    assertEquals("", head.text());
    assertTrue(Integer.parseInt(head.header("content-length")) > 50);
  }

  @Test
  void thePathThatNamesMoreComesFirst() {
    assertEquals("stripe of x", post("/hooks/stripe/x", "").text());
    assertEquals("github of x", post("/hooks/github/x", "").text());
  }

  @Test
  void aHandlerMayWait() {
    Answer answer = server.send(request("/hooks/w").DELETE());
    assertEquals(204, answer.status(), answer.text());
    assertEquals(1, count("w"));
  }

  @Test
  void aBodyThatIsTooLargeIsRefused() {
    post("/hooks/big", "x".repeat((1 << 20) + 1)).assertProblem(ProblemCode.PayloadTooLarge);
    assertEquals(202, post("/hooks/big", "x".repeat(1 << 20)).status());
  }

  @Test
  void aDeadlineIsTheCallers() {
    server
        .send(request("/hang/h").header("X-Actjs-Deadline-Ms", "50").POST(BodyPublishers.noBody()))
        .assertProblem(ProblemCode.CallTimeout);
    server
        .send(request("/hang/h").header("X-Actjs-Deadline-Ms", "x").POST(BodyPublishers.noBody()))
        .assertProblem(ProblemCode.SchemaInvalid);
    server
        .send(request("/hooks/h").header("X-Actjs-Manifest", "x").POST(BodyPublishers.noBody()))
        .assertProblem(ProblemCode.ManifestUnknown);
  }

  @Test
  void aRepetitionUnderAKeyIsAnsweredAsTheFirst() {
    Answer first = keyed("one", "1");
    Answer again = keyed("one", "2");
    assertEquals(202, first.status());
    assertEquals(202, again.status());
    assertEquals("1", again.header("x-seen"));
    assertEquals("true", again.header("idempotency-replayed"));
    keyed("two", "3").assertProblem(ProblemCode.IdempotencyMismatch);
  }

  private Answer keyed(String body, String time) {
    return server.send(
        request("/hooks/keyed")
            .header("Idempotency-Key", "k")
            .header("X-Time", time)
            .POST(BodyPublishers.ofString(body)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'POST', '/hooks/:id/a//b'",
        "'POST', '/hooks/:id/'",
        "'POST', '/hooks/../:id'",
        "'POST', '/hooks'",
        "'POST', '/hooks/:a/:b'",
        "'POST', '/hooks/:id/:id'",
        "'POST', '/hooks/:id/*'",
        "'POST', '/hooks/:i-d'",
        "'POST', '/hooks/{id}'",
        "'POST', 'hooks/:id'",
        "'OPTIONS', '/hooks/:id'",
        "'post', '/hooks/:id'",
      })
  void aPathThatCannotBeIsRefusedAtPublish(String route) {
    String source =
        """
        import { Actor, http } from 'actjs';
        export class Bad extends Actor<{}> { state = {};
          @http(%s) a() {}
        }
        """
            .formatted(route);
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("version", "1.0.0").put("source", source).put("check", false);
    server
        .post("/v1/classes/Bad/versions", body.toString())
        .assertProblem(ProblemCode.ClassInvalid);
  }

  private static String serving(String... routes) {
    StringBuilder source = new StringBuilder("import { Actor, http } from 'actjs';\n");
    source.append("export class It extends Actor<{}> { state = {};\n");
    for (int i = 0; i < routes.length; i++) {
      source.append("  @http(%s) a%d() { return '%d'; }\n".formatted(routes[i], i, i));
    }
    return source.append("}").toString();
  }

  @Test
  void aRouteOfAnotherClassIsTaken() {
    server.publish("First", "1.0.0", serving("'POST', '/taken/:id'")).assertStatus(201);
    Answer refused =
        server.publish("Second", "1.0.0", serving("'GET', '/x/:id'", "'POST', '/taken/:name'"));
    String detail = refused.assertProblem(ProblemCode.RouteTaken).get("detail").textValue();
    assertTrue(detail.contains("First@1.0.0 has already as POST /taken/:id"), detail);
    server.post("/v1/actors/Second/x/y").assertProblem(ProblemCode.UnknownClass);
    assertEquals("0", post("/taken/t", "").text());
    server.publish("First", "1.1.0", serving("'POST', '/else/:id'")).assertStatus(201);
    post("/taken/t", "").assertProblem(ProblemCode.NotFound);
    assertEquals("0", post("/else/new", "").text());
    server.publish("Second", "1.0.0", serving("'GET', '/x/:id'", "'POST', '/taken/:name'"));
    assertEquals("1", post("/taken/new", "").text());
    server
        .publish("First", "1.2.0", serving("'POST', '/taken/:id'"))
        .assertProblem(ProblemCode.RouteTaken);
  }

  @Test
  void anEventSourcedActorAnswersWithTheResult() {
    server.with(
        "Ledger",
        """
        import { EventSourced, http } from 'actjs';
        export class Ledger extends EventSourced<{ n: number }, { type: 'x' }> {
          initialState() { return { n: 0 }; }
          reduce(state: { n: number }) { state.n++; }
          @http('POST', '/ledger/:id')
          add() { return { events: [{ type: 'x' as const }], result: 'had ' + this.state.n }; }
          @http('PUT', '/ledger/:id')
          quiet() { return [{ type: 'x' as const }]; }
        }
        """);
    assertEquals("had 0", post("/ledger/l", "").text());
    assertEquals(204, server.send(request("/ledger/l").PUT(BodyPublishers.noBody())).status());
    assertEquals("had 2", post("/ledger/l", "").text());
  }

  @Test
  void aSignatureOfTheBytesCanBeVerified() throws Exception {
    server.with(
        "Signed",
        """
        import { Actor, hmacSha256, http, sameBytes, type HttpRequest } from 'actjs';
        export class Signed extends Actor<{ n: number }> {
          state = { n: 0 };
          @http('POST', '/signed/:id')
          receive({ bytes, headers }: HttpRequest) {
            const own = hmacSha256('tö secret', bytes()).toHex();
            if (!sameBytes(own, headers['x-signature'] ?? '')) return { status: 401 };
            return { body: { n: ++this.state.n } };
          }
        }
        """);
    Random random = new Random(5);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec("tö secret".getBytes(UTF_8), "HmacSHA256"));
    for (int size : new int[] {0, 1, 55, 56, 63, 64, 65, 1_000, 300_000}) {
      byte[] body = new byte[size];
      random.nextBytes(body);
      String signature = HexFormat.of().formatHex(mac.doFinal(body));
      assertEquals(200, signed(body, signature), "of " + size);
      assertEquals(401, signed(body, signature.replace('a', 'b') + "0"));
      assertEquals(401, signed(body, signature.substring(1)));
    }
    assertEquals(401, signed(new byte[3], ""));
  }

  private int signed(byte[] body, String signature) {
    HttpRequest.Builder request = request("/signed/s").POST(BodyPublishers.ofByteArray(body));
    return server.send(request.header("X-Signature", signature)).status();
  }

  @Test
  void routesOutliveTheServer(@TempDir Path dir) {
    try (DaemonFixture first = DaemonFixture.at(dir)) {
      first.with("It", serving("'POST', '/it/:id'"));
    }
    try (DaemonFixture second = DaemonFixture.at(dir)) {
      assertEquals(
          "0", second.send(second.request("/v1/http/it/x").POST(BodyPublishers.noBody())).text());
      second
          .publish("Other", "1.0.0", serving("'POST', '/it/:id'"))
          .assertProblem(ProblemCode.RouteTaken);
    }
  }

  @Test
  void aRouteIsForRequestsOnly() {
    server
        .post("/v1/actors/Hook/x/POST%20%2Fhooks%2F:name", "{}")
        .assertProblem(ProblemCode.SchemaInvalid);
  }
}
