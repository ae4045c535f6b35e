package io.actjs.actjsd.ws;

import io.actjs.actjsd.access.Door;
import io.actjs.actjsd.feed.NotificationFrames;
import io.actjs.actjsd.http.Admission;
import io.actjs.actjsd.http.Pins;
import io.actjs.actjsd.http.SocketWriter;
import io.actjs.actjsd.metric.MetricGroup;
import io.actjs.actjsd.metric.MetricSink;
import io.actjs.actjsd.rate.RateGate;
import io.actjs.model.Clock;
import io.actjs.policy.Budget;
import io.actjs.runtime.ActorRuntime;
import io.actjs.wire.RpcFrames;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All WebSocket connections, and their shared parts. */
public final class SocketServer implements AutoCloseable, MetricGroup {
  private static final Logger LOG = LoggerFactory.getLogger(SocketServer.class);

  private final ActorRuntime runtime;
  private final Admission admission;
  private final Door door;
  private final RateGate rates;
  private final Pins pins;
  private final Clock clock;
  private final SocketLimits limits;
  private final long pingTimeoutMs;
  private final SocketWriter writer;
  private final NotificationFrames frames;
  private final Set<SocketConnection> connections = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService heartbeat =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("actjsd-heartbeat").daemon().factory());

  /**
   * @param pingIntervalMs time between two pings of a connection
   * @param pingTimeoutMs a connection that shows no life for this time is closed
   */
  public SocketServer(
      ActorRuntime runtime,
      SocketWriter writer,
      Admission admission,
      Door door,
      RateGate rates,
      Clock clock,
      SocketLimits limits,
      long pingIntervalMs,
      long pingTimeoutMs) {
    this.runtime = runtime;
    this.writer = writer;
    this.admission = admission;
    this.door = door;
    this.rates = rates;
    this.pins = new Pins(runtime.manifests());
    this.frames = new NotificationFrames(RpcFrames::notification, runtime.memory());
    this.clock = clock;
    this.limits = limits;
    this.pingTimeoutMs = pingTimeoutMs;
    var unused =
        heartbeat.scheduleWithFixedDelay(
            this::beat, pingIntervalMs, pingIntervalMs, TimeUnit.MILLISECONDS);
  }

  /**
   * Takes the upgrades of an HTTP server.
   *
   * @param bodyLimit bytes that the arguments in a message may have
   */
  public WebSocketNegotiator upgrade(int bodyLimit) {
    return new SocketUpgrade(this, bodyLimit);
  }

  private void beat() {
    connections.forEach(this::beat);
  }

  /** What a scheduled task throws ends its schedule. */
  private void beat(SocketConnection connection) {
    try {
      connection.heartbeat(pingTimeoutMs);
    } catch (RuntimeException | Error e) {
      LOG.error("a connection's heartbeat failed: it is ended", e);
      connection.abort();
    }
  }

  ActorRuntime runtime() {
    return runtime;
  }

  Admission admission() {
    return admission;
  }

  Door door() {
    return door;
  }

  RateGate rates() {
    return rates;
  }

  Pins pins() {
    return pins;
  }

  Clock clock() {
    return clock;
  }

  SocketLimits limits() {
    return limits;
  }

  Budget memory() {
    return runtime.memory();
  }

  /** Does something small a moment later. */
  public void later(Runnable action, long millis) {
    try {
      var unused = heartbeat.schedule(action, millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("the server ends", e);
    }
  }

  SocketWriter writer() {
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
   * Ends all connections, each once its pending frames are sent or the time is up. The status is
   * one after which clients reconnect.
   */
  public void endAll(long millis) throws InterruptedException {
    connections.forEach(SocketServer::goAway);
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (!connections.isEmpty() && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    connections.forEach(SocketConnection::abort);
  }

  private static void goAway(SocketConnection connection) {
    connection.finishAndClose(CloseStatus.SERVICE_RESTART, "the server is stopping");
  }

  @Override
  public void close() {
    heartbeat.shutdownNow();
  }
}
