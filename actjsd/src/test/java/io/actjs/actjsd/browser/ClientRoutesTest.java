package io.actjs.actjsd.browser;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actjsd.Answer;
import io.actjs.actjsd.DaemonConfig;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.actjsd.access.AdminToken;
import io.actjs.actjsd.http.CrossOrigin;
import io.actjs.model.ProblemCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientRoutesTest {
  private static final String ORIGIN = "https://app.example.org";
  private static final Pattern LAZY = Pattern.compile("import\\(\"\\./([^\"]+)\"\\)");

  /** As client/scripts/sizes.mjs has it: another version of esbuild makes it some bytes longer. */
  private static final int MOST_BYTES = (9 << 10) + 64;

  private static DaemonFixture server;

  @BeforeAll
  static void start() {
    server =
        DaemonFixture.of(
            DaemonConfig.ephemeral()
                .withCrossOrigin(CrossOrigin.of(List.of(ORIGIN)))
                .withAdminToken(AdminToken.of("a-token-of-the-administrator-0123456789")));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Answer get(String path, String... headers) {
    HttpRequest.Builder request = server.request(path);
    return server.send((headers.length == 0 ? request : request.headers(headers)).GET());
  }

  private static Answer ok(String path, String... headers) {
    Answer answer = get(path, headers);
    assertEquals(200, answer.status(), answer.text());
    return answer;
  }

  /** Under the name that never changes. */
  private static String hashed() {
    String etag = get("/client/actjs.js").header("ETag");
    return "/client/actjs-" + etag.substring(1, 17) + ".js";
  }

  @Test
  void itIsAModuleThatABrowserAsksForAgainEachTime() {
    Answer answer = ok("/client/actjs.js");
    assertEquals("text/javascript;charset=utf-8", answer.header("Content-Type"));
    assertEquals("no-cache", answer.header("Cache-Control"));
    assertEquals("nosniff", answer.header("X-Content-Type-Options"));
    assertTrue(answer.text().contains("export{"), answer.text());
    String etag = answer.header("ETag");
    Answer again = get("/client/actjs.js", "If-None-Match", etag).assertStatus(304);
    assertEquals("", again.text());
    assertEquals(etag, again.header("ETag"));
    ok("/client/actjs.js", "If-None-Match", "\"other\"");
  }

  @Test
  void whatHasItsHashInItsNameIsKeptForAYear() {
    Answer answer = ok(hashed());
    assertEquals("public, max-age=31536000, immutable", answer.header("Cache-Control"));
    assertEquals(get("/client/actjs.js").text(), answer.text());
  }

  @Test
  void whatItImportsLaterIsThereAndNeverChanges() {
    Matcher imported = LAZY.matcher(get("/client/actjs.js").text());
    assertTrue(imported.find());
    Answer lazy = ok("/client/" + imported.group(1));
    assertTrue(lazy.text().contains("text/event-stream"), lazy.text());
    assertTrue(lazy.header("Cache-Control").endsWith("immutable"));
  }

  @Test
  void itIsSmallAndCompressedForWhoeverAcceptsThat() throws Exception {
    HttpRequest request =
        server.request("/client/actjs.js").header("Accept-Encoding", "gzip, br").GET().build();
    HttpResponse<byte[]> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
    assertEquals("gzip", answer.headers().firstValue("Content-Encoding").orElse(""));
    assertTrue(answer.headers().allValues("Vary").contains("Accept-Encoding"));
    assertTrue(answer.body().length <= MOST_BYTES, answer.body().length + " bytes");
    assertArrayEquals(
        get("/client/actjs.js").text().getBytes(StandardCharsets.UTF_8), gunzip(answer.body()));
    String etag = answer.headers().firstValue("ETag").orElse("");
    assertTrue(etag.startsWith("W/\""), etag);
    get("/client/actjs.js", "Accept-Encoding", "gzip", "If-None-Match", etag).assertStatus(304);
  }

  private static byte[] gunzip(byte[] file) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(file))) {
      return in.readAllBytes();
    }
  }

  @Test
  void headHasTheHeadersOfGet() {
    Answer head =
        server.send(
            server.request("/client/actjs.js").method("HEAD", HttpRequest.BodyPublishers.noBody()));
    Answer get = get("/client/actjs.js");
    assertEquals(200, head.status());
    assertEquals("", head.text());
    for (String name : List.of("Content-Length", "Content-Type", "ETag", "Cache-Control")) {
      assertEquals(get.header(name), head.header(name), name);
    }
  }

  @Test
  void pagesOfAnAllowedOriginMayImportItAndOthersMayNot() {
    Answer answer = ok("/client/actjs.js", "Origin", ORIGIN, "Sec-Fetch-Site", "cross-site");
    assertEquals(ORIGIN, answer.header("Access-Control-Allow-Origin"));
    get("/client/actjs.js", "Origin", "https://other.example.org")
        .assertProblem(ProblemCode.Forbidden);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/client/actjs-0000000000000000.js",
        "/client/ClientRoutes.class",
        "/client/..%2Factjs.js",
        "/client/http-socket.js"
      })
  void thereIsNothingElse(String path) {
    assertTrue(get(path).status() >= 400, path);
  }

  @Test
  void itTakesNothing() {
    server.post("/client/actjs.js", "{}").assertProblem(ProblemCode.MethodNotAllowed);
  }
}
