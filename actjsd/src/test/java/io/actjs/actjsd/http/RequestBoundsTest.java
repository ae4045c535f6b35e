package io.actjs.actjsd.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actjsd.DaemonConfig;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.actjsd.RawSocket;
import io.actjs.actjsd.RpcClient;
import io.actjs.model.ProblemCode;
import io.actjs.policy.Limits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of a request, however it is sent: a time, a number, an origin, a pin. */
class RequestBoundsTest {
  private static final String NAMES =
      """
      import { Actor, handler } from 'actjs';
      export class Names extends Actor<{ n: number }> {
        state = { n: 0 };
        @handler('add-item') one() { return ++this.state.n; }
        @handler('größe') two() { return ++this.state.n; }
        @handler('a b') three() { return ++this.state.n; }
        @handler('quote"d') four() { return ++this.state.n; }
      }
      """;

  private static DaemonFixture server;

  @BeforeAll
  static void start() {
    Limits limits =
        Limits.DEFAULT
            .with("head-time=400ms")
            .with("body-time=400ms")
            .with("connections-per-address=40");
    server = DaemonFixture.of(DaemonConfig.ephemeral().withLimits(limits)).with("Names", NAMES);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void dribble(String start, String rest) throws IOException {
    try (RawSocket socket = new RawSocket(server.daemon.port())) {
      socket.write(start);
      Thread writer =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      while (true) {
                        socket.write(rest);
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
      writer.interrupt();
    }
  }

  @Test
  void fault33_aHeadThatDribblesIsCutOff() throws IOException {
    dribble("GET /v1/health HT", "T");
    dribble("GET /v1/health HTTP/1.1\r\nHost: localhost\r\nX: ", "x");
  }

  private static String post(String header) {
    return String.join(
        "\r\n",
        "POST /v1/actors/Names/slow/add-item HTTP/1.1",
        "Host: localhost",
        "Content-Type: application/json",
        header,
        "",
        "");
  }

  @Test
  void fault33_aBodyThatDribblesIsCutOff() throws IOException {
    dribble(post("Content-Length: 100000") + "[", " ");
    dribble(post("Transfer-Encoding: chunked"), "1\r\n \r\n");
    server.get("/v1/actors/Names/slow").assertProblem(ProblemCode.ActorNotFound);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /v1/actors/Names/a/add-item HTTP/1.1\r\nOrigin: https://evil.example",
        "POST /v1/nowhere HTTP/1.1",
        "PUT /v1/health HTTP/1.1",
        "GET /v1/health HTTP/1.1",
        "POST /v1/admin/limits HTTP/1.1",
      })
  void anAnswerBeforeTheBodyHasComeSaysThatItIsTheLast(String start) throws IOException {
    String head = start + "\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n";
    try (RawSocket socket = new RawSocket(server.daemon.port())) {
      for (int i = 0; i < 2; i++) {
        socket.write(head + "{}");
        assertFalse(socket.readAnswer().contains("Connection: close"));
      }
      socket.write(head);
      assertTrue(socket.readAll().contains("Connection: close"));
    }
  }

  @Test
  void aConnectionThatIsQuietBetweenRequestsStays() throws IOException {
    try (RawSocket socket = new RawSocket(server.daemon.port())) {
      socket.write("GET /v1/health HTTP/1.1\r\nHost: localhost\r\n\r\n");
      LockSupport.parkNanos(1_200_000_000L);
      socket.write("GET /v1/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
      assertEquals(3, socket.readAll().split("HTTP/1.1 200").length);
    }
  }

  @Test
  void fault33_connectionsOfOneAddressAreLimitedAndToldSo() throws IOException {
    List<RawSocket> open = new ArrayList<>();
    try {
      String refused = "";
      for (int i = 0; i < 80 && refused.isEmpty(); i++) {
        RawSocket socket = new RawSocket(server.daemon.port());
        open.add(socket);
        socket.write("GET /v1/health HTTP/1.1\r\nHost: localhost\r\n\r\n");
        String status = socket.readHead();
        if (!status.startsWith("HTTP/1.1 200")) {
          refused = status + socket.readAll();
        }
      }
      assertTrue(refused.startsWith("HTTP/1.1 503"), refused);
      assertTrue(refused.contains("Connection: close"), refused);
      assertTrue(refused.contains("CapacityExhausted"), refused);
    } finally {
      for (RawSocket socket : open) {
        socket.close();
      }
    }
    // Those that closed make room.
    long end = System.nanoTime() + 30_000_000_000L;
    while (true) {
      try (RawSocket socket = new RawSocket(server.daemon.port())) {
        socket.write("GET /v1/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        if (socket.readAll().startsWith("HTTP/1.1 200")) {
          return;
        }
      }
      assertTrue(System.nanoTime() < end, "closed connections still count");
    }
  }

  private static String answer(String... lines) throws IOException {
    try (RawSocket socket = new RawSocket(server.daemon.port())) {
      socket.write(String.join("\r\n", lines) + "\r\n\r\n");
      return socket.readAll();
    }
  }

  @Test
  void fault33_twoOriginsAreRefused() throws IOException {
    String refused =
        answer(
            "POST /v1/actors/Names/a/add-item HTTP/1.1",
            "Host: localhost",
            "Origin: http://localhost:3000",
            "Origin: https://evil.example",
            "Content-Length: 0",
            "Connection: close");
    assertTrue(refused.startsWith("HTTP/1.1 403"), refused);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /v1/actors/Names/%zz HTTP/1.1",
        "GET /v1/actors/Names/%ff HTTP/1.1",
        "NONSENSE"
      })
  void fault29_whatCannotBeParsedIsA400ThatCloses(String line) throws IOException {
    String answer = answer(line, "Host: localhost");
    assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
    assertTrue(answer.contains("Connection: close"), answer);
    assertTrue(answer.contains("\"code\":\"SchemaInvalid\""), answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/actors/Names/%u0041",
        "/v1/actors/Names/a%2",
        "/v1/actors/Names/%uD800/add-item",
        "/v1/manifest?root=%u0041"
      })
  void fault29_anEscapeThatIsNoneIsA400(String path) throws IOException {
    String answer = answer("GET " + path + " HTTP/1.1", "Host: localhost", "Connection: close");
    assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
    assertTrue(answer.contains("application/problem+json"), answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/manifest?root=Names@1.0.0",
        "/v1/actors/Names/a",
        "/metrics",
        "/v1/classes",
        "/v1/ws"
      })
  void fault29_aCrossSiteRequestIsRefused(String path) throws IOException {
    String refused =
        answer(
            "GET " + path + " HTTP/1.1",
            "Host: localhost",
            "Sec-Fetch-Site: cross-site",
            "Connection: close");
    assertTrue(refused.startsWith("HTTP/1.1 403"), refused);
    String own =
        answer(
            "GET /v1/classes HTTP/1.1",
            "Host: localhost",
            "Sec-Fetch-Site: same-origin",
            "Connection: close");
    assertTrue(own.startsWith("HTTP/1.1 200"), own);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/health",
        "/v1/classes",
        "/v1/actors?limit=1",
        "/v1/manifest?root=Names@1.0.0",
        "/metrics"
      })
  void fault18_thePinIsReadOnEveryRoute(String path) {
    server
        .send(server.request(path).header("X-Actjs-Manifest", "0".repeat(64)).GET())
        .assertProblem(ProblemCode.ManifestUnknown);
  }

