package io.actjs.actjsd;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actjsd.tls.TestTls;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A TCP connection for what well-behaved clients do not do. */
public final class RawSocket implements AutoCloseable {
  private final Socket socket;
  private final DataInputStream in;

  public RawSocket(int port) throws IOException {
    this(
        TestTls.EVERYWHERE
            ? TestTls.connect(port)
            : new Socket(InetAddress.getLoopbackAddress(), port));
  }

  private RawSocket(Socket connected) throws IOException {
    socket = connected;
    socket.setSoTimeout(30_000);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
  }

  /** A connection that the system takes next to nothing for, until it is read. */
  public static RawSocket narrow(int port) throws IOException {
    Socket below = new Socket();
    below.setReceiveBufferSize(16 << 10);
    below.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return new RawSocket(
        TestTls.EVERYWHERE
            ? TestTls.client().getSocketFactory().createSocket(below, "localhost", port, true)
            : below);
  }

  /** A connection without TLS, whatever the other tests do. */
  public static RawSocket plain(int port) throws IOException {
    return new RawSocket(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  /** A connection with TLS. */
  public static RawSocket tls(int port) throws IOException {
    return new RawSocket(TestTls.connect(port));
  }

  /**
   * A connection with TLS to a server of this name.
   *
   * @param from the address of the client
   */
  public static RawSocket tls(String name, int port, String from) throws IOException {
    Socket below = new Socket();
    below.bind(new InetSocketAddress(from, 0));
    below.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return new RawSocket(TestTls.client().getSocketFactory().createSocket(below, name, port, true));
  }

  /** A connection whose upgrade to a WebSocket was accepted. */
  public static RawSocket upgraded(int port) throws IOException {
    RawSocket socket = new RawSocket(port);
    assertTrue(socket.upgrade("").startsWith("HTTP/1.1 101"));
    return socket;
  }

  public void write(String text) throws IOException {
    write(text.getBytes(StandardCharsets.UTF_8));
  }

  public void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  public void shutdownOutput() throws IOException {
    socket.shutdownOutput();
  }

  /** Reads up to the end of the stream. */
  public String readAll() throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Upgrades; returns the status line. */
  public String upgrade(String extraHeaders) throws IOException {
    return upgradeHead(extraHeaders).lines().findFirst().orElse("");
  }

  /** Upgrades; returns the head of the answer. */
  public String upgradeHead(String extraHeaders) throws IOException {
    return upgradeHead("127.0.0.1:" + socket.getPort(), extraHeaders);
  }

  /** Upgrades under the name of the host. */
  public String upgradeHead(String host, String extraHeaders) throws IOException {
    write(
        "GET /v1/ws HTTP/1.1\r\nHost: "
            + host
            + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + extraHeaders
            + "\r\n");
    return readHead();
  }

  /** Whether the server has ended the stream; waits for a moment. */
  public boolean hasEnded() throws IOException {
    socket.setSoTimeout(1);
    try {
      return in.read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } finally {
      socket.setSoTimeout(30_000);
    }
  }

  /** Whether there is something to read. */
  public boolean isAnswered() throws IOException {
    return in.available() > 0;
  }

  /** Reads the head of an answer, whose body is left to read. */
  public String readHead() throws IOException {
    StringBuilder head = new StringBuilder();
    String line = readLine();
    while (!line.isEmpty()) {
      head.append(line).append("\r\n");
      line = readLine();
    }
    return head.toString();
  }

  /** Reads one answer that says how long it is. */
  public String readAnswer() throws IOException {
    String head = readHead();
    Matcher length = Pattern.compile("(?i)content-length: (\\d+)").matcher(head);
    assertTrue(length.find(), head);
    byte[] body = new byte[Integer.parseInt(length.group(1))];
    in.readFully(body);
    return head + "\r\n" + new String(body, StandardCharsets.UTF_8);
  }

  /** Reads up to and with the text. */
  public String readUntil(String text) throws IOException {
    StringBuilder read = new StringBuilder();
    while (read.indexOf(text, read.length() - text.length()) < 0) {
      int c = in.read();
      if (c < 0) {
        throw new EOFException(read.toString());
      }
      read.append((char) c);
    }
    return read.toString();
  }

  private String readLine() throws IOException {
    StringBuilder line = new StringBuilder();
    int c = in.read();
    while (c != '\n') {
      if (c < 0) {
        throw new EOFException(line.toString());
      }
      if (c != '\r') {
        line.append((char) c);
      }
      c = in.read();
    }
    return line.toString();
  }

  /** Sends a frame, masked with zeros. */
  public void sendFrame(int opCode, boolean last, byte[] payload) throws IOException {
    byte[] head = new byte[payload.length < 126 ? 6 : payload.length < 65_536 ? 8 : 14];
    head[0] = (byte) ((last ? 0x80 : 0) | opCode);
    if (payload.length < 126) {
      head[1] = (byte) (0x80 | payload.length);
    } else if (payload.length < 65_536) {
      head[1] = (byte) (0x80 | 126);
      head[2] = (byte) (payload.length >> 8);
      head[3] = (byte) payload.length;
    } else {
      head[1] = (byte) (0x80 | 127);
      for (int i = 0; i < 4; i++) {
        head[6 + i] = (byte) (payload.length >> (24 - 8 * i));
      }
    }
    socket.getOutputStream().write(head);
    socket.getOutputStream().write(payload);
  }

  public void sendText(String text) throws IOException {
    sendFrame(1, true, text.getBytes(StandardCharsets.UTF_8));
  }

  /** A frame from the server. */
  @SuppressWarnings("ArrayRecordComponent") // Nobody compares frames.
  public record Received(int opCode, boolean last, boolean compressed, byte[] payload) {
    public int closeStatus() {
      return ((payload[0] & 0xff) << 8) | (payload[1] & 0xff);
    }

    public String closeReason() {
      return new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
    }

    public String text() {
      return new String(payload, StandardCharsets.UTF_8);
    }
  }

  /** Reads a frame. */
  public Received readFrame() throws IOException {
    int first = in.readUnsignedByte();
    long length = in.readUnsignedByte();
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = in.readLong();
    }
    byte[] payload = new byte[(int) length];
    in.readFully(payload);
    return new Received(first & 0x0f, (first & 0x80) != 0, (first & 0x40) != 0, payload);
  }

  /** Reads frames up to the end of a message. */
  public String readMessage() throws IOException {
    StringBuilder text = new StringBuilder();
    while (true) {
      Received frame = readFrame();
      if (frame.opCode() <= 2) {
        text.append(frame.text());
        if (frame.last()) {
          return text.toString();
        }
      } else if (frame.opCode() == 8) {
        throw new EOFException("closed: " + frame.closeStatus() + " " + frame.closeReason());
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
