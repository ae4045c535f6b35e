package io.actjs.actjsd.connection;

import io.actjs.model.ProblemCode;
import io.actjs.wire.Problem;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.IdleTimeout;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * HTTP connections with three bounds: how many there are, how many come from one address, and how
 * long a request may take to arrive, or a TLS handshake before the first. A connection above a
 * bound is told so and closed; the many clients of a trusted proxy share its address. A request
 * that comes too slowly is cut off: Jetty's idle timeout alone is put off by a byte now and then.
 */
public final class BoundedConnections extends HttpConnectionFactory {
  private static final long SWEEP_MS = 500;

  /** A connection that was used so lately may be about to be used again. */
  private static final long LATELY_MS = 100;

  /** For all connections to have their last answers. */
  private static final long LAST_MS = 1_000;

  /** For clients to see that their connections have ended. */
  private static final long GOODBYE_MS = 250;

  /** While the parser is in one of these, the head of a request is arriving. */
  private static final Set<HttpParser.State> HEAD =
      EnumSet.range(HttpParser.State.METHOD, HttpParser.State.HEADER);

  /** And here its body, or what is behind it. */
  private static final Set<HttpParser.State> BODY =
      EnumSet.range(HttpParser.State.CONTENT, HttpParser.State.TRAILER);

  /** Stands for the clients of all proxies. */
  private static final InetAddress NOBODY = InetAddress.ofLiteral("0.0.0.0");

  private final HttpLimits limits;
  private final Map<EndPoint, InetAddress> admitted = new ConcurrentHashMap<>();
  private final Map<InetAddress, Integer> perAddress = new ConcurrentHashMap<>();
  private final Set<HttpConnection> receiving = ConcurrentHashMap.newKeySet();

  /** Since when a handshake has been due, in nanoseconds. */
  private final Map<TlsConnection, Long> handshakes = new ConcurrentHashMap<>();

  private final Predicate<InetAddress> proxies;

  /**
   * @param proxies tells which addresses stand for many clients
   */
  public BoundedConnections(
      HttpConfiguration http, HttpLimits limits, Predicate<InetAddress> proxies) {
    super(http);
    this.limits = limits;
    this.proxies = proxies;
  }

  @Override
  public Connection newConnection(Connector connector, EndPoint endPoint) {
    if (endPoint instanceof SslConnection.SslEndPoint encrypted
        && encrypted.getSslConnection() instanceof TlsConnection tls) {
      handshakes.put(tls, System.nanoTime());
    }
    String refusal = refusal(endPoint);
    if (refusal != null) {
      return new RefusedConnection(
          endPoint, connector.getExecutor(), new Problem(ProblemCode.CapacityExhausted, refusal));
    }
    RequestConnection connection =
        new RequestConnection(getHttpConfiguration(), connector, endPoint);
    connection.setTransferEncodingChunkMaxLength(getTransferEncodingChunkMaxLength());
    configure(connection, connector, endPoint);
    receiving.add(connection);
    connection.addEventListener(
        new Connection.Listener() {
          @Override
          public void onClosed(Connection closed) {
            // It may have become a WebSocket; its endpoint counts on.
            receiving.remove(connection);
          }
        });
    return connection;
  }

  /** Why the connection is not taken; null when it is. */
  private @Nullable String refusal(EndPoint endPoint) {
    if (admitted.size() >= limits.connections()) {
      return "the server has " + limits.connections() + " connections; try again in a moment";
    }
    if (!(endPoint.getRemoteSocketAddress() instanceof InetSocketAddress remote)) {
      return null;
    }
    InetAddress address = remote.getAddress();
    if (proxies.test(address)) {
      admitted.put(socket(endPoint), NOBODY);
      return null;
    }
    int count = perAddress.merge(address, 1, Integer::sum);
    if (count > limits.perAddress()) {
      leave(address);
      return "your address has " + limits.perAddress() + " connections; close some first";
    }
    admitted.put(socket(endPoint), address);
    return null;
  }

