package io.actjs.actctl.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.Ran;
import io.actjs.actctl.screen.Json;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real daemon says on standard error. */
class ServerLogTest {
  private static final String TALKER =
      """
      import { Actor, handler } from 'actjs';
      export class Talker extends Actor<{ count: number }> {
        state = { count: 0 };
        @handler('say') say(args: { text: string }) { this.actjs.log.info(args.text); return true; }
        @handler('pass') async pass(args: { text: string }) {
          this.actjs.log.info('passing ' + args.text);
          return await this.actjs.call({ class: 'Talker', id: 'two' }, 'say', args);
        }
        @handler('fail') fail() { throw new Error('no such thing'); }
      }
      """;

  @TempDir Path folder;

  private static int post(DaemonProcess daemon, String handler, String body) throws Exception {
    return post(daemon, handler, body, "X-Request-Id", "web-17");
  }

  private static int post(DaemonProcess daemon, String handler, String body, String... header)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(daemon.uri("/v1/actors/Talker/one/" + handler))
            .header("Content-Type", "application/json")
            .headers(header)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private DaemonProcess serving(String... options) throws Exception {
    DaemonProcess daemon = new DaemonProcess(folder.resolve("data"), options);
    daemon.awaitReady();
    Path source = Files.writeString(folder.resolve("Talker.ts"), TALKER);
    String server = "--server=" + daemon.uri("");
    assertEquals(0, Ran.actctl("publish", source.toString(), "--version=1.0.0", server).exit());
    return daemon;
  }

  /** Serves, says and fails, and stops; what it has logged. */
  private List<String> logged(String... options) throws Exception {
    try (DaemonProcess daemon = serving(options)) {
      String text = "{\"text\":\"hi\\n2026-11-26T04:33:11.000Z ERROR Daemon: token=hush\"}";
      assertEquals(200, post(daemon, "say", text));
      assertEquals(500, post(daemon, "fail", "null"));
      assertEquals(143, daemon.stop());
      return daemon.log().lines().filter(line -> !line.startsWith("actjs is serving")).toList();
    }
  }

  @Test
  void fault30_linesHaveNamesAndNobodyForgesThem() throws Exception {
    List<String> lines = logged();
    String said = line(lines, "hi");
    assertTrue(said.contains("hi\\n2026"), said);
    assertFalse(said.contains("hush"), said);
    assertTrue(
        said.endsWith("[actor=Talker/one class=Talker@1.0.0 handler=say request=web-17]"), said);
    String failed = line(lines, "no such thing");
    assertTrue(failed.contains("handler=fail request=web-17"), failed);
    assertTrue(line(lines, "at ").contains("Talker@1.0.0.ts:9"), lines::toString);
    line(lines, "started: http");
    line(lines, "stopping");
    line(lines, "stopped");
  }

  @Test
  void fault30_aRequestWithoutANameGetsOneAndAllThatItSetsOffHasIt() throws Exception {
    try (DaemonProcess daemon = serving()) {
      assertEquals(200, post(daemon, "pass", "{\"text\":\"over http\"}", "X-Request-Id", "?!"));
      assertEquals(200, post(daemon, "pass", "{\"text\":\"once more\"}", "X-Request-Id", ""));
      CompletableFuture<Void> answers = new CompletableFuture<>();
      WebSocket socket = socket(daemon, answers);
      socket.sendText(call("17", "by a number"), true).join();
      socket.sendText(call("\"add-1\"", "by a text"), true).join();
      answers.get(30, TimeUnit.SECONDS);
      socket.abort();
      assertEquals(143, daemon.stop());
      List<String> lines = daemon.log().lines().toList();
      String first = names(lines, "over http");
      String second = names(lines, "once more");
      assertTrue(first.matches("[0-9a-z]{4}-[0-9a-z]+"), first);
      assertNotEquals(first, second);
      String number = names(lines, "by a number");
      assertTrue(number.matches("[0-9a-z]{4}-[0-9a-z]+:17"), number);
      assertEquals(number.replace(":17", ":add-1"), names(lines, "by a text"));
    }
  }

  /** The name that both lines have: that of the request, and that of the call which it sets off. */
  private static String names(List<String> lines, String text) {
    List<String> found =
        lines.stream()
            .filter(line -> line.contains(text))
            .map(line -> line.replaceAll(".* request=(\\S+)\\].*", "$1"))
            .toList();
    assertEquals(2, found.size(), lines::toString);
    assertEquals(found.getFirst(), found.getLast());
    return found.getFirst();
  }

  private static String call(String id, String text) {
    return """
        {"jsonrpc":"2.0","id":%s,"method":"actor.call",
         "params":{"class":"Talker","id":"one","method":"pass","args":{"text":"%s"}}}
        """
        .formatted(id, text);
  }

  /**
   * @param answers done when two have come
   */
  private static WebSocket socket(DaemonProcess daemon, CompletableFuture<Void> answers) {
    AtomicInteger frames = new AtomicInteger();
    return HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .buildAsync(
            daemon.socketUri(),
            new WebSocket.Listener() {
              @Override
              public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
                from.request(1);
                if (last && frames.incrementAndGet() == 2) {
                  answers.complete(null);
                }
                return null;
              }
            })
        .join();
  }

  @Test
  void fault30_asJsonEveryLineIsADocument() throws Exception {
    List<JsonNode> lines = logged("--log-format=json").stream().map(Json::parse).toList();
    JsonNode said =
        lines.stream()
            .filter(each -> each.get("message").textValue().startsWith("hi"))
            .findFirst()
            .orElseThrow();
    assertEquals("Talker/one", said.get("actor").textValue());
    assertEquals("Talker@1.0.0", said.get("class").textValue());
    assertEquals("say", said.get("handler").textValue());
    assertEquals("web-17", said.get("request").textValue());
  }

  @Test
  void fault30_theLevelDecides() throws Exception {
    List<String> lines = logged("--log-level=error");
    assertEquals(List.of(), lines);
  }

  private static String line(List<String> lines, String words) {
    return lines.stream()
        .filter(line -> line.contains(words))
        .findFirst()
        .orElseThrow(() -> new AssertionError(words + " is not in " + lines));
  }
}
