package io.actjs.actjsd.connection;

import io.actjs.actjsd.tls.ServerTls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.IO;
import org.jspecify.annotations.Nullable;

/** Takes TCP connections until it closes; those that it has go on, each up to its last answer. */
public final class ClosingConnector extends ServerConnector {
  /** Connections above the limit that are being told so; further ones wait until one closes. */
  private static final int REFUSED_AT_A_TIME = 256;

  private final BoundedConnections connections;
  private final @Nullable ServerTls tls;
  private final ServerSocketChannel listening;
  private volatile boolean closing;

  /** Without acceptors the selector accepts: one thread less, for few new connections a second. */
  public ClosingConnector(
      Server server,
      BoundedConnections connections,
      @Nullable ServerTls tls,
      ServerSocketChannel listening,
      HttpLimits limits) {
    super(server, 0, 1, factories(connections, tls));
    this.connections = connections;
    this.tls = tls;
    this.listening = listening;
    try {
      open(listening);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.addBean(new NetworkConnectionLimit(limits.connections() + REFUSED_AT_A_TIME, this));
  }

  private static ConnectionFactory[] factories(
      BoundedConnections connections, @Nullable ServerTls tls) {
    return tls == null
        ? new ConnectionFactory[] {connections}
        : new ConnectionFactory[] {new TlsConnections(tls.context()), connections};
  }

  @Override
  protected SocketChannelEndPoint newEndPoint(
      SocketChannel channel, ManagedSelector selector, SelectionKey key) {
    SocketEndPoint endPoint = new SocketEndPoint(channel, selector, key, getScheduler());
    endPoint.setIdleTimeout(getIdleTimeout());
    return endPoint;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    connections.watch(getScheduler());
    if (tls != null) {
      tls.watch(getScheduler());
    }
  }

  @Override
  protected void onEndPointClosed(EndPoint endPoint) {
    super.onEndPointClosed(endPoint);
    connections.closed(endPoint);
  }

  public BoundedConnections connections() {
    return connections;
  }

  /** Whether the answers that are given now are the last of their connections. */
  public boolean isClosing() {
    return closing;
  }

  @Override
  public void close() {
    super.close();
    closing = true;
    setAccepting(false);
    // Jetty leaves it to accept as long as it has a selector, and would leave open what is accepted
    // while that stops. On the selector's thread no accept is under way.
    getSelectorManager()
        .getBeans(ManagedSelector.class)
        .forEach(selector -> selector.submit(ignored -> IO.close(listening)));
  }

  /** The limit of connections opens it again when one is closed; but not after its end. */
  @Override
  public void setAccepting(boolean accepting) {
    super.setAccepting(accepting && !closing);
  }
}
