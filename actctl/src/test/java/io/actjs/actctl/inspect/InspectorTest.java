package io.actjs.actctl.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.dev.DevEvent;
import io.actjs.actctl.dev.DevLoop;
import io.actjs.actctl.screen.Json;
import io.actjs.actjsd.Daemon;
import io.actjs.actjsd.DaemonConfig;
import io.actjs.actjsd.Instruments;
import io.actjs.engine.Engine;
import io.actjs.engine.EngineLimits;
import io.actjs.engine.TypeScriptCompiler;
import io.actjs.engine.inspect.DebugClock;
import io.actjs.engine.inspect.Debugger;
import io.actjs.engine.source.Mappings;
import io.actjs.model.ActorRef;
import io.actjs.model.Clock;
import io.actjs.runtime.CallOptions;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drives V8's inspector protocol as an editor does. */
class InspectorTest {
  private static final String COUNTER =
      """
      import { Actor, handler } from 'actjs';
      interface Amount { by: number }
      export class Counter extends Actor<{ count: number }> {
        state = { count: 0 };
        @handler('add')
        add({ by }: Amount): number {
          const doubled = 2 * by;
          this.state.count += doubled;
          return this.state.count;
        }
      }
      """;

  /** What is paused longer than that would be lost without a debugger. */
  private static final int CALL_MS = 1_500;

  private static final int CPU_MS = 100;

  @TempDir private static Path dir;
  private static final BlockingQueue<DevEvent> EVENTS = new LinkedBlockingQueue<>();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static Daemon daemon;
  private static InspectorServer server;
  private static Thread loop;
  private Client client;

  @BeforeAll
  static void start() throws Exception {
    Files.writeString(dir.resolve("Counter.ts"), COUNTER);
    DebugClock clock = new DebugClock(Clock.SYSTEM);
    Debugger debugger = new Debugger(name -> dir.resolve(name + ".ts"), clock);
    server = InspectorServer.open(debugger, InspectAddress.of("0"));
    DaemonConfig config =
        DaemonConfig.ephemeral()
            .withPort(0)
            .withLimits(
                DaemonConfig.ephemeral().runtimeLimits(),
                EngineLimits.DEFAULT.withHandlerCpuMs(CPU_MS));
    daemon =
        Daemon.start(
            config,
            (tokens, uri) -> {},
            new Instruments(limits -> Engine.open(limits, debugger), clock, 1));
    loop = Thread.ofVirtual().start(InspectorTest::develop);
    await(DevEvent.Ready.class);
    // A worker loads a class with its first actor.
    assertEquals("6", add("first", 60_000).get(60, TimeUnit.SECONDS));
  }

