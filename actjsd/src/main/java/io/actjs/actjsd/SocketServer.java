package io.actjs.actjsd;

import io.actjs.model.Clock;
import io.actjs.runtime.ActorRuntime;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.websocket.core.CloseStatus;

/** All WebSocket connections, and what they share. */
final class SocketServer implements AutoCloseable, MetricGroup {
  private final ActorRuntime runtime;
  private final Admission admission;
  private final Pins pins;
  private final Clock clock;
  private final long pingTimeoutMs;
  private final FrameWriter writer = new FrameWriter();
  private final NotificationFrames frames = new NotificationFrames();
  private final Set<SocketConnection> connections = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService heartbeat =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("actjsd-heartbeat").daemon().factory());

  SocketServer(ActorRuntime runtime, Admission admission, Clock clock, DaemonConfig config) {
    this.runtime = runtime;
    this.admission = admission;
    this.pins = new Pins(runtime.manifests());
    this.clock = clock;
    this.pingTimeoutMs = config.wsPingTimeoutMs();
    long interval = config.wsPingIntervalMs();
    var unused =
        heartbeat.scheduleWithFixedDelay(this::beat, interval, interval, TimeUnit.MILLISECONDS);
  }

  private void beat() {
    connections.forEach(connection -> connection.heartbeat(pingTimeoutMs));
  }

  ActorRuntime runtime() {
    return runtime;
  }

  Admission admission() {
    return admission;
  }

  Pins pins() {
    return pins;
  }

  Clock clock() {
    return clock;
  }

  FrameWriter writer() {
    return writer;
  }

  NotificationFrames frames() {
    return frames;
  }

  void opened(SocketConnection connection) {
    connections.add(connection);
    if (!admission.isOpen()) {
      goAway(connection);
    }
  }

  @Override
  public void report(MetricSink sink) {
    sink.gauge("actjs_websocket_connections", "Open WebSockets.", connections.size());
  }

  void closed(SocketConnection connection) {
    connections.remove(connection);
  }

  /**
   * Ends all connections: each after it was sent what it is owed, or when the time is over. The
   * status is one after which clients connect again.
   */
  void endAll(long millis) throws InterruptedException {
    connections.forEach(SocketServer::goAway);
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (!connections.isEmpty() && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    connections.forEach(SocketConnection::abort);
  }

  private static void goAway(SocketConnection connection) {
    connection.finishAndClose(CloseStatus.SHUTDOWN, "the server is stopping");
  }

  @Override
  public void close() {
    heartbeat.shutdownNow();
    writer.close();
  }
}
