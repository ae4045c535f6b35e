package io.actjs.actjsd.http;

import io.actjs.actjsd.connection.BoundedConnections;
import io.actjs.actjsd.connection.ClosingConnector;
import io.actjs.actjsd.connection.HttpLimits;
import io.actjs.actjsd.connection.OnVirtualThreads;
import io.actjs.actjsd.edge.Edge;
import io.actjs.actjsd.encoding.MessageDeflate;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.servlet.DefaultTasks;
import io.javalin.http.servlet.JavalinServlet;
import io.javalin.http.servlet.ServletEntry;
import io.javalin.router.HandlerWrapper;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import kotlin.LazyKt;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
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

  private static final int MAX_HEADER_BYTES = 16 << 10;

  private final Javalin javalin;

  /**
   * @param sockets takes the WebSockets, at {@link #SOCKET_PATH}
   * @param shortWay takes requests on the thread that reads them, which it must not block, or
   *     passes them on
   * @param requests sees every other request that has a route
   * @param limits of connections and requests
   * @param edge who may reach it, and how; asked for each request, except for its TLS
   * @param crossOrigin whose pages may use it, likewise
   * @param pages answers where there is no route
   * @param routes registers the routes
   */
  public HttpServer(
      ServerSocketChannel listening,
      WebSocketNegotiator sockets,
      Handler.Wrapper shortWay,
      HandlerWrapper requests,
      HttpLimits limits,
      Supplier<Edge> edge,
      Supplier<CrossOrigin> crossOrigin,
      Pages pages,
      Consumer<RoutesConfig> routes) {
    Server server = server(sockets, shortWay, edge, crossOrigin);
    this.javalin =
        Javalin.create(
            config -> {
              configure(config, server, listening, limits, edge);
              config.router.handlerWrapper(requests);
              routes.accept(config.routes);
              ProblemAnswers.register(config, pages);
            });
  }

  private static void configure(
      JavalinConfig config,
      Server server,
      ServerSocketChannel listening,
      HttpLimits limits,
      Supplier<Edge> edge) {
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
          // Ignoring case, the cache would confuse two tokens that differ only in case. Respecting
          // it, looking up a token costs more than parsing it again.
          http.setHeaderCacheSize(0);
        });
    config.jetty.addConnector(
        (ignored, http) ->
            new ClosingConnector(
                server,
                new BoundedConnections(
                    http, limits, address -> edge.get().proxies().trusts(address)),
                edge.get().tls(),
                listening,
                limits));
  }

  private static Server server(
      WebSocketNegotiator negotiator,
      Handler.Wrapper shortWay,
      Supplier<Edge> edge,
      Supplier<CrossOrigin> crossOrigin) {
    QueuedThreadPool threads = new QueuedThreadPool(32, 4);
    threads.setName("actjsd-http");
    threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("actjsd-"));
    Server server = new Server(threads);
    WebSocketComponents components = WebSocketServerComponents.ensureWebSocketComponents(server);
    MessageDeflate.register(components);
    WebSocketUpgradeHandler sockets = new WebSocketUpgradeHandler(components);
    sockets.addMapping(SOCKET_PATH, negotiator);
    // Its place for what is no upgrade is Javalin's.
    sockets.setHandler((Handler) null);
    shortWay.setHandler(new OnVirtualThreads(sockets));
    server.setHandler(new RequestGuard(shortWay, edge, crossOrigin));
    server.setErrorHandler(new TransportErrors(crossOrigin));
    return server;
  }

  /** What it answers, such as {@code GET /v1/health}. */
  public List<String> routes() {
    return javalin.unsafe.internalRouter.allHttpHandlers().stream()
        .map(it -> it.endpoint.method.name() + ' ' + it.endpoint.path)
        .toList();
  }

  /** Connections that are open. */
  public int connections() {
    return connectors().stream().mapToInt(connector -> connector.connections().open()).sum();
  }

  public void start() {
    javalin.start();
  }

  /** Closes the listening socket: nothing new comes in, what is open goes on to its last answer. */
  public void stopListening() {
    connectors().forEach(ClosingConnector::close);
  }

  /**
   * Lets connections that are in use have one more answer, which says that it is the last: a client
   * is about to send its next request and could not tell whether it was taken.
   */
  public void awaitLastRequests() throws InterruptedException {
    for (ClosingConnector connector : connectors()) {
      connector.connections().awaitLastRequests();
    }
  }

  /** Ends connections that have no request, and waits a moment for their clients to see it. */
  public void endIdle() throws InterruptedException {
    for (ClosingConnector connector : connectors()) {
      connector.connections().endIdle();
    }
  }

  private List<ClosingConnector> connectors() {
    return Stream.of(javalin.jettyServer().server().getConnectors())
        .map(ClosingConnector.class::cast)
        .toList();
  }

  public void stop() {
    javalin.stop();
  }
}