  private static void develop() {
    try {
      new DevLoop(List.of(dir), null, daemon.runtime(), TypeScriptCompiler.open(), EVENTS::add)
          .run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void await(Class<? extends DevEvent> type) throws InterruptedException {
    DevEvent event;
    do {
      event = EVENTS.poll(60, TimeUnit.SECONDS);
    } while (event != null && !type.isInstance(event));
    assertTrue(type.isInstance(event), () -> "no " + type);
  }

  @AfterAll
  static void stop() throws InterruptedException {
    loop.interrupt();
    loop.join();
    server.close();
    daemon.close();
  }

  @BeforeEach
  void attach() throws Exception {
    client = Client.attachNext(target().path("webSocketDebuggerUrl").asText());
  }

  @AfterEach
  void detach() {
    client.close();
  }

  private static JsonNode get(String path) throws Exception {
    URI uri = URI.create("http://" + server.authority() + path);
    return Json.parse(
        HTTP.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
            .body());
  }

  private static JsonNode target() throws Exception {
    JsonNode list = get("/json/list");
    assertEquals(1, list.size());
    return list.get(0);
  }

  private static CompletableFuture<String> add(String id, long deadlineMs) {
    return daemon
        .runtime()
        .call(new ActorRef("Counter", id), "add", "{\"by\":3}", new CallOptions(null, deadlineMs));
  }

  private static String url() {
    return "file://" + dir.resolve("Counter.ts").toUri().getRawPath();
  }

  /** The line of the script, from 0, that a line of the source, from 1, was made into. */
  private static int scriptLine(JsonNode script, int sourceLine) {
    String data = script.path("sourceMapURL").asText();
    JsonNode map =
        Json.parse(
            new String(
                Base64.getDecoder().decode(data.substring(data.indexOf(',') + 1)),
                StandardCharsets.UTF_8));
    assertEquals(url(), map.path("sources").get(0).asText());
    int[] found = {-1, -1};
    Mappings.read(
        map.path("mappings").asText(),
        new Mappings.Visitor() {
          @Override
          public void line() {
            found[1]++;
          }

          @Override
          public void segment(int column, int source, int line, int ignored) {
            found[0] = found[0] < 0 && line == sourceLine - 1 ? found[1] : found[0];
          }
        });
    return found[0];
  }

  @Test
  void aBreakpointPausesAtItsLineAndHoldsInTheNextVersionWhileNoDeadlinePasses() throws Exception {
    client.ask("Runtime.enable", "{}");
    client.ask("Debugger.enable", "{}");
    JsonNode script = client.next("Debugger.scriptParsed", "url", url());
    int line = scriptLine(script, 8);
    JsonNode set =
        client.ask(
            "Debugger.setBreakpointByUrl",
            "{\"url\":\"" + url() + "\",\"lineNumber\":" + line + "}");
    assertEquals(1, set.path("locations").size(), set::toString);

    CompletableFuture<String> answer = add("a", CALL_MS);
    JsonNode frame = client.paused(line);
    CompletableFuture<String> other = add("b", CALL_MS);
    // Longer than a call, and than the wall time of a handler: neither is lost.
    assertThrows(TimeoutException.class, () -> answer.get(CALL_MS + 500, TimeUnit.MILLISECONDS));
    assertFalse(other.isDone());
    assertEquals("6", client.evaluate(frame, "doubled"));
    assertEquals("0", client.evaluate(frame, "this.state.count"));
    client.ask("Debugger.resume", "{}");
    assertEquals("6", answer.get(30, TimeUnit.SECONDS));
    client.paused(line);
    client.ask("Debugger.resume", "{}");
    assertEquals("6", other.get(30, TimeUnit.SECONDS));

    Files.writeString(dir.resolve("Counter.ts"), COUNTER.replace("2 * by", "3 * by"));
    await(DevEvent.Published.class);
    CompletableFuture<String> later = add("a", 60_000);
    assertEquals("9", client.evaluate(client.paused(line), "doubled"));
    client.ask("Debugger.stepOver", "{}");
    assertEquals("15", client.evaluate(client.paused(line + 1), "this.state.count"));
    client.close();
    // What was paused goes on without the debugger.
    assertEquals("15", later.get(30, TimeUnit.SECONDS));
  }

  @Test
  void oneDebuggerAtATimeAndNoneOfAnotherHost() throws Exception {
    assertEquals("1.3", get("/json/version").path("Protocol-Version").asText());
    String socket = target().path("webSocketDebuggerUrl").asText();
    assertThrows(CompletionException.class, () -> Client.attach(socket));
    client.close();
    Client next = Client.attachNext(socket);
    next.ask("Runtime.enable", "{}");
    next.close();
    assertTrue(statusWithHost("evil.example:9229").contains(" 400 "));
    assertTrue(statusWithHost("localhost:9229").contains(" 200 "));
  }

  private static String statusWithHost(String host) throws IOException {
    URI uri = URI.create("http://" + server.authority());
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      String request = "GET /json/list HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return answer.lines().findFirst().orElse("");
    }
  }

  @Test
  void anAddressThatIsNoneIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> InspectAddress.of("99999"));
    assertThrows(IllegalArgumentException.class, () -> InspectAddress.of("here"));
    assertEquals(new InspectAddress("::1", 1), InspectAddress.of("[::1]:1"));
    assertEquals(new InspectAddress("0.0.0.0", 9229), InspectAddress.of("0.0.0.0:9229"));
  }

  /** A debugger. */
  private static final class Client implements WebSocket.Listener {
    private final BlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();
    private final BlockingQueue<JsonNode> told = new LinkedBlockingQueue<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final StringBuilder text = new StringBuilder();
    private WebSocket socket;

    /** Attaches once the debugger before has gone, which takes as long as a step at most. */
    static Client attachNext(String url) throws InterruptedException {
      for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60); ; ) {
        try {
          return attach(url);
        } catch (CompletionException refused) {
          if (System.nanoTime() > end) {
            throw refused;
          }
          TimeUnit.MILLISECONDS.sleep(20);
        }
      }
    }

    static Client attach(String url) {
      Client client = new Client();
      client.socket = HTTP.newWebSocketBuilder().buildAsync(URI.create(url), client).join();
      return client;
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        JsonNode message = Json.parse(text.toString());
        text.setLength(0);
        (message.has("id") ? answers : told).add(message);
      }
      from.request(1);
      return null;
    }

    JsonNode ask(String method, String params) throws InterruptedException {
      int id = ids.incrementAndGet();
      socket
          .sendText(
              "{\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + params + "}", true)
          .join();
      JsonNode answer = answers.poll(30, TimeUnit.SECONDS);
      assertEquals(id, answer == null ? -1 : answer.path("id").asInt());
      assertTrue(answer.has("result"), answer::toString);
      return answer.path("result");
    }

    JsonNode next(String method, String member, String value) throws InterruptedException {
      while (true) {
        JsonNode message = told.poll(30, TimeUnit.SECONDS);
        assertTrue(message != null, "no " + method);
        JsonNode params = message.path("params");
        if (message.path("method").asText().equals(method)
            && (member.isEmpty() || params.path(member).asText().equals(value))) {
          return params;
        }
      }
    }

    /** The id of the frame in which the code is paused, which has to be at that line. */
    JsonNode paused(int line) throws InterruptedException {
      JsonNode frame = next("Debugger.paused", "", "").path("callFrames").get(0);
      assertEquals(line, frame.path("location").path("lineNumber").asInt(), frame::toString);
      return frame;
    }

    String evaluate(JsonNode frame, String expression) throws InterruptedException {
      String id = Json.compact(frame.path("callFrameId"));
      JsonNode answer =
          ask(
              "Debugger.evaluateOnCallFrame",
              "{\"callFrameId\":" + id + ",\"expression\":\"" + expression + "\"}");
      return answer.path("result").path("value").asText();
    }

    void close() {
      if (!socket.isOutputClosed()) {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
      }
    }
  }
}
