package io.actjs.actctl.crash;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** Stands between clients and a server: passes on what they send, sometimes late, and cuts. */
final class CuttingProxy implements AutoCloseable {
  private static final int BUFFER = 16 << 10;
  private static final int LATE_ONE_IN = 50;
  private static final int LATEST_MS = 20;

  private final ServerSocket listening;
  private final int target;
  private final Random random;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  CuttingProxy(int target, long seed) throws IOException {
    this.target = target;
    this.random = new Random(seed);
    this.listening = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
    Thread.startVirtualThread(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        Thread.startVirtualThread(() -> connect(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void connect(Socket client) {
    Socket server = new Socket();
    open.add(client);
    open.add(server);
    try {
      server.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), target));
      Thread back = Thread.startVirtualThread(() -> pass(server, client));
      pass(client, server);
      back.join();
    } catch (IOException e) {
      cut(client, server);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void pass(Socket from, Socket to) {
    byte[] buffer = new byte[BUFFER];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (chance(LATE_ONE_IN)) {
          LockSupport.parkNanos(next(LATEST_MS) * 1_000_000L);
        }
        out.write(buffer, 0, read);
      }
    } catch (IOException e) {
      // Either end has gone.
    }
    cut(from, to);
  }

  private synchronized int next(int bound) {
    return random.nextInt(bound);
  }

  private boolean chance(int oneIn) {
    return next(oneIn) == 0;
  }

  /** Cuts some connections, in the middle of whatever they carry. */
  void cutSome(int oneIn) {
    for (Socket socket : open) {
      if (chance(oneIn)) {
        cut(socket);
      }
    }
  }

  private void cut(Socket... sockets) {
    for (Socket socket : sockets) {
      open.remove(socket);
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    cut(open.toArray(Socket[]::new));
  }
}
