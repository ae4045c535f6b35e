package io.actjs.storage.postgres;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * A way to a PostgreSQL that loses connections at a COMMIT. Its URL makes the JDBC driver send
 * every statement as text, so that the proxy can see it.
 */
final class CutProxy implements AutoCloseable {
  /** Where a connection is cut. */
  enum Cut {
    NOWHERE,
    /** The server never gets the COMMIT. */
    BEFORE_COMMIT,
    /** The server gets the COMMIT; the client is cut off before there is an answer. */
    AT_COMMIT,
    /** The server answers the COMMIT, and the client does not get that. */
    AFTER_COMMIT
  }

  private final PostgresUrl server;
  private final ServerSocket listener;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final AtomicInteger cuts = new AtomicInteger();
  private volatile Supplier<Cut> plan = () -> Cut.NOWHERE;

  CutProxy(PostgresUrl server) {
    this.server = server;
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  PostgresUrl url() {
    return new PostgresUrl(
        "jdbc:postgresql://localhost:"
            + listener.getLocalPort()
            + server.jdbc().substring(server.jdbc().lastIndexOf('/'))
            + "?prepareThreshold=0",
        server.user(),
        server.password());
  }

  /** The next COMMIT, of whatever connection, is cut so. */
  void cutNext(Cut cut) {
    AtomicReference<Cut> once = new AtomicReference<>(cut);
    plan = () -> once.getAndSet(Cut.NOWHERE);
  }

  /** Each COMMIT asks what becomes of it. */
  void cutEach(Supplier<Cut> cut) {
    plan = cut;
  }

  int cuts() {
    return cuts.get();
  }

  private void accept() {
    int port =
        Integer.parseInt(server.jdbc().replaceFirst(".*://[^:/]+:", "").replaceFirst("/.*", ""));
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Socket upstream = new Socket(InetAddress.getLoopbackAddress(), port);
        sockets.add(client);
        sockets.add(upstream);
        AtomicReference<Cut> pending = new AtomicReference<>(Cut.NOWHERE);
        Thread.ofVirtual().start(() -> requests(client, upstream, pending));
        Thread.ofVirtual().start(() -> answers(client, upstream, pending));
      } catch (IOException e) {
        if (!listener.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void requests(Socket client, Socket upstream, AtomicReference<Cut> pending) {
    try (client;
        upstream) {
      InputStream in = client.getInputStream();
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
        Cut cut =
            new String(buffer, 0, n, ISO_8859_1).contains("COMMIT\0") ? plan.get() : Cut.NOWHERE;
        if (cut != Cut.NOWHERE) {
          cuts.incrementAndGet();
        }
        if (cut == Cut.BEFORE_COMMIT) {
          return;
        }
        pending.set(cut);
        upstream.getOutputStream().write(buffer, 0, n);
        if (cut == Cut.AT_COMMIT) {
          return;
        }
      }
    } catch (IOException e) {
      // The other side is gone: so is this one now.
    }
  }

  private static void answers(Socket client, Socket upstream, AtomicReference<Cut> pending) {
    byte[] buffer = new byte[1 << 16];
    try {
      InputStream in = upstream.getInputStream();
      for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
        switch (pending.get()) {
          case NOWHERE -> client.getOutputStream().write(buffer, 0, n);
          case BEFORE_COMMIT, AT_COMMIT, AFTER_COMMIT -> {
            client.close();
            upstream.close();
          }
        }
      }
      client.close();
    } catch (IOException e) {
      // The other side is gone: so is this one now.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
