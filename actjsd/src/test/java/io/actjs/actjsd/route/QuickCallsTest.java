package io.actjs.actjsd.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actjsd.DaemonConfig;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.actjsd.RawSocket;
import io.actjs.actjsd.Sources;
import io.actjs.model.ProblemCode;
import io.actjs.policy.Limits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls on the short way: as they come from clients that do odd things, and as on the long way. */
class QuickCallsTest {
  private static final String CALL = "/v1/actors/Counter/quick/";
  private static final String JSON = "Content-Type: application/json";

  private static DaemonFixture server;

  @BeforeAll
  static void start() {
    server = started();
  }

  private static DaemonFixture started() {
    Limits limits = Limits.DEFAULT.with("head-time=2s").with("body-time=400ms").with("body=64KiB");
    return DaemonFixture.of(DaemonConfig.ephemeral().withLimits(limits))
        .with("Counter", Sources.COUNTER)
        .with(
            "Waiter",
            """
            import { Actor, handler } from 'actjs';
            export class Waiter extends Actor<{ n: number }> {
              state = { n: 0 };
              @handler('touch') touch() { return ++this.state.n; }
              @handler('wait') async wait() { await new Promise(() => {}); }
            }
            """);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** Whatever happened, what it had in use is given back. */
  @AfterEach
  void nothingIsInUse() {
    long end = System.nanoTime() + 30_000_000_000L;
    while (server.daemon.runtime().memory().used() > 0) {
      assertTrue(System.nanoTime() < end, () -> server.daemon.runtime().memory().toString());
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static String head(String path, String... headers) {
    return "POST "
        + path
        + " HTTP/1.1\r\nHost: localhost\r\n"
        + String.join("", Arrays.stream(headers).map(it -> it + "\r\n").toList())
        + "\r\n";
  }

  private static String request(String path, String body, String... headers) {
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    String[] all = Arrays.copyOf(headers, headers.length + 1);
    all[headers.length] = "Content-Length: " + length;
    return head(path, all) + body;
  }

  private static String ask(String request) throws IOException {
    try (RawSocket socket = new RawSocket(server.daemon.port())) {
      socket.write(request);
      return socket.readAnswer();
    }
  }

  /** Names of headers without regard to order. */
  private static String ordered(String answer) {
    int end = answer.indexOf("\r\n\r\n");
    String[] lines = answer.substring(0, end).split("\r\n");
    Arrays.sort(lines, 1, lines.length);
    return String.join("\n", lines) + answer.substring(end);
  }

  /** A query, although it says nothing, is a reason to go the long way. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "read | {} | X-A: b",
        "read | null | X-A: b",
        "read | \" \" | X-A: b",
        "read | \"\" | X-A: b",
        "echo | {'a':[1,'größe']} | X-A: b",
        "nothing | {} | X-Request-Id: mine",
        "nope | {} | X-A: b",
        "fail | {} | X-A: b",
        "refuse | {} | X-A: b",
        "leak | {} | X-A: b",
        "soldOut | {'data':1} | X-A: b",
        "big | {'chars':70000} | X-A: b",
        "read | {'a' | X-A: b",
        "read | {} {} | X-A: b",
        "read | {} | Content-Type: text/plain",
        "read | {} | Content-Encoding: gzip",
        "read | {} | X-Actjs-Deadline-Ms: soon",
        "read | {} | X-Actjs-Deadline-Ms: 5000",
        "read | {} | X-Actjs-Manifest: 12",
        "read | {} | X-Actjs-Pin: strict",
        "read | {} | X-Actjs-Pin: loose",
        "read | {} | Host: example.org",
        "read | {} | Origin: https://evil.example",
      })
  void bothWaysGiveTheSameAnswer(String method, String body, String header) throws IOException {
    String[] headers = header.startsWith("Content-Type") ? header.split("\n") : both(header);
    String json = body == null ? "" : body.replace('\'', '"');
    String quick = ask(request(CALL + method, json, headers));
    assertEquals(ordered(ask(request(CALL + method + "?a=b", json, headers))), ordered(quick));
    assertTrue(quick.startsWith("HTTP/1.1 "), quick);
  }

  private static String[] both(String header) {
    return new String[] {JSON, header};
  }

  @Test
  void bothWaysCountAsOneRoute() throws IOException {
    String series =
        "actjs_http_request_total{method=\"POST\",route=\"/v1/actors/{class}/{id}/{method}\",status=\"404\"}";
    long before = count(series);
    ask(request(CALL + "nope", "{}", JSON));
    ask(request(CALL + "nope?a=b", "{}", JSON));
    assertEquals(before + 2, count(series));
  }

  private static long count(String series) {
    return server
        .get("/metrics")
        .text()
        .lines()
        .filter(it -> it.startsWith(series))
        .mapToLong(it -> Math.round(Double.parseDouble(it.substring(series.length()).strip())))
        .sum();
  }

  @Test
  void pipelinedRequestsAreAnsweredInTheirOrder() throws IOException {
    try (RawSocket socket = new RawSocket(server.daemon.port())) {
      StringBuilder all = new StringBuilder();
      for (int i = 0; i < 60; i++) {
        String query = i % 7 == 3 ? "?a=b" : "";
        all.append(request(CALL + "echo" + query, "{\"n\":" + i + "}", JSON));
      }
      socket.write(all.toString());
      for (int i = 0; i < 60; i++) {
        String answer = socket.readAnswer();
        assertTrue(answer.contains("\"result\":{\"n\":" + i + "}"), answer);
      }
    }
  }

  @Test
  void aConnectionServesOneCallAfterTheOther() throws IOException {
    try (RawSocket socket = new RawSocket(server.daemon.port())) {
      for (int i = 0; i < 30; i++) {
        socket.write(request(CALL + "echo", "{\"n\":" + i + "}", JSON));
        String answer = socket.readAnswer();
        assertTrue(answer.contains("\"result\":{\"n\":" + i + "}"), answer);
      }
      socket.write(request(CALL + "read", "{}", JSON, "Connection: close"));
      assertTrue(socket.readAll().contains("Connection: close"));
    }
  }

  @Test
  void aRequestMayComeByteByByte() throws IOException {
    try (RawSocket socket = new RawSocket(server.daemon.port())) {
      for (char c : request(CALL + "echo", "{\"n\":12}", JSON).toCharArray()) {
        socket.write(String.valueOf(c));
      }
      assertTrue(socket.readAnswer().contains("\"result\":{\"n\":12}"));
    }
  }

  @Test
  void aClientMayWaitForTheInvitationToSendItsBody() throws IOException {
    try (RawSocket socket = new RawSocket(server.daemon.port())) {
      socket.write(head(CALL + "echo", JSON, "Content-Length: 8", "Expect: 100-continue"));
      assertTrue(socket.readHead().startsWith("HTTP/1.1 100"));
      socket.write("{\"n\":34}");
      assertTrue(socket.readAnswer().contains("\"result\":{\"n\":34}"));
    }
  }

  @Test
  void aBodyInChunksIsRead() throws IOException {
    String answer =
        ask(
            head(CALL + "echo", JSON, "Transfer-Encoding: chunked")
                + "3\r\n{\"n\r\n4\r\n\":5}\r\n0\r\n\r\n");
    assertTrue(answer.contains("\"result\":{\"n\":5}"), answer);
  }

  @Test
  void aPostWithoutABodyHasNoArguments() throws IOException {
    String answer = ask(head(CALL + "echo"));
    assertTrue(answer.contains("\"result\":{}"), answer);
  }

  @Test
  void aBodyThatIsTooLargeIsRefusedHoweverItComes() throws IOException {
    String large = "{\"a\":\"" + "x".repeat(100_000) + "\"}";
    assertTrue(ask(request(CALL + "read", large, JSON)).startsWith("HTTP/1.1 413"));
    String chunk = Integer.toHexString(large.length()) + "\r\n" + large + "\r\n0\r\n\r\n";
    String answer = ask(head(CALL + "read", JSON, "Transfer-Encoding: chunked") + chunk);
    assertTrue(answer.startsWith("HTTP/1.1 413"), answer);
  }

  @Test
  void aBodyThatComesTooSlowlyIsCutOff() throws Exception {
    try (RawSocket socket = new RawSocket(server.daemon.port())) {
      socket.write(head("/v1/actors/Counter/slow/inc", JSON, "Content-Length: 1000") + "[");
      Thread dribble =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      while (true) {
                        socket.write(" ");
                        LockSupport.parkNanos(50_000_000);
                      }
                    } catch (IOException e) {
                      // It was cut off, which is what the test is about.
                    }
                  });
      String answer;
      try {
        answer = socket.readAll();
      } catch (IOException e) {
        // Reset while it sent: then the answer may be lost.
        answer = "";
      }
      assertTrue(answer.isEmpty() || answer.contains("RequestTimeout"), answer);
      dribble.join();
    }
    server.get("/v1/actors/Counter/slow").assertProblem(ProblemCode.ActorNotFound);
  }

  @Test
  void aBodyThatEndsHalfwayIsNoCall() throws IOException {
    try (RawSocket socket = new RawSocket(server.daemon.port())) {
      socket.write(head("/v1/actors/Counter/half/inc", JSON, "Content-Length: 9") + "{\"by\"");
      socket.shutdownOutput();
      String answer = socket.readAll();
      assertTrue(answer.isEmpty() || answer.contains("SchemaInvalid"), answer);
    }
    server.get("/v1/actors/Counter/half").assertProblem(ProblemCode.ActorNotFound);
  }

  @Test
  void aCallOfAClientThatIsGoneRunsUnderItsKeyAndGivesBackWhatItHadInUse() throws IOException {
    for (int i = 0; i < 20; i++) {
      try (RawSocket socket = new RawSocket(server.daemon.port())) {
        socket.write(request("/v1/actors/Counter/gone/inc", "{}", JSON, "Idempotency-Key: k" + i));
        socket.write(request("/v1/actors/Counter/perhaps/inc", "{}", JSON));
        socket.write(
            request("/v1/actors/Waiter/w" + i + "/wait", "{}", "X-Actjs-Deadline-Ms: 200"));
      }
    }
    long end = System.nanoTime() + 30_000_000_000L;
    while (!server.post("/v1/actors/Counter/gone/read").text().contains("\"result\":20")) {
      assertTrue(System.nanoTime() < end, "calls of clients that are gone were lost");
      LockSupport.parkNanos(1_000_000);
    }
    // An actor in memory keeps its keys there.
    server.delete("/v1/actors/Counter/gone").assertStatus(200);
  }

  /** Connections that have asked for nothing yet; each is good for one more answer. */
  private static final class Silent implements AutoCloseable {
    private final List<RawSocket> sockets = new ArrayList<>();

    Silent(int port) throws IOException {
      for (int i = 0; i < 200; i++) {
        sockets.add(new RawSocket(port));
      }
    }

    String untilRefused() throws IOException {
      for (RawSocket socket : sockets) {
        socket.write(request(CALL + "inc", "{}", JSON));
        String answer = socket.readAnswer();
        if (answer.startsWith("HTTP/1.1 503")) {
          return answer;
        }
        assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
        LockSupport.parkNanos(10_000_000);
      }
      throw new AssertionError("nothing was refused");
    }

    @Override
    public void close() throws IOException {
      for (RawSocket socket : sockets) {
        socket.close();
      }
    }
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void aStoppingServerAnswersWhatRunsAndRefusesWhatComes() throws Exception {
    try (DaemonFixture stopping = started();
        RawSocket running = new RawSocket(stopping.daemon.port());
        RawSocket behind = new RawSocket(stopping.daemon.port());
        Silent silent = new Silent(stopping.daemon.port())) {
      stopping.post("/v1/actors/Waiter/a/touch").assertStatus(200);
      String wait = request("/v1/actors/Waiter/a/wait", "{}", "X-Actjs-Deadline-Ms: 2500");
      running.write(wait);
      behind.write(wait);
      while (stopping.get("/v1/actors/Waiter/a/info").json().get("mailbox").intValue() != 1) {
        LockSupport.parkNanos(1_000_000);
      }
      Thread closing = Thread.ofVirtual().start(stopping.daemon::close);
      String refused = silent.untilRefused();
      assertTrue(refused.contains("ShuttingDown"), refused);
      assertTrue(refused.contains("Connection: close"), refused);
      assertTrue(refused.contains("Retry-After: 1"), refused);
      String answer = running.readAnswer();
      assertTrue(answer.contains("CallTimeout"), answer);
      assertFalse(answer.startsWith("HTTP/1.1 503"), answer);
      closing.join();
    }
  }
}
