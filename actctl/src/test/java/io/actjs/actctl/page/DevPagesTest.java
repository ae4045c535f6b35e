package io.actjs.actctl.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actctl.dev.NpmPackages;
import io.actjs.actjsd.Daemon;
import io.actjs.actjsd.DaemonConfig;
import io.actjs.actjsd.Instruments;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of {@code public} beside a real server; each test has files of its own. */
class DevPagesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir private static Path dir;
  private static Path files;
  private static DevPages pages;
  private static Daemon daemon;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @BeforeAll
  static void start() throws IOException {
    files = Files.createDirectories(dir.resolve("app/public"));
    write(
        "index.html", "<!doctype html><html><head><title>Home</title></head><body></body></html>");
    write("data.txt", "0123456789");
    write("folder/index.html", "<p>In a folder");
    write(".env", "secret");
    write(".git/config", "secret");
    Files.writeString(dir.resolve("app/Secret.ts"), "export const secret = 1;");
    Files.createSymbolicLink(files.resolve("out.ts"), dir.resolve("app/Secret.ts"));
    Files.createSymbolicLink(files.resolve("hidden.txt"), files.resolve(".env"));
    Files.createSymbolicLink(files.resolve("up"), dir.resolve("app"));
    Files.createSymbolicLink(files.resolve("same.txt"), files.resolve("data.txt"));
    pages = pages(dir.resolve("app"), dir.resolve("none"));
    DaemonConfig config = DaemonConfig.ephemeral().withPort(0);
    daemon = Daemon.start(config, (tokens, uri) -> {}, Instruments.of(config).with(pages));
  }

  @AfterAll
  static void stop() {
    pages.close();
    daemon.close();
    HTTP.close();
  }

  private static DevPages pages(Path... classes) {
    return new DevPages(List.of(classes), new NpmPackages(List.of(classes)));
  }

  private static Path write(String name, String text) throws IOException {
    Path file = files.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static HttpResponse<String> send(String method, String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(daemon.uri() + path))
            .timeout(PATIENCE)
            .method(method, BodyPublishers.noBody());
    return HTTP.send(
        (headers.length == 0 ? request : request.headers(headers)).build(),
        BodyHandlers.ofString());
  }

  private static HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    return send("GET", path, headers);
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  @Test
  void aPageHasTheScriptThatReloadsIt() throws Exception {
    HttpResponse<String> page = get("/");
    assertEquals(200, page.statusCode());
    assertEquals("text/html;charset=utf-8", header(page, "Content-Type"));
    assertEquals("no-cache", header(page, "Cache-Control"));
    String script = page.body().replaceFirst("(?s).* src=\"(/\\.actjs/live[^\"]+)\".*", "$1");
    assertTrue(get(script).body().contains("EventSource"), script);
    assertTrue(page.body().contains("</script></head>"), page.body());
    assertTrue(get("/folder/").body().startsWith("<p>In a folder<script"));
    assertEquals("./folder/", header(get("/folder"), "Location"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/.env",
        "/.git/config",
        "/%2Eenv",
        "/../Secret.ts",
        "/%2E%2E/Secret.ts",
        "/folder/..%2F..%2FSecret.ts",
        "/..%5CSecret.ts",
        "/out.ts",
        "/hidden.txt",
        "/up/Secret.ts",
        "/up/public/.env",
        "/data.txt/",
        "/data.txt%00.html",
        "//data.txt",
        "/nothing.html",
        "/folder//index.html"
      })
  void nothingElseIsThere(String path) throws Exception {
    HttpResponse<String> answer = get(path);
    assertTrue(answer.statusCode() >= 400 && answer.statusCode() < 500, path + answer.statusCode());
    assertEquals("application/problem+json", header(answer, "Content-Type"));
    assertFalse(answer.body().contains("secret ="), path);
  }

  @Test
  void aLinkWithinTheFolderIsFollowed() throws Exception {
    assertEquals("0123456789", get("/same.txt").body());
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=2-4, 206, 234, bytes 2-4/10",
    "bytes=7-, 206, 789, bytes 7-9/10",
    "bytes=-2, 206, 89, bytes 8-9/10",
    "bytes=8-99, 206, 89, bytes 8-9/10",
    "bytes=10-, 416, '', bytes */10",
    "bytes=-0, 416, '', bytes */10",
    "'bytes=0-1,3-4', 200, 0123456789, ''",
    "lines=1-2, 200, 0123456789, ''"
  })
  void aPartOfAFileIsSent(String range, int status, String body, String told) throws Exception {
    HttpResponse<String> answer = get("/data.txt", "Range", range);
    assertEquals(status, answer.statusCode());
    assertEquals(body, answer.body());
    assertEquals(told, header(answer, "Content-Range"));
  }

  @Test
  void aFileThatIsKnownIsNotSentAgainUnlessItHasChanged() throws Exception {
    Path file = write("known.css", "p { color: red }");
    HttpResponse<String> first = get("/known.css");
    assertEquals("text/css;charset=utf-8", header(first, "Content-Type"));
    String etag = header(first, "ETag");
    assertEquals(304, get("/known.css", "If-None-Match", etag).statusCode());
    HttpResponse<String> head = send("HEAD", "/known.css");
    assertEquals("16", header(head, "Content-Length"));
    assertEquals(etag, header(head, "ETag"));
    assertEquals(206, get("/known.css", "If-Range", etag, "Range", "bytes=0-0").statusCode());
    Files.writeString(file, "p { color: green }");
    assertEquals("p { color: green }", get("/known.css", "If-None-Match", etag).body());
    HttpResponse<String> other = get("/known.css", "If-Range", etag, "Range", "bytes=0-0");
    assertEquals(200, other.statusCode());
  }

  @Test
  void whatTheServerHasIsNotShadowed() throws Exception {
    write("v1/health", "mine");
    write("client/actjs.js", "mine");
    write("v1/actors/Cart/a/add", "mine");
    assertTrue(get("/v1/health").body().contains("uptimeMs"));
    assertTrue(get("/client/actjs.js").body().contains("export"));
    assertEquals(405, get("/v1/actors/Cart/a/add").statusCode());
    assertEquals(404, send("POST", "/data.txt").statusCode());
  }

  @Test
  void typeScriptComesAsAModuleWithWhatItImports() throws Exception {
    Files.writeString(dir.resolve("app/_shared.ts"), "export const two: number = 1 + 1;");
    write("widget.css", ".widget { color: red }");
    write(
        "app.tsx",
        """
        import { Client } from '/client/actjs.js';
        import { two } from '../_shared.ts';
        import './widget.css';
        const client: Client = new Client({ url: '/' });
        document.title = `${two as number}` + client.connection.state;
        """);
    HttpResponse<String> script = get("/app.tsx");
    assertEquals("text/javascript;charset=utf-8", header(script, "Content-Type"));
    assertTrue(script.body().contains("from \"/client/actjs.js\""), script.body());
    assertTrue(script.body().contains("1 + 1"), script.body());
    assertTrue(script.body().contains(".widget"), script.body());
    assertFalse(script.body().contains(": Client"), script.body());
    Files.writeString(dir.resolve("app/_shared.ts"), "export const two: number = 4 - 2;");
    assertTrue(get("/app.tsx").body().contains("4 - 2"));
  }

  @Test
  void whatDoesNotCompileSaysSoOnThePage() throws Exception {
    Path file = write("broken.ts", "const a = ;\n");
    HttpResponse<String> script = get("/broken.ts");
    assertEquals(200, script.statusCode());
    assertTrue(script.body().contains("broken.ts:1:11: Unexpected \\\";\\\""), script.body());
    assertTrue(script.body().contains("throw new SyntaxError"), script.body());
    assertTrue(get("/.actjs/overlay.js").body().contains("export function show"));
    Files.writeString(file, "const a = 1;\nconsole.log(a);\n");
    assertTrue(get("/broken.ts").body().contains("console.log(a)"));
  }

  private static Path pack(String name, String file, String text) throws IOException {
    Path folder = dir.resolve("app/node_modules").resolve(name);
    Files.createDirectories(folder.resolve(file).getParent());
    Files.writeString(folder.resolve("package.json"), "{\"name\":\"" + name + "\"}");
    return Files.writeString(folder.resolve(file), text);
  }

  @Test
  void aPageHasTheClientOfItsServerAndBindingsWithItsOwnFrameworks() throws Exception {
    pack("react", "index.js", "exports.createContext = () => 'the react of the page';");
    write(
        "bound.ts",
        """
        import { Client } from 'actjs/client';
        import { ActjsProvider } from 'actjs/bindings/react';
        import { fetchActor } from '@jplevyak/actjs/bindings/react/server';
        console.log(Client, ActjsProvider, fetchActor);
        """);
    String script = get("/bound.ts").body();
    assertFalse(script.contains("throw new SyntaxError"), script);
    assertTrue(script.contains("from \"/client/actjs.js\""), script);
    assertTrue(script.contains("the react of the page"), script);
    assertFalse(script.contains("from \"react\""), script);
  }

  @Test
  void aPackageThatIsNotInstalledIsNamedUntilItIs() throws Exception {
    write("lacking.ts", "import { one } from 'one-package/one'; console.log(one);");
    String script = get("/lacking.ts").body();
    assertTrue(script.contains("lacking.ts:1:21: the package 'one-package' is not"), script);
    assertTrue(script.contains("install the packages with npm in"), script);
    pack("one-package", "one.js", "export const one = 'here it is';");
    assertTrue(get("/lacking.ts").body().contains("here it is"));
  }

  @Test
  void aComponentIsWhatTheInstalledCompilerMakesOfIt() throws Exception {
    pack(
        "svelte",
        "compiler/index.js",
        """
        exports.compile = (source, { filename }) => {
          if (source.includes('{#wrong')) {
            throw Object.assign(new Error('no such block'), { start: { line: 1, column: 2 } });
          }
          const code = `import { two } from './two.ts'; export default ${JSON.stringify(source)} + two;`;
          return { js: { code, map: { version: 3, sources: [filename], names: [], mappings: '' } } };
        };
        """);
    write("parts/two.ts", "export const two: number = 2;");
    Path component = write("parts/Part.svelte", "<p>part</p>");
    write("component.ts", "import Part from './parts/Part.svelte'; console.log(Part);");
    String script = get("/component.ts").body();
    assertTrue(script.contains("<p>part</p>"), script);
    assertTrue(script.contains("two = 2"), script);
    Files.writeString(component, "  {#wrong}");
    String broken = get("/component.ts").body();
    assertTrue(broken.contains("parts/Part.svelte:1:3: no such block"), broken);
    Files.writeString(component, "<p>again</p>");
    assertTrue(get("/component.ts").body().contains("<p>again</p>"));
    // Others are not its matter.
    write("parts/Unused.svelte", "  {#wrong}");
    write("alone.ts", "console.log('alone')");
    assertTrue(get("/alone.ts").body().contains("alone"));
    try (var left = Files.list(dir.resolve("app/.actjs"))) {
      assertEquals(List.of("client"), left.map(it -> it.getFileName().toString()).toList());
    }
  }

  @Test
  void pagesHearOfWhatIsSavedUntilTheServerEnds() throws Exception {
    Path own = Files.createDirectories(dir.resolve("own/public"));
    Path style = Files.writeString(own.resolve("live.css"), "p {}");
    Path page = Files.writeString(own.resolve("live.html"), "<p>one");
    DaemonConfig config = DaemonConfig.ephemeral().withPort(0);
    try (DevPages others = pages(own.getParent());
        Daemon other =
            Daemon.start(config, (tokens, uri) -> {}, Instruments.of(config).with(others))) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(other.uri() + "/.actjs/changes")).build();
      InputStream body = HTTP.send(request, BodyHandlers.ofInputStream()).body();
      try (BufferedReader stream =
          new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
        await(stream, "data: \\{\"generation\":\\d+}");
        Files.writeString(style, "p { color: red }");
        await(stream, ".*\"styles\":true.*");
        Files.writeString(page, "<p>another");
        await(stream, ".*\"styles\":false.*");
        others.pause();
        assertTimeoutPreemptively(PATIENCE, () -> stream.lines().toList());
      }
    }
  }

  private static void await(BufferedReader stream, String line) {
    assertTimeoutPreemptively(
        PATIENCE,
        () -> {
          String read = stream.readLine();
          while (read != null && !read.matches(line)) {
            read = stream.readLine();
          }
          assertTrue(read != null, line);
        });
  }
}
