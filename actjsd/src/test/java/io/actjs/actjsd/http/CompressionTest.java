package io.actjs.actjsd.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actjsd.Answer;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.actjsd.Sources;
import io.actjs.model.ProblemCode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that come and go as gzip files. */
class CompressionTest {
  private static final String ECHO = "/v1/actors/Counter/zip/echo";
  private static DaemonFixture server;
  private static HttpClient http;

  @BeforeAll
  static void start() {
    server = DaemonFixture.ephemeral().with("Counter", Sources.COUNTER);
    http = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() {
    http.close();
    server.close();
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream file = new GZIPOutputStream(out)) {
      file.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return out.toByteArray();
  }

  private static Answer post(String path, byte[] body, String encoding) {
    return server.send(
        server
            .request(path)
            .header("content-type", "application/json")
            .header("content-encoding", encoding)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
  }

  private static HttpResponse<byte[]> accepting(String encoding, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(
        request.header("accept-encoding", encoding).build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  private static HttpRequest.Builder echo(String json) {
    return HttpRequest.newBuilder(URI.create(server.daemon.uri() + ECHO))
        .header("content-type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(json));
  }

  private static String expanded(HttpResponse<byte[]> answer) throws IOException {
    assertEquals("gzip", answer.headers().firstValue("content-encoding").orElse(""));
    byte[] plain = new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes();
    assertTrue(answer.body().length < plain.length);
    return new String(plain, StandardCharsets.UTF_8);
  }

  private static void assertNothingIsInUse() {
    long end = System.nanoTime() + 10_000_000_000L;
    while (server.daemon.runtime().memory().used() > 0) {
      assertTrue(System.nanoTime() < end, "used: " + server.daemon.runtime().memory().used());
      Thread.onSpinWait();
    }
  }

  @Test
  void aBodyMayBeAGzipFile() throws IOException {
    String text = "\"" + "é!".repeat(40_000) + "\"";
    for (String name : new String[] {"gzip", "GZip", "x-gzip"}) {
      Answer answer = post(ECHO, gzip(text), name);
      assertEquals(text, answer.assertStatus(200).json().get("result").toString());
    }
    Answer none = post("/v1/actors/Counter/zip/inc", new byte[0], "gzip");
    none.assertStatus(200);
    post("/v1/actors/Counter/zip/inc", "{}".getBytes(StandardCharsets.UTF_8), "identity")
        .assertStatus(200);
    assertNothingIsInUse();
  }

  @Test
  void aClassMayBePublishedAsAGzipFile() throws IOException {
    String body =
        "{\"version\":\"2.0.0\",\"source\":"
            + io.actjs.wire.JsonText.quote(Sources.COUNTER)
            + ",\"dryRun\":true}";
    post("/v1/classes/Counter/versions", gzip(body), "gzip").assertStatus(200);
  }

  @Test
  void scenario4ABombIsTooLargeAndTakesNoMemory() throws IOException {
    byte[] bomb = gzip("\"" + " ".repeat(100 << 20) + "\"");
    assertTrue(bomb.length < 1 << 20);
    long refused = server.daemon.runtime().memory().refused();
    post(ECHO, bomb, "gzip").assertProblem(ProblemCode.PayloadTooLarge);
    post("/v1/classes/Counter/versions", bomb, "gzip").assertProblem(ProblemCode.PayloadTooLarge);
    assertEquals(refused, server.daemon.runtime().memory().refused());
    assertNothingIsInUse();
  }

  @Test
  void halfAFileIsRefused() throws IOException {
    byte[] file = gzip("\"" + "abc".repeat(1000) + "\"");
    post(ECHO, Arrays.copyOf(file, file.length / 2), "gzip")
        .assertProblem(ProblemCode.MalformedJson);
    post(ECHO, "{}".getBytes(StandardCharsets.UTF_8), "gzip")
        .assertProblem(ProblemCode.MalformedJson);
    assertNothingIsInUse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"br", "deflate", "zstd", "gzip, gzip", "gzip, br"})
  void scenario4AnotherEncodingIsNotSupported(String encoding) throws IOException {
    post(ECHO, gzip("{}"), encoding).assertProblem(ProblemCode.UnsupportedMediaType);
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 3_000, 20_000, 300_000})
  void aLongAnswerIsCompressedForWhoAcceptsIt(int chars) throws Exception {
    String text = "\"" + "é!".repeat(chars / 2) + "\"";
    HttpResponse<byte[]> answer = accepting("br, gzip;q=0.5", echo(text));
    assertEquals(200, answer.statusCode());
    assertEquals(text, Answer.parse(expanded(answer)).get("result").toString());
    assertEquals("Accept-Encoding", answer.headers().firstValue("vary").orElse(""));
    HttpResponse<byte[]> plain = accepting("gzip;q=0", echo(text));
    assertTrue(plain.headers().firstValue("content-encoding").isEmpty());
    assertEquals("Accept-Encoding", plain.headers().firstValue("vary").orElse(""));
    assertEquals(
        text,
        Answer.parse(new String(plain.body(), StandardCharsets.UTF_8)).get("result").toString());
    assertNothingIsInUse();
  }

  @Test
  void aShortAnswerIsNot() throws Exception {
    HttpResponse<byte[]> answer = accepting("gzip", echo("\"short\""));
    assertTrue(answer.headers().firstValue("content-encoding").isEmpty());
    assertTrue(answer.headers().firstValue("vary").isEmpty());
  }

  @Test
  void otherRoutesCompressAsWell() throws Exception {
    for (String path : new String[] {"/v1/classes/Counter/versions/1.0.0/source", "/metrics"}) {
      HttpResponse<byte[]> answer =
          accepting("gzip", HttpRequest.newBuilder(URI.create(server.daemon.uri() + path)));
      assertEquals(200, answer.statusCode());
      assertTrue(expanded(answer).length() > 1024);
    }
  }

  @Test
  void theNameOfACompressedStateIsWeakAndWorks() throws Exception {
    server.with(
        "Page",
        """
        import { Actor, handler } from 'actjs';
        export class Page extends Actor<{ text: string }> {
          state = { text: '' };
          @handler('fill') fill() { this.state.text += 'lorem ipsum '.repeat(500); }
        }
        """);
    server.post("/v1/actors/Page/a/fill").assertStatus(200);
    URI uri = URI.create(server.daemon.uri() + "/v1/actors/Page/a");
    HttpResponse<byte[]> read = accepting("gzip", HttpRequest.newBuilder(uri));
    assertTrue(expanded(read).contains("lorem ipsum"));
    String etag = read.headers().firstValue("etag").orElse("");
    assertTrue(etag.startsWith("W/\""), etag);
    assertEquals(etag.substring(2), server.get("/v1/actors/Page/a").header("etag"));
    assertEquals(
        304,
        accepting("gzip", HttpRequest.newBuilder(uri).header("if-none-match", etag)).statusCode());
    HttpRequest.Builder fill =
        server
            .request("/v1/actors/Page/a/fill")
            .header("if-match", etag)
            .POST(HttpRequest.BodyPublishers.noBody());
    server.send(fill).assertStatus(200);
    server.send(fill).assertProblem(ProblemCode.Conflict);
    assertEquals(
        200,
        accepting("gzip", HttpRequest.newBuilder(uri).header("if-none-match", etag)).statusCode());
  }
}
