package io.actjs.actjsd.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actjsd.DaemonConfig;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.actjsd.Network;
import io.actjs.actjsd.RawSocket;
import io.actjs.actjsd.RpcClient;
import io.actjs.actjsd.Sources;
import io.actjs.actjsd.SseClient;
import io.actjs.model.ProblemCode;
import io.actjs.policy.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Everything that a server does, over TLS, and clients that do not speak it properly. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class TlsDaemonTest {
  /** The alerts user_canceled and close_notify: the end of a handshake that has not begun. */
  private static final String CANCELED_AND_CLOSED =
      "\u0015\u0003\u0003\0\u0002\u0001Z\u0015\u0003\u0003\0\u0002\u0001\0";

  private static final String WAITER =
      """
      import { Actor, handler } from 'actjs';
      export class Waiter extends Actor<{ n: number }> {
        state = { n: 0 };
        @handler('wait') async wait() { this.state.n = 99; await new Promise(() => {}); }
        @handler('touch') touch() { return ++this.state.n; }
        @handler('count') *count({ to }: { to: number }) { for (let i = 0; i < to; i++) yield i; }
      }
      """;

  private static DaemonFixture server;

  @BeforeAll
  static void start() {
    Limits limits = Limits.DEFAULT.with("head-time=700ms").with("connections-per-address=60");
    server =
        DaemonFixture.of(
                DaemonConfig.ephemeral()
                    .withLimits(limits)
                    .withNetwork(Network.DEFAULT.withTls(TestTls.files())))
            .with("Counter", Sources.COUNTER)
            .with("Waiter", WAITER);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String request(String path) {
    return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n";
  }

  private static RawSocket connected() throws IOException {
    return RawSocket.tls(server.daemon.port());
  }

  @Test
  void itSaysWhereItIs() {
    assertEquals("https://127.0.0.1:" + server.daemon.port(), server.daemon.uri().toString());
  }

  @Test
  void bothWaysOfACallAreServedOnOneConnection() throws IOException {
    try (RawSocket socket = connected()) {
      for (int i = 1; i <= 20; i += 2) {
        socket.write(request("/v1/actors/Counter/one/inc"));
        assertTrue(socket.readAnswer().contains("\"result\":" + i + ","));
        socket.write(request("/v1/actors/Counter/one/inc?deadlineMs=30000"));
        assertTrue(socket.readAnswer().contains("\"result\":" + (i + 1) + ","));
      }
    }
  }

  @Test
  void requestsThatDoNotWaitAreAnsweredInTheirOrder() throws IOException {
    try (RawSocket socket = connected()) {
      socket.write(request("/v1/actors/Counter/pipe/inc").repeat(50));
      for (int i = 1; i <= 50; i++) {
        String answer = socket.readAnswer();
        assertTrue(answer.contains("\"result\":" + i + ","), answer);
      }
    }
  }

  @Test
  void aRequestMayComeByteByByteAndALargeAnswerLeavesInPieces() throws IOException {
    try (RawSocket socket = connected()) {
      byte[] bytes = request("/v1/actors/Counter/slow/inc").getBytes(StandardCharsets.UTF_8);
      for (byte each : bytes) {
        socket.write(new byte[] {each});
      }
      assertTrue(socket.readAnswer().startsWith("HTTP/1.1 200"));
    }
    assertEquals(
        300_000,
        server
            .post("/v1/actors/Counter/large/big", "{\"chars\":300000}")
            .assertStatus(200)
            .json()
            .get("result")
            .textValue()
            .length());
  }

  @Test
  void aSocketSubscribesAndCalls() {
    RpcClient socket = server.socket();
    assertEquals(
        1,
        socket
            .request("actor.call", "{\"class\":\"Counter\",\"id\":\"live\",\"method\":\"inc\"}")
            .get("result")
            .get("result")
            .intValue());
    socket.send(RpcClient.frame(7, "actor.subscribe", "{\"class\":\"Counter\",\"id\":\"live\"}"));
    String first = socket.next() + "" + socket.next();
    assertTrue(first.contains("\"kind\":\"snapshot\"") && first.contains("\"id\":7"), first);
    server.post("/v1/actors/Counter/live/inc").assertStatus(200);
    assertTrue(socket.nextEvent().toString().contains("/value"));
    socket.close();
  }

  @Test
  void aSocketIsCompressed() throws IOException {
    try (RawSocket socket = connected()) {
      String head = socket.upgradeHead("Sec-WebSocket-Extensions: permessage-deflate\r\n");
      assertTrue(head.contains("permessage-deflate"), head);
      socket.sendText(
          RpcClient.frame(
              1,
              "actor.call",
              "{\"class\":\"Counter\",\"id\":\"zip\",\"method\":\"big\",\"args\":{\"chars\":5000}}"));
      RawSocket.Received frame = socket.readFrame();
      while (frame.opCode() > 2) {
        frame = socket.readFrame();
      }
      assertTrue(frame.compressed() && frame.payload().length < 2_000, "" + frame.payload().length);
    }
  }

  @Test
  void eventsAreStreamed() throws Exception {
    server.post("/v1/actors/Counter/events/inc").assertStatus(200);
    try (SseClient stream = server.stream("/v1/actors/Counter/events/events")) {
      assertEquals(1, stream.nextEvent().json().get("data").get("value").intValue());
      server.post("/v1/actors/Counter/events/inc").assertStatus(200);
      assertTrue(stream.nextEvent().data().contains("/value"));
    }
  }

  @Test
  void valuesAreStreamed() throws IOException {
    try (RawSocket socket = connected()) {
      socket.write(
          """
          POST /v1/actors/Waiter/v/count HTTP/1.1
          Host: localhost
          Accept: application/x-ndjson
          Content-Type: application/json
          Connection: close
          Content-Length: 10

          {"to":500}"""
              .replace("\n", "\r\n"));
      String all = socket.readAll();
      assertTrue(all.contains("{\"value\":499}"), all);
    }
  }

  /** Whether the actor takes another call, which waits behind the one that is not cancelled. */
  private static void assertCancelled(String id) {
    int touched =
        server
            .post("/v1/actors/Waiter/" + id + "/touch?deadlineMs=20000")
            .assertStatus(200)
            .json()
            .get("result")
            .intValue();
    assertTrue(touched < 99, "the call that was cancelled left a trace");
  }

  /** Waits until the actor has a call that waits, behind which others do not begin. */
  private static void awaitBusy(DaemonFixture at, String id) {
    HttpRequest.Builder brief =
        at.request("/v1/actors/Waiter/" + id + "/touch")
            .header("X-Actjs-Deadline-Ms", "50")
            .POST(HttpRequest.BodyPublishers.noBody());
    int touched = 1;
    while (at.send(brief).status() != 504) {
      touched++;
      assertTrue(touched < 1_000, "it is never busy");
    }
  }

  @Test
  void aClientThatSaysGoodbyeCancelsACallThatWaits() throws IOException {
    for (String way : new String[] {"wait", "wait?deadlineMs=60000"}) {
      String id = "bye" + way.length();
      server.post("/v1/actors/Waiter/" + id + "/touch").assertStatus(200);
      try (RawSocket socket = connected()) {
        socket.write(request("/v1/actors/Waiter/" + id + "/" + way));
        awaitBusy(server, id);
      }
      assertCancelled(id);
    }
  }

  @Test
  void aClientWhoseConnectionBreaksCancelsACallThatWaits() throws IOException {
    server.post("/v1/actors/Waiter/cut/touch").assertStatus(200);
    Socket below = new Socket(InetAddress.getLoopbackAddress(), server.daemon.port());
    SSLSocket above =
        (SSLSocket)
            TestTls.client()
                .getSocketFactory()
                .createSocket(below, "localhost", server.daemon.port(), false);
    above
        .getOutputStream()
        .write(request("/v1/actors/Waiter/cut/wait").getBytes(StandardCharsets.UTF_8));
    awaitBusy(server, "cut");
    // Without the goodbye of TLS.
    below.close();
    assertCancelled("cut");
  }

  @Test
  void aClientThatSendsItsNextRequestWhileItWaitsIsNotGone() throws IOException {
    server.post("/v1/actors/Waiter/next/touch").assertStatus(200);
    try (RawSocket socket = connected()) {
      socket.write(
          request("/v1/actors/Waiter/next/wait")
              .replace("Content", "X-Actjs-Deadline-Ms: 1500\r\nContent"));
      awaitBusy(server, "next");
      socket.write(request("/v1/actors/Counter/next/inc"));
      assertTrue(socket.readAnswer().contains("CallTimeout"));
      assertTrue(socket.readAnswer().contains("\"result\":1,"));
    }
  }

  @Test
  void plainHttpIsToldSo() throws IOException {
    try (RawSocket socket = RawSocket.plain(server.daemon.port())) {
      socket.write(request("/v1/actors/Counter/plain/inc"));
      String answer = socket.readHead();
      assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
      assertTrue(answer.contains("application/problem+json"), answer);
    }
    server.get("/v1/actors/Counter/plain").assertProblem(ProblemCode.ActorNotFound);
  }

  /** Sends bytes and expects the server to end the connection within its time. */
  private static void assertCutOff(byte[] bytes) throws IOException {
    try (RawSocket socket = RawSocket.plain(server.daemon.port())) {
      socket.write(bytes);
      try {
        socket.readAll();
      } catch (SocketException e) {
        // Reset, which is an end as well.
      }
    }
  }

  @Test
  void whoDoesNotFinishAHandshakeIsCutOff() throws IOException {
    assertCutOff(new byte[0]);
    assertCutOff(new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9});
    assertCutOff(new byte[] {22});
    // A record that is announced and does not come, with half a ClientHello.
    assertCutOff(new byte[] {22, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3, 42, 42});
    // One that is larger than any.
    assertCutOff(new byte[] {22, 3, 1, (byte) 0xff, (byte) 0xff, 1});
    server.get("/v1/health").assertStatus(200);
  }

  @Test
  void handshakesThatAreNotFinishedCountAsConnectionsAndAreReleased() throws Exception {
    Limits limits = Limits.DEFAULT.with("head-time=3s").with("connections-per-address=5");
    List<RawSocket> silent = new ArrayList<>();
    try (DaemonFixture other =
        DaemonFixture.of(
            DaemonConfig.ephemeral()
                .withLimits(limits)
                .withNetwork(Network.DEFAULT.withTls(TestTls.files())))) {
      // One may be refused itself, when the server takes it later than the one that asks.
      while (silent.size() < 5 || !staysFull(other)) {
        silent.add(RawSocket.plain(other.daemon.port()));
        assertTrue(silent.size() < 100, "connections without a handshake do not count");
      }
      int released = 0;
      for (RawSocket socket : silent) {
        String sent = socket.readAll();
        if (sent.isEmpty()) {
          released++;
        } else {
          assertEquals(CANCELED_AND_CLOSED, sent, "one that was refused");
        }
      }
      assertTrue(released >= 5, released + " of " + silent.size());
      // They are released a moment after their ends were sent.
      while (status(other) != 200) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
    } finally {
      for (RawSocket socket : silent) {
        socket.close();
      }
    }
  }

  /** An answered question counts as a connection until a moment later; a refused one does not. */
  private static boolean staysFull(DaemonFixture at) throws IOException {
    for (int asked = 0; asked < 5; asked++) {
      if (status(at) != 503) {
        return false;
      }
    }
    return true;
  }

  private static int status(DaemonFixture at) throws IOException {
    try (RawSocket socket = RawSocket.tls(at.daemon.port())) {
      socket.write("GET /v1/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
      return Integer.parseInt(socket.readHead().substring("HTTP/1.1 ".length()).substring(0, 3));
    }
  }

  private static SSLSocket handshake(String[] protocols, String... application) throws IOException {
    SSLSocket socket = (SSLSocket) TestTls.connect(server.daemon.port());
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setProtocols(protocols);
    parameters.setApplicationProtocols(application);
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  @Test
  void itSpeaksTls12And13AndHttp11() throws IOException {
    for (String version : new String[] {"TLSv1.2", "TLSv1.3"}) {
      try (SSLSocket socket = handshake(new String[] {version}, "h2", "http/1.1")) {
        assertEquals("http/1.1", socket.getApplicationProtocol());
        assertEquals(version, socket.getSession().getProtocol());
        assertFalse(socket.getSession().getCipherSuite().contains("CBC"));
      }
      try (SSLSocket socket = handshake(new String[] {version})) {
        assertEquals("", socket.getApplicationProtocol());
      }
      assertThrows(SSLException.class, () -> handshake(new String[] {version}, "h2"));
    }
    assertArrayEquals(
        new String[] {"TLSv1.3", "TLSv1.2"},
        ServerTls.of(TestTls.files()).context().getIncludeProtocols());
  }

  @Test
  void theOlderVersionsAreRefused() throws IOException {
    // A ClientHello of TLS 1.1: the version of the record and of the hello, no extensions.
    byte[] hello = new byte[5 + 4 + 2 + 32 + 1 + 4 + 2];
    byte[] start = {
      22, 3, 1, 0, (byte) (hello.length - 5), 1, 0, 0, (byte) (hello.length - 9), 3, 2
    };
    System.arraycopy(start, 0, hello, 0, start.length);
    // After the random bytes and an empty session: one suite, no compression.
    byte[] end = {0, 0, 2, (byte) 0xc0, 0x13, 1, 0};
    System.arraycopy(end, 0, hello, hello.length - end.length, end.length);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.daemon.port())) {
      socket.getOutputStream().write(hello);
      InputStream in = socket.getInputStream();
      assertEquals(21, in.read(), "an alert");
    }
  }

  @Test
  void browsersAreToldToComeBackByTlsExceptOnThisMachine() throws IOException {
    try (RawSocket socket = connected()) {
      socket.write("GET /v1/health HTTP/1.1\r\nHost: actjs.test\r\n\r\n");
      String named = socket.readAnswer();
      assertTrue(named.startsWith("HTTP/1.1 200"), named);
      assertTrue(named.contains("Strict-Transport-Security: max-age=31536000"), named);
      assertTrue(named.contains("X-Content-Type-Options: nosniff"), named);
      socket.write("GET /v1/health HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertFalse(socket.readAnswer().contains("Strict-Transport"));
      socket.write("GET /v1/health HTTP/1.1\r\nHost: one.shop.test\r\n\r\n");
      assertTrue(socket.readAnswer().startsWith("HTTP/1.1 200"));
      socket.write("GET /v1/health HTTP/1.1\r\nHost: evil.test\r\n\r\n");
      assertTrue(socket.readAnswer().startsWith("HTTP/1.1 403"));
    }
  }

  @Test
  void aPlannedStopGivesTheLastAnswersAndEndsProperly() throws IOException {
    try (DaemonFixture other =
            DaemonFixture.of(
                    DaemonConfig.ephemeral().withNetwork(Network.DEFAULT.withTls(TestTls.files())))
                .with("Waiter", WAITER);
        RawSocket idle = RawSocket.tls(other.daemon.port());
        RawSocket busy = RawSocket.tls(other.daemon.port());
        RawSocket silent = RawSocket.plain(other.daemon.port())) {
      RpcClient socket = other.socket();
      idle.write(request("/v1/actors/Waiter/i/touch"));
      assertTrue(idle.readAnswer().startsWith("HTTP/1.1 200"));
      busy.write(
          request("/v1/actors/Waiter/b/wait")
              .replace("Content", "X-Actjs-Deadline-Ms: 1500\r\nContent"));
      awaitBusy(other, "b");
      other.daemon.close();
      String answer = busy.readAnswer();
      assertTrue(answer.contains("CallTimeout") && answer.contains("Connection: close"), answer);
      assertEquals("", busy.readAll());
      assertEquals("", idle.readAll(), "the goodbye of TLS comes, no reset");
      assertEquals(1012, socket.awaitClosed().status());
      silent.readAll();
    }
  }
}
