package io.actjs.bench.load;

import io.actjs.bench.work.BenchFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A WebSocket client connection (RFC 6455): masked text frames out, text frames in. */
final class WsConnection extends Connection {
  private static final int TEXT = 1;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;

  /** Receives text frames. */
  interface Texts {
    /** The text lies in {@code bytes[from, to)} and is valid during the call only. */
    void text(WsConnection connection, byte[] bytes, int from, int to);
  }

  /** The number that the owner gave this connection. */
  final int number;

  private final Texts texts;

  /** Connects and shakes hands; blocks until the server has switched protocols. */
  WsConnection(int port, String path, int number, Texts texts) throws IOException {
    super(port);
    this.number = number;
    this.texts = texts;
    shakeHands(port, path);
  }

  private void shakeHands(int port, String path) throws IOException {
    String request =
        "GET "
            + path
            + " HTTP/1.1\r\nHost: localhost:"
            + port
            + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: YWN0anMgYmVuY2htYXJrIQ==\r\n\r\n";
    channel.write(ByteBuffer.wrap(Ascii.bytes(request)));
    ByteBuffer one = ByteBuffer.allocate(1);
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      if (channel.read(one.clear()) < 0) {
        throw new BenchFailure("connection closed during the handshake: " + head);
      }
      head.append((char) one.get(0));
    }
    if (!head.toString().startsWith("HTTP/1.1 101")) {
      throw new BenchFailure("no WebSocket at " + path + ": " + head);
    }
  }

  void send(WsFrame frame) {
    frame.copyTo(output);
  }

  /** Sends a frame with its number field set. */
  void send(WsFrame frame, long number) {
    int start = output.position();
    frame.copyTo(output);
    frame.number(output, start, number);
  }

  @Override
  int consume(byte[] bytes, int length) {
    int at = 0;
    while (length - at >= 2) {
      int size = bytes[at + 1] & 0x7f;
      int head = size < 126 ? 2 : size == 126 ? 4 : 10;
      if (length - at < head) {
        break;
      }
      if (size >= 126) {
        size = longSize(bytes, at + 2, head - 2);
      }
      int from = at + head;
      if (length - from < size) {
        break;
      }
      frame(bytes[at], bytes, from, from + size);
      at = from + size;
    }
    return at;
  }

  private static int longSize(byte[] bytes, int at, int width) {
    long size = 0;
    for (int i = 0; i < width; i++) {
      size = (size << 8) | (bytes[at + i] & 0xff);
    }
    return Math.toIntExact(size);
  }

  private void frame(byte first, byte[] bytes, int from, int to) {
    boolean last = (first & 0x80) != 0;
    switch (first & 0x0f) {
      case TEXT -> {
        if (!last) {
          throw new BenchFailure("the generator does not read fragmented messages");
        }
        texts.text(this, bytes, from, to);
      }
      case PING -> send(WsFrame.of(PONG, Arrays.copyOfRange(bytes, from, to)));
      case PONG -> {}
      case CLOSE -> throw new BenchFailure("the server closed a WebSocket during the run");
      default -> throw new BenchFailure("unexpected WebSocket frame type " + (first & 0x0f));
    }
  }
}
