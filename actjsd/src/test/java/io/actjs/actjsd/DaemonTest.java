package io.actjs.actjsd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Starting, stopping and starting again. */
class DaemonTest {
  @TempDir Path temp;

  @Test
  void whatWasAcknowledgedIsThereAfterARestart() {
    try (DaemonFixture first = DaemonFixture.at(temp)) {
      first.with("Counter", Sources.COUNTER).with("Account", Sources.ACCOUNT);
      for (int i = 0; i < 20; i++) {
        first.post("/v1/actors/Counter/kept/inc").assertStatus(200);
        first.post("/v1/actors/Account/kept/credit", "{\"amount\":2}").assertStatus(200);
      }
    }
    try (DaemonFixture second = DaemonFixture.at(temp)) {
      assertEquals(21, second.post("/v1/actors/Counter/kept/inc").json().get("result").intValue());
      assertEquals(
          "{\"balance\":40}", second.get("/v1/actors/Account/kept").json().get("state").toString());
    }
  }

  @Test
  void aTakenPortIsSaidAndTheDataIsUntouched() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Path dataDir = temp.resolve("untouched");
      ActjsException e =
          assertThrows(
              ActjsException.class,
              () -> Daemon.start(DaemonConfig.at(dataDir).withPort(taken.getLocalPort())).close());
      assertEquals(ProblemCode.AddressInUse, e.code());
      assertTrue(e.detail().contains(Integer.toString(taken.getLocalPort())), e.detail());
      assertTrue(java.nio.file.Files.notExists(dataDir));
    }
  }

  @Test
  void aDataDirectoryHasOneDaemonAndTheSecondLeavesNoPortBehind() throws IOException {
    int port = freePort();
    try (DaemonFixture first = DaemonFixture.at(temp)) {
      ActjsException e =
          assertThrows(
              ActjsException.class,
              () -> Daemon.start(DaemonConfig.at(temp).withPort(port)).close());
      assertEquals(ProblemCode.DataDirectoryInUse, e.code());
      assertThrows(ConnectException.class, () -> new RawSocket(port).close());
      first.get("/v1/ready").assertStatus(200);
    }
  }

  @Test
  void aPublicAddressIsRefused() {
    ActjsException e =
        assertThrows(
            ActjsException.class,
            () -> Daemon.start(DaemonConfig.ephemeral().withHost("0.0.0.0").withPort(0)).close());
    assertEquals(ProblemCode.Forbidden, e.code());
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void scenario44AStoppingServerSendsSubscribersToReconnect() {
    try (DaemonFixture server = DaemonFixture.ephemeral()) {
      server.with("Counter", Sources.COUNTER);
      RpcClient socket = server.socket();
      socket.send(RpcClient.frame(1, "actor.subscribe", "{\"class\":\"Counter\",\"id\":\"a\"}"));
      socket.nextEvent();
      socket.next();
      server.daemon.close();
      RpcClient.Closed closed = socket.awaitClosed();
      assertEquals(1012, closed.status());
      assertEquals("the server is stopping", closed.reason());
      assertThrows(ConnectException.class, () -> new RawSocket(server.daemon.port()).close());
      server.daemon.close();
    }
  }

  @Test
  void scenario40PingsComeAndAPeerWithoutPongIsLeft() throws Exception {
    DaemonConfig config = DaemonConfig.ephemeral().withPing(50, 400);
    try (DaemonFixture server = DaemonFixture.of(config)) {
      RpcClient alive = server.socket();
      try (RawSocket silent = new RawSocket(server.daemon.port())) {
        assertTrue(silent.upgrade("").startsWith("HTTP/1.1 101"));
        RawSocket.Received frame = silent.readFrame();
        while (frame.opCode() == 9) {
          frame = silent.readFrame();
        }
        assertEquals(8, frame.opCode());
        assertEquals(1001, frame.closeStatus());
        assertEquals("heartbeat timeout", frame.closeReason());
      }
      alive.awaitPing();
      JsonNode reply = alive.request("actor.nope", "{}");
      assertEquals(-32601, reply.get("error").get("code").intValue());
    }
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void aCallThatNeverAnswersDoesNotKeepTheDataDirectory() throws Exception {
    DaemonFixture first = DaemonFixture.at(temp);
    first.with(
        "Stuck",
        """
        import { Actor, handler } from 'actjs';
        export class Stuck extends Actor<{ n: number }> {
          state = { n: 0 };
          @handler('wait') async wait() { await new Promise(() => {}); }
          @handler('inc') inc() { return ++this.state.n; }
        }
        """);
    first.post("/v1/actors/Stuck/a/inc").assertStatus(200);
    HttpRequest call =
        HttpRequest.newBuilder(first.daemon.uri().resolve("/v1/actors/Stuck/a/wait"))
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    var stuck = HttpClient.newHttpClient().sendAsync(call, HttpResponse.BodyHandlers.discarding());
    // A second call waits behind the one that is stuck, also when it came together with that one.
    var behind = HttpClient.newHttpClient().sendAsync(call, HttpResponse.BodyHandlers.discarding());
    while (first.get("/v1/actors/Stuck/a/info").json().get("mailbox").intValue() != 1) {
      Thread.onSpinWait();
    }
    first.daemon.close();
    assertTrue(stuck.handle((answer, failure) -> true).get(20, TimeUnit.SECONDS));
    assertTrue(behind.handle((answer, failure) -> true).get(20, TimeUnit.SECONDS));
    try (DaemonFixture second = DaemonFixture.at(temp)) {
      assertEquals(2, second.post("/v1/actors/Stuck/a/inc").json().get("result").intValue());
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
