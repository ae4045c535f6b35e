package io.actjs.actjsd.http;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.servlet.DefaultTasks;
import io.javalin.http.servlet.JavalinServlet;
import io.javalin.http.servlet.ServletEntry;
import io.javalin.router.HandlerWrapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import kotlin.LazyKt;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.eclipse.jetty.websocket.core.server.WebSocketServerComponents;
import org.eclipse.jetty.websocket.core.server.WebSocketUpgradeHandler;

/**
 * Javalin on Jetty, set up for many small answers: routes, the WebSocket, a short way for some
 * requests, and nothing else.
 */
public final class HttpServer {
  /** Where a request has to be a WebSocket. */
  public static final String SOCKET_PATH = "/v1/ws";

  /** Connections above the limit that are being told so; further ones wait until one closes. */
  private static final int REFUSED_AT_A_TIME = 256;

  private static final int MAX_HEADER_BYTES = 16 << 10;

  private final Javalin javalin;

  /**
   * @param sockets takes the WebSockets, at {@link #SOCKET_PATH}
   * @param shortWay takes requests on the thread that reads them, which it must not block, or
   *     passes them on
   * @param requests sees every other request that has a route
   * @param limits of connections and requests
   * @param routes registers the routes
   */
  public HttpServer(
      ServerSocketChannel listening,
      WebSocketNegotiator sockets,
      Handler.Wrapper shortWay,
      HandlerWrapper requests,
      HttpLimits limits,
      Consumer<RoutesConfig> routes) {
    Server server = server(sockets, shortWay);
    this.javalin =
        Javalin.create(
            config -> {
              configure(config, server, listening, limits);
              config.router.handlerWrapper(requests);
              routes.accept(config.routes);
              ProblemAnswers.register(config);
            });
  }

  private static void configure(
      JavalinConfig config, Server server, ServerSocketChannel listening, HttpLimits limits) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.http.defaultContentType = "application/json";
    config.router.ignoreTrailingSlashes = false;
    // There are no before and after handlers to look for.
    config.unsafe.servletRequestLifecycle =
        new ArrayList<>(List.of(DefaultTasks.INSTANCE.getHTTP()));
    config.unsafe.jettyInternal.server = server;
    // WebSockets are upgraded before a request comes to the servlet.
    config.unsafe.servlet =
        LazyKt.lazy(() -> new ServletEntry(null, new JavalinServlet(config.unsafe)));
    config.jetty.modifyHttpConfiguration(
        http -> {
          http.setSendDateHeader(false);
          http.setRequestHeaderSize(MAX_HEADER_BYTES);
        });
    config.jetty.addConnector((ignored, http) -> connector(server, http, listening, limits));
  }

  private static Server server(WebSocketNegotiator negotiator, Handler.Wrapper shortWay) {
    QueuedThreadPool threads = new QueuedThreadPool(32, 4);
    threads.setName("actjsd-http");
    threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("actjsd-"));
    Server server = new Server(threads);
    WebSocketUpgradeHandler sockets =
        new WebSocketUpgradeHandler(WebSocketServerComponents.ensureWebSocketComponents(server));
    sockets.addMapping(SOCKET_PATH, negotiator);
    // Its place for what is no upgrade is Javalin's.
    sockets.setHandler((Handler) null);
    shortWay.setHandler(new OnVirtualThreads(sockets));
    server.setHandler(new LoopbackHandler(shortWay));
    server.setErrorHandler(new TransportErrors());
    return server;
  }

  private static Connector connector(
      Server server, HttpConfiguration http, ServerSocketChannel listening, HttpLimits limits) {
    BoundedConnections connections = new BoundedConnections(http, limits);
    // Without acceptors the selector accepts: one thread less, for few new connections a second.
    ServerConnector connector =
        new ServerConnector(server, 0, 1, connections) {
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
          }

          @Override
          protected void onEndPointClosed(EndPoint endPoint) {
            super.onEndPointClosed(endPoint);
            connections.closed(endPoint);
          }
        };
    try {
      connector.open(listening);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.addBean(new NetworkConnectionLimit(limits.connections() + REFUSED_AT_A_TIME, connector));
    return connector;
  }

  /** What it answers, such as {@code GET /v1/health}. */
  public List<String> routes() {
    return javalin.unsafe.internalRouter.allHttpHandlers().stream()
        .map(it -> it.endpoint.method.name() + ' ' + it.endpoint.path)
        .toList();
  }

  public void start() {
    javalin.start();
  }

  /** Closes the listening socket: nothing new comes in, what is open goes on. */
  public void stopListening() {
    for (Connector connector : javalin.jettyServer().server().getConnectors()) {
      if (connector instanceof ServerConnector tcp) {
        tcp.close();
      }
    }
  }

  public void stop() {
    javalin.stop();
  }
}