  /** What the connector knows a connection by, below TLS. */
  private static EndPoint socket(EndPoint endPoint) {
    return endPoint instanceof EndPoint.Wrapper wrapper ? wrapper.unwrap() : endPoint;
  }

  /** The connection is gone, whatever it had become. */
  void closed(EndPoint endPoint) {
    InetAddress address = admitted.remove(endPoint);
    if (address != null && !address.isAnyLocalAddress()) {
      leave(address);
    }
  }

  private void leave(InetAddress address) {
    perAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
  }

  /** Looks after slow requests from now on, until the scheduler ends. */
  void watch(Scheduler scheduler) {
    var unused =
        scheduler.schedule(
            () -> {
              sweep(System.nanoTime());
              if (scheduler.isRunning()) {
                watch(scheduler);
              }
            },
            SWEEP_MS,
            TimeUnit.MILLISECONDS);
  }

  private void sweep(long now) {
    receiving.removeIf(connection -> isCutOff(connection, now));
    handshakes.entrySet().removeIf(it -> isSettled(it.getKey(), now - it.getValue()));
  }

  /** Whether the handshake is over, or takes too long and is cut off. */
  private boolean isSettled(TlsConnection tls, long age) {
    if (tls.isEstablished() || !tls.getEndPoint().isOpen()) {
      return true;
    }
    boolean slow = TimeUnit.NANOSECONDS.toMillis(age) > limits.headMs();
    if (slow) {
      tls.getEndPoint().close();
    }
    return slow;
  }

  /**
   * Waits until no connection is between two requests that follow each other; those that have one
   * end with its answer.
   */
  public void awaitLastRequests() throws InterruptedException {
    await(LAST_MS, () -> receiving.stream().noneMatch(BoundedConnections::isInUse));
  }

  /** Whether its client may be about to send a request, or has sent one that waits for a thread. */
  private static boolean isInUse(HttpConnection connection) {
    if (!isIdle(connection)) {
      long begun = System.nanoTime() - connection.getParser().getBeginNanoTime();
      return TimeUnit.NANOSECONDS.toMillis(begun) < LATELY_MS;
    }
    return socket(connection.getEndPoint()) instanceof IdleTimeout endPoint
        && endPoint.getIdleFor() < LATELY_MS;
  }

  /** Whether no part of a request has come that is not answered. */
  private static boolean isIdle(HttpConnection connection) {
    return connection.getParser().getState() == HttpParser.State.START;
  }

  /** Connections that are open. */
  public int open() {
    return admitted.size();
  }

  /** Ends the connections that have no request: their clients read the end of the stream. */
  public void endIdle() throws InterruptedException {
    receiving.stream()
        .filter(BoundedConnections::isIdle)
        .forEach(connection -> connection.getEndPoint().shutdownOutput());
    await(GOODBYE_MS, () -> receiving.stream().noneMatch(BoundedConnections::isIdle));
  }

  private static void await(long millis, BooleanSupplier done) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (!done.getAsBoolean() && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  private boolean isCutOff(HttpConnection connection, long now) {
    HttpParser parser = connection.getParser();
    HttpParser.State state = parser.getState();
    long ageMs = TimeUnit.NANOSECONDS.toMillis(now - parser.getBeginNanoTime());
    boolean slowHead = HEAD.contains(state) && ageMs > limits.headMs();
    // Whoever reads the body refuses it first; this is for what nobody reads.
    boolean slowBody =
        BODY.contains(state) && ageMs > limits.headMs() + limits.bodyMs() + 2 * SWEEP_MS;
    if (slowHead || slowBody) {
      String detail =
          "the head of a request has to come within %d ms, its body within %d ms"
              .formatted(limits.headMs(), limits.bodyMs());
      RefusedConnection.refuse(
          connection.getEndPoint(), new Problem(ProblemCode.RequestTimeout, detail), slowHead);
    }
    return slowHead || slowBody;
  }
}
