package io.actjs.actjsd.ws;

import static io.actjs.actjsd.ws.SocketTest.assertError;
import static io.actjs.actjsd.ws.SocketTest.call;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.actjsd.RawSocket;
import io.actjs.actjsd.RpcClient;
import io.actjs.actjsd.Sources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The frames of a WebSocket: their sizes, kinds and repetitions, and text that is no request. */
class FrameTest {
  private static DaemonFixture server;

  @BeforeAll
  static void start() {
    server = DaemonFixture.ephemeral().with("Counter", Sources.COUNTER);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void scenario42_w35_framesAboveTheLimitCloseWith1009() {
    RpcClient socket = server.socket();
    socket.send(
        RpcClient.frame(1, "actor.call", call("s42", "echo", "\"" + "x".repeat(1 << 20) + "\"")));
    assertEquals((1 << 20), socket.next().get("result").get("result").textValue().length());
    socket.sendThoughItMayBeCutOff("\"" + "x".repeat(2 << 20) + "\"");
    assertEquals(1009, socket.awaitClosed().status());
    server.get("/v1/health").assertStatus(200);
  }

  @Test
  void textThatIsNotUtf8ClosesWith1007() throws IOException {
    try (RawSocket socket = RawSocket.upgraded(server.daemon.port())) {
      socket.sendFrame(1, true, new byte[] {'"', (byte) 0xff, '"'});
      RawSocket.Received close = socket.readFrame();
      assertEquals(8, close.opCode());
      assertEquals(1007, close.closeStatus());
    }
  }

  @Test
  void fragmentsBinaryFramesAndPingsAreUnderstood() throws IOException {
    byte[] frame =
        RpcClient.frame(1, "actor.call", call("frag", "echo", "\"é€\""))
            .getBytes(StandardCharsets.UTF_8);
    try (RawSocket socket = RawSocket.upgraded(server.daemon.port())) {
      int cut = frame.length - 8;
      socket.sendFrame(1, false, java.util.Arrays.copyOf(frame, cut));
      socket.sendFrame(9, true, new byte[] {'p'});
      socket.sendFrame(0, true, java.util.Arrays.copyOfRange(frame, cut, frame.length));
      RawSocket.Received pong = socket.readFrame();
      assertEquals(10, pong.opCode());
      assertEquals("p", pong.text());
      String first = socket.readMessage();
      assertTrue(first.endsWith("{\"result\":\"é€\",\"seq\":\"1\",\"version\":\"1.0.0\"}}"), first);
      socket.sendFrame(
          2,
          true,
          new String(frame, StandardCharsets.UTF_8)
              .replace(":1,", ":2,")
              .getBytes(StandardCharsets.UTF_8));
      assertEquals(first.replace("\"id\":1", "\"id\":2"), socket.readMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "1", "\"x\"", "[]", "true", "{}"})
  void scenario42ValuesThatAreNoRequestHarmNobody(String frame) {
    RpcClient socket = server.socket();
    socket.send(frame);
    JsonNode reply = socket.next();
    assertError(-32600, "SchemaInvalid", reply);
    assertTrue(reply.get("id").isNull());
    assertEquals(
        "{\"result\":[],\"seq\":\"1\",\"version\":\"1.0.0\"}",
        socket.request("actor.call", call("s42", "echo", "[]")).get("result").toString());
  }

  @Test
  void scenario45AByteIdenticalDuplicateRunsOnce() {
    RpcClient socket = server.socket();
    String frame = RpcClient.frame(77, "actor.call", call("s45", "inc", "{}"));
    socket.send(frame);
    socket.send(frame);
    assertEquals(1, socket.next().get("result").get("result").intValue());
    // Repeated or not, the answer is the first one; then comes the next request's.
    socket.send(RpcClient.frame(78, "actor.call", call("s45", "read", "{}")));
    JsonNode next = socket.next();
    assertEquals(1, next.get("result").get("result").intValue());
    if (next.get("id").intValue() == 77) {
      assertEquals(1, socket.next().get("result").get("result").intValue());
    }
  }
}