  @Test
  void fault26_everyHandlerIsCallableOverHttp() {
    String actor = "/v1/actors/Names/n/";
    int n = 0;
    for (String name : List.of("add-item", "gr%C3%B6%C3%9Fe", "a%20b", "quote%22d")) {
      assertEquals(
          ++n, server.post(actor + name).assertStatus(200).json().get("result").intValue());
      server.post(actor + "tell/" + name).assertStatus(202);
      n++;
    }
    assertEquals(
        "größe",
        server.post(actor + "gr%C3%B6%C3%9Fe").assertStatus(200).json().get("method").textValue());
    server.post(actor + "x".repeat(256)).assertProblem(ProblemCode.SchemaInvalid);
    server.post(actor + "tell/nope").assertProblem(ProblemCode.UnknownMethod);
  }

  @Test
  void fault14_aClientMayUseOneIdForAllItsRequests() {
    RpcClient socket = server.socket();
    String frame =
        RpcClient.frame(
            1, "actor.call", "{\"class\":\"Names\",\"id\":\"one-id\",\"method\":\"a b\"}");
    for (int i = 1; i <= 5; i++) {
      socket.send(frame);
      assertEquals(i, socket.next().get("result").get("result").intValue());
    }
  }

  @Test
  void fault14_whatTheOriginalClientSendsTwiceWhileItConnectsRunsOnce() {
    RpcClient socket = server.deafSocket();
    List<String> queued = new ArrayList<>();
    for (int i = 1; i <= 20; i++) {
      queued.add(
          RpcClient.frame(
              i, "actor.call", "{\"class\":\"Names\",\"id\":\"twice\",\"method\":\"a b\"}"));
    }
    queued.forEach(socket::send);
    queued.forEach(socket::send);
    socket.listen();
    for (int i = 1; i <= 20; i++) {
      assertEquals(i, socket.next().get("id").intValue());
    }
    assertEquals(21, server.post("/v1/actors/Names/twice/a%20b").json().get("result").intValue());
  }

  @Test
  void everyAnswerGivesItsMemoryBack() {
    server.post("/v1/actors/Names/m/add-item", " ".repeat(200_000) + "{}").assertStatus(200);
    server.get("/v1/actors/Names/m").assertStatus(200);
    long end = System.nanoTime() + 30_000_000_000L;
    while (server.daemon.runtime().memory().used() > 0) {
      assertTrue(System.nanoTime() < end, () -> server.daemon.runtime().memory().toString());
      LockSupport.parkNanos(1_000_000);
    }
  }
}
