package io.actjs.actjsd.service;

import io.actjs.runtime.ActorRuntime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Whether a daemon lives: its port reacts to a new connection, and a worker takes a task, as it
 * would take a turn. A store that is away, or busy, is no reason to start the daemon again: calls
 * wait for it.
 */
public final class LifeSign {
  private final InetAddress address;
  private final int port;
  private final ActorRuntime runtime;

  /**
   * @param address where the daemon listens, which may be the address of all
   */
  public LifeSign(InetAddress address, int port, ActorRuntime runtime) {
    this.address = address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address;
    this.port = port;
    this.runtime = runtime;
  }

  /** Whether both happen, each within the time. */
  boolean isGiven(Duration within) throws InterruptedException {
    return portReacts(within) && workerTurns(within);
  }

  /** A line of state for people. */
  String state() {
    return "%d actors in memory%s"
        .formatted(
            runtime.stats().active(),
            runtime.storageIsAway() ? "; the storage does not answer" : "");
  }

  /**
   * An answer of any kind will do, and so will the end of the connection: with TLS that is what a
   * request without it gets.
   */
  private boolean portReacts(Duration within) {
    // Zero would be for ever.
    int millis = Math.toIntExact(Math.max(1, within.toMillis()));
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), millis);
      socket.setSoTimeout(millis);
      String request =
          "GET /v1/health HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n\r\n"
              .formatted(port);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      int unused = socket.getInputStream().read();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private boolean workerTurns(Duration within) throws InterruptedException {
    try {
      var unused = runtime.beat().get(within.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }
}
