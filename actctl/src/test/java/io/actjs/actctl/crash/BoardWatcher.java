package io.actjs.actctl.crash;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A WebSocket that watches one board, or changes boards, with as little work as possible. */
final class BoardWatcher implements AutoCloseable {
  /** What a client that does not read takes nevertheless. */
  private static final int SMALL_BUFFER = 4 << 10;

  private static final int USUAL_BUFFER = 256 << 10;

  private final Socket socket;
  private final DataInputStream in;
  private final String board;
  private final CountDownLatch reading;
  private long[] latencies = new long[1024];
  private int count;
  private int snapshots;
  private volatile long lastNumber = -1;

  private final AtomicInteger answers = new AtomicInteger();

  private volatile @Nullable String broken;

  private BoardWatcher(int port, String board, boolean deaf) throws IOException {
    this.board = board;
    this.reading = new CountDownLatch(deaf ? 1 : 0);
    socket = new Socket();
    socket.setReceiveBufferSize(deaf ? SMALL_BUFFER : USUAL_BUFFER);
    socket.setTcpNoDelay(true);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), SMALL_BUFFER));
    String upgrade =
        "GET /v1/ws HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                .formatted(port)
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    socket.getOutputStream().write(upgrade.getBytes(StandardCharsets.US_ASCII));
    for (int end = 0; end < 4; ) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the upgrade was refused");
      }
      end = next == (end % 2 == 0 ? '\r' : '\n') ? end + 1 : 0;
    }
    Thread.startVirtualThread(this::read);
  }

  /** One that watches nothing. */
  static BoardWatcher open(int port) throws IOException {
    return new BoardWatcher(port, "", false);
  }

  static BoardWatcher subscribed(int port, String board) throws IOException {
    return new BoardWatcher(port, board, false).subscribe(0);
  }

  /** One that subscribes so many times, and reads nothing before it is told to listen. */
  static BoardWatcher deaf(int port, String board, int times) throws IOException {
    BoardWatcher deaf = new BoardWatcher(port, board, true);
    for (int i = 0; i < times; i++) {
      deaf.subscribe(i);
    }
    return deaf;
  }

  private BoardWatcher subscribe(int nth) throws IOException {
    send(
        "{\"jsonrpc\":\"2.0\",\"id\":\"s"
            + nth
            + "\",\"method\":\"actor.subscribe\",\"params\":{\"class\":\"Board\",\"id\":\""
            + board
            + "\"}}");
    return this;
  }

  /** Changes a board, and says when. */
  void put(String target, int number) throws IOException {
    send(
        "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"actor.call\",\"params\":{\"class\":\"Board\",\"id\":\"%s\",\"method\":\"put\",\"args\":{\"at\":%d,\"n\":%d}}}"
            .formatted(number, target, System.nanoTime() / 1_000, number));
  }

  private synchronized void send(String text) throws IOException {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    byte[] frame = new byte[8 + payload.length];
    frame[0] = (byte) 0x81;
    frame[1] = (byte) (0x80 | 126);
    frame[2] = (byte) (payload.length >> 8);
    frame[3] = (byte) payload.length;
    System.arraycopy(payload, 0, frame, 8, payload.length);
    socket.getOutputStream().write(frame);
  }

  void listen() {
    reading.countDown();
  }

  private void read() {
    try {
      reading.await();
      while (true) {
        int op = in.readUnsignedByte() & 0x0f;
        int length = in.readUnsignedByte();
        if (length == 126) {
          length = in.readUnsignedShort();
        } else if (length == 127) {
          length = (int) in.readLong();
        }
        byte[] payload = in.readNBytes(length);
        if (op == 1) {
          take(new String(payload, 0, Math.min(length, 400), StandardCharsets.ISO_8859_1), payload);
        } else if (op == 8) {
          broken = "closed: " + new String(payload, StandardCharsets.ISO_8859_1);
          return;
        } else if (op == 9) {
          pong(payload);
        }
      }
    } catch (IOException | InterruptedException e) {
      broken = e.toString();
    }
  }

  private synchronized void pong(byte[] payload) throws IOException {
    byte[] frame = new byte[6 + payload.length];
    frame[0] = (byte) 0x8a;
    frame[1] = (byte) (0x80 | payload.length);
    System.arraycopy(payload, 0, frame, 6, payload.length);
    socket.getOutputStream().write(frame);
  }

  private void take(String begin, byte[] whole) {
    if (begin.contains("\"kind\":\"snapshot\"")) {
      lastNumber = number(begin, "\"n\":");
      synchronized (this) {
        snapshots++;
      }
    } else if (begin.contains("\"kind\":\"patch\"")) {
      long at = number(begin, "\"/at\",\"value\":");
      synchronized (this) {
        if (count == latencies.length) {
          latencies = Arrays.copyOf(latencies, 2 * count);
        }
        latencies[count++] = System.nanoTime() - at * 1_000;
      }
      lastNumber = number(begin, "\"/n\",\"value\":");
    } else if (begin.contains("\"error\"")) {
      broken = new String(whole, StandardCharsets.UTF_8);
    } else {
      var unused = answers.incrementAndGet();
    }
  }

  private static long number(String text, String before) {
    int from = text.indexOf(before) + before.length();
    int to = from;
    while (Character.isDigit(text.charAt(to))) {
      to++;
    }
    return Long.parseLong(text.substring(from, to));
  }

  String board() {
    return board;
  }

  boolean hasState() {
    return lastNumber >= 0 || broken != null;
  }

  /** Of the last change that it has seen; -1 before it has seen any. */
  long lastNumber() {
    return lastNumber;
  }

  int answers() {
    return answers.get();
  }

  synchronized int snapshots() {
    return snapshots;
  }

  /** Why it sees nothing any more; null as long as it does. */
  @Nullable String broken() {
    return broken;
  }

  synchronized void forget() {
    count = 0;
  }

  /** Nanoseconds from each call to its change. */
  synchronized long[] latencies() {
    return Arrays.copyOf(latencies, count);
  }

  @Override
  public String toString() {
    return board + " at " + lastNumber + ", " + snapshots() + " snapshots, " + broken;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone.
    }
  }
}
