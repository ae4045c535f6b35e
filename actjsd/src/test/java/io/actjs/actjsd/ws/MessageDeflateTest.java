package io.actjs.actjsd.ws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actjsd.Answer;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.actjsd.RawSocket;
import io.actjs.actjsd.RpcClient;
import io.actjs.actjsd.Sources;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** permessage-deflate as a client meets it that compresses with its own library. */
class MessageDeflateTest {
  private static final String OFFER = "Sec-WebSocket-Extensions: permessage-deflate\r\n";

  /** A text frame whose first reserved bit is set. */
  private static final int COMPRESSED = 0x41;

  private static DaemonFixture server;

  @BeforeAll
  static void start() {
    server = DaemonFixture.ephemeral().with("Counter", Sources.COUNTER);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static RawSocket connected() throws IOException {
    RawSocket socket = new RawSocket(server.daemon.port());
    assertTrue(agreed(socket, OFFER).startsWith("permessage-deflate"));
    return socket;
  }

  private static String agreed(RawSocket socket, String offer) throws IOException {
    String head = socket.upgradeHead(offer);
    assertTrue(head.startsWith("HTTP/1.1 101"), head);
    String name = "sec-websocket-extensions: ";
    return head.lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name))
        .map(line -> line.substring(name.length()))
        .findFirst()
        .orElse("");
  }

  private static String call(int id, String method, String args) {
    return RpcClient.frame(
        id,
        "actor.call",
        "{\"class\":\"Counter\",\"id\":\"zip\",\"method\":\""
            + method
            + "\",\"args\":"
            + args
            + "}");
  }

  private static byte[] deflated(byte[] plain) {
    Deflater deflater = new Deflater(9, true);
    deflater.setInput(plain);
    byte[] out = new byte[plain.length + 100];
    int size = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
    deflater.end();
    return Arrays.copyOf(out, size - 4);
  }

  private static byte[] deflated(String plain) {
    return deflated(plain.getBytes(StandardCharsets.UTF_8));
  }

  private record Message(String text, boolean compressed, int frames, int bytes) {}

  private static Message read(RawSocket socket) throws IOException, DataFormatException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    boolean compressed = false;
    int frames = 0;
    while (true) {
      RawSocket.Received frame = socket.readFrame();
      if (frame.opCode() > 2) {
        assertEquals(9, frame.opCode(), "closed: " + frame.text());
        socket.sendFrame(10, true, frame.payload());
        continue;
      }
      assertEquals(frames == 0 ? 1 : 0, frame.opCode());
      compressed = frames == 0 ? frame.compressed() : compressed;
      assertFalse(frames > 0 && frame.compressed());
      frames++;
      whole.writeBytes(frame.payload());
      if (frame.last()) {
        byte[] bytes = whole.toByteArray();
        return new Message(
            compressed ? inflated(bytes) : whole.toString(StandardCharsets.UTF_8),
            compressed,
            frames,
            bytes.length);
      }
    }
  }

  private static String inflated(byte[] message) throws DataFormatException {
    Inflater inflater = new Inflater(true);
    byte[] tailed = Arrays.copyOf(message, message.length + 4);
    tailed[message.length + 2] = (byte) 0xff;
    tailed[message.length + 3] = (byte) 0xff;
    inflater.setInput(tailed);
    byte[] out = new byte[8 << 20];
    int size = inflater.inflate(out);
    inflater.end();
    return new String(out, 0, size, StandardCharsets.UTF_8);
  }

  private static void assertNothingIsInUse() {
    long end = System.nanoTime() + 10_000_000_000L;
    while (server.daemon.runtime().memory().used() > 0) {
      assertTrue(System.nanoTime() < end, "used: " + server.daemon.runtime().memory().used());
      Thread.onSpinWait();
    }
  }

  private static void assertCloses(int status, RawSocket socket) throws IOException {
    RawSocket.Received frame = socket.readFrame();
    while (frame.opCode() == 9) {
      frame = socket.readFrame();
    }
    assertEquals(8, frame.opCode());
    assertEquals(status, frame.closeStatus(), frame.closeReason());
    try {
      socket.sendFrame(8, true, new byte[] {3, (byte) 0xe8});
    } catch (IOException e) {
      // The server does not wait for the answer to a close frame that tells of a fault.
    }
    assertNothingIsInUse();
  }

  @Test
  void noMessageDependsOnAnother() throws IOException {
    try (RawSocket socket = new RawSocket(server.daemon.port())) {
      String agreed = agreed(socket, OFFER);
      assertTrue(agreed.contains("server_no_context_takeover"), agreed);
      assertTrue(agreed.contains("client_no_context_takeover"), agreed);
    }
  }

  @Test
  void anOfferThatCannotBeKeptIsNotAccepted() throws IOException {
    try (RawSocket socket = new RawSocket(server.daemon.port())) {
      String small = "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=9\r\n";
      assertEquals("", agreed(socket, small));
      socket.sendText(call(1, "echo", "\"" + "x".repeat(5000) + "\""));
      assertTrue(socket.readMessage().contains("xxx"));
    }
    try (RawSocket socket = new RawSocket(server.daemon.port())) {
      String two =
          "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=9,"
              + " x-unknown, permessage-deflate; client_max_window_bits\r\n";
      assertTrue(agreed(socket, two).startsWith("permessage-deflate"));
    }
    try (RawSocket socket = new RawSocket(server.daemon.port())) {
      assertEquals("", agreed(socket, ""));
    }
  }

  @Test
  void longMessagesAreCompressedAndShortOnesAreNot() throws Exception {
    try (RawSocket socket = connected()) {
      socket.sendText(call(1, "echo", "\"short\""));
      assertFalse(read(socket).compressed());
      for (int chars : new int[] {2_000, 20_000, 900_000}) {
        String text = "\"" + "abc".repeat(chars / 3) + "\"";
        socket.sendText(call(2, "echo", text));
        Message answer = read(socket);
        assertTrue(answer.compressed());
        assertTrue(answer.bytes() < chars / 10, answer.bytes() + " bytes");
        assertEquals(text, Answer.parse(answer.text()).get("result").get("result").toString());
      }
      assertNothingIsInUse();
    }
  }

  @Test
  void aCompressedMessageThatIsStillLongComesInSeveralFrames() throws Exception {
    StringBuilder digits = new StringBuilder("\"");
    java.util.Random random = new java.util.Random(5);
    for (int i = 0; i < 500_000; i++) {
      digits.append((char) ('0' + random.nextInt(10)));
    }
    String text = digits.append('"').toString();
    try (RawSocket socket = connected()) {
      socket.sendFrame(COMPRESSED, true, deflated(call(1, "echo", text)));
      Message answer = read(socket);
      assertTrue(answer.compressed() && answer.frames() > 3, answer.frames() + " frames");
      assertEquals(text, Answer.parse(answer.text()).get("result").get("result").toString());
    }
  }

  @Test
  void subscribersGetTheSamePatchesWhetherTheyCompressOrNot() throws Exception {
    String subscribe =
        RpcClient.frame(1, "actor.subscribe", "{\"class\":\"Counter\",\"id\":\"both\"}");
    server.post("/v1/actors/Counter/both/inc").assertStatus(200);
    try (RawSocket one = connected();
        RawSocket two = connected();
        RawSocket plain = RawSocket.upgraded(server.daemon.port())) {
      for (RawSocket socket : new RawSocket[] {one, two, plain}) {
        socket.sendText(subscribe);
        assertTrue(read(socket).text().contains("snapshot"));
        assertTrue(read(socket).text().contains("subscriptionId"));
      }
      for (int i = 0; i < 20; i++) {
        server.post("/v1/actors/Counter/both/inc").assertStatus(200);
        String patch = read(plain).text();
        assertTrue(patch.contains("\"patch\""), patch);
        assertEquals(patch, read(one).text());
        assertEquals(patch, read(two).text());
      }
    }
  }

  @Test
  void aClientMayCompressWhatItSends() throws Exception {
    String text = "\"" + "é".repeat(20_000) + "\"";
    byte[] message = deflated(call(1, "echo", text));
    try (RawSocket socket = connected()) {
      socket.sendFrame(COMPRESSED, true, message);
      assertTrue(read(socket).text().contains("éééé"));
      int cut = message.length / 2;
      socket.sendFrame(COMPRESSED, false, Arrays.copyOf(message, cut));
      socket.sendFrame(9, true, new byte[] {'p'});
      socket.sendFrame(0, true, Arrays.copyOfRange(message, cut, message.length));
      assertEquals(10, socket.readFrame().opCode());
      assertTrue(read(socket).text().contains("éééé"));
      socket.sendText(call(2, "echo", "1"));
      assertTrue(read(socket).text().contains("\"result\":1"));
    }
  }

  @Test
  void scenario42ABombClosesWith1009() throws IOException {
    try (RawSocket socket = connected()) {
      byte[] bomb = deflated(new byte[200 << 20]);
      assertTrue(bomb.length < 1 << 20, bomb.length + " bytes");
      socket.sendFrame(COMPRESSED, true, bomb);
      assertCloses(1009, socket);
    }
    server.get("/v1/health").assertStatus(200);
  }

  @Test
  void whatIsNotCompressedAsItSaysClosesWith1007() throws IOException {
    try (RawSocket socket = connected()) {
      socket.sendFrame(COMPRESSED, true, new byte[] {(byte) 0xff, (byte) 0xff, 1, 2, 3});
      assertCloses(1007, socket);
    }
    try (RawSocket socket = connected()) {
      socket.sendFrame(COMPRESSED, true, deflated(new byte[] {'"', (byte) 0xff, '"'}));
      assertCloses(1007, socket);
    }
  }

  @Test
  void theBitWithoutAnAgreementOrInTheMiddleClosesWith1002() throws IOException {
    try (RawSocket socket = RawSocket.upgraded(server.daemon.port())) {
      socket.sendFrame(COMPRESSED, true, deflated(call(1, "echo", "1")));
      assertCloses(1002, socket);
    }
    try (RawSocket socket = connected()) {
      socket.sendFrame(1, false, new byte[] {'['});
      socket.sendFrame(0x40, true, new byte[] {']'});
      assertCloses(1002, socket);
    }
  }
}
