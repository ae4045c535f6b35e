package io.actjs.actjsd.control;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.wire.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers on the socket of a server that waits for another one's end: it is alive, and it is not
 * ready. Each connection has one answer, within bounds of bytes, time and number. When it is
 * closed, the socket is as it was, and connections that it has not accepted are the server's.
 */
public final class WaitingRoom implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WaitingRoom.class);
  private static final int MOST_CONNECTIONS = 64;
  private static final int MOST_HEAD_BYTES = 16 << 10;
  private static final int PATIENCE_MS = 5_000;

  private final ServerSocketChannel listening;
  private final @Nullable SSLContext tls;
  private final String why;
  private final long openedAt = System.nanoTime();
  private final Selector selector;
  private final Semaphore places = new Semaphore(MOST_CONNECTIONS);
  private final Thread thread;
  private volatile boolean closing;

  private WaitingRoom(ServerSocketChannel listening, @Nullable SSLContext tls, String why)
      throws IOException {
    this.listening = listening;
    this.tls = tls;
    this.why = why;
    this.selector = Selector.open();
    listening.configureBlocking(false);
    listening.register(selector, SelectionKey.OP_ACCEPT);
    this.thread = Thread.ofPlatform().name("actjsd-waiting").daemon().start(this::run);
  }

  /**
   * @param tls makes the handshakes, or null for none
   * @param why it is not ready
   */
  public static WaitingRoom open(
      ServerSocketChannel listening, @Nullable SSLContext tls, String why) {
    try {
      return new WaitingRoom(listening, tls, why);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void run() {
    while (!closing) {
      try {
        selector.select();
        selector.selectedKeys().clear();
        for (SocketChannel next = accept(); next != null; next = accept()) {
          take(next);
        }
      } catch (IOException e) {
        LOG.debug("a connection was not accepted", e);
      }
    }
  }

  private @Nullable SocketChannel accept() throws IOException {
    return closing ? null : listening.accept();
  }

  private void take(SocketChannel connection) throws IOException {
    if (!places.tryAcquire()) {
      connection.close();
      return;
    }
    Thread.ofVirtual()
        .name("actjsd-waiting")
        .start(
            () -> {
              try (connection) {
                answer(connection);
              } catch (IOException e) {
                LOG.debug("a client has left", e);
              } finally {
                places.release();
              }
            });
  }

  private void answer(SocketChannel connection) throws IOException {
    connection.configureBlocking(true);
    Socket socket = connection.socket();
    socket.setSoTimeout(PATIENCE_MS);
    if (tls == null) {
      answer(socket);
      return;
    }
    String host = ((InetSocketAddress) connection.getRemoteAddress()).getHostString();
    try (SSLSocket secured =
        (SSLSocket) tls.getSocketFactory().createSocket(socket, host, socket.getPort(), true)) {
      secured.setUseClientMode(false);
      answer(secured);
    }
  }

  private void answer(Socket socket) throws IOException {
    String head = head(socket.getInputStream());
    boolean health = head.startsWith("GET /v1/health ") || head.startsWith("HEAD /v1/health ");
    String body = health ? health() : problem();
    String status = health ? "200 OK" : "503 Service Unavailable";
    String type = health ? "application/json" : Problem.MEDIA_TYPE;
    String answer =
        "HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n%sConnection: close\r\n\r\n%s"
            .formatted(
                status,
                type,
                body.getBytes(StandardCharsets.UTF_8).length,
                health ? "" : "Retry-After: 1\r\n",
                head.startsWith("HEAD ") ? "" : body);
    socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
  }

  private String health() {
    return "{\"status\":\"ok\",\"uptimeMs\":" + (System.nanoTime() - openedAt) / 1_000_000 + "}";
  }

  private String problem() {
    return Problem.of(new ActjsException(ProblemCode.StorageUnavailable, why)).toJson();
  }

  /** All up to the empty line. */
  private static String head(InputStream in) throws IOException {
    long end = System.nanoTime() + PATIENCE_MS * 1_000_000L;
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n", Math.max(0, head.length() - 4)) < 0) {
      int next = in.read();
      if (next < 0 || head.length() == MOST_HEAD_BYTES || System.nanoTime() > end) {
        throw new IOException("no request");
      }
      head.append((char) next);
    }
    return head.toString();
  }

  @Override
  public void close() {
    closing = true;
    selector.wakeup();
    try {
      thread.join();
      selector.close();
      listening.configureBlocking(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
