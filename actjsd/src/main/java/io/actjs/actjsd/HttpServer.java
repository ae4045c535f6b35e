package io.actjs.actjsd;

import io.actjs.model.ActjsException;
import io.actjs.model.Clock;
import io.actjs.model.ProblemCode;
import io.actjs.runtime.ActorRuntime;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.servlet.DefaultTasks;
import io.javalin.http.servlet.JavalinServlet;
import io.javalin.http.servlet.ServletEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import kotlin.LazyKt;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.core.server.WebSocketServerComponents;
import org.eclipse.jetty.websocket.core.server.WebSocketUpgradeHandler;

/** Javalin on Jetty, set up for many small answers: routes, the WebSocket, and nothing else. */
final class HttpServer {
  /** Sockets that may be open at a time; further ones wait until one closes. */
  private static final int MAX_CONNECTIONS = 16_384;

  private static final int MAX_HEADER_BYTES = 16 << 10;

  private final Javalin javalin;

  HttpServer(
      ServerSocketChannel listening,
      ActorRuntime runtime,
      Admission admission,
      SocketServer sockets,
      List<MetricGroup> further,
      DaemonConfig daemon) {
    int bodyLimit = daemon.bodyLimit();
    AdminGate gate = new AdminGate(daemon.adminToken());
    Server server = server(new SocketUpgrade(sockets, bodyLimit));
    RequestMetrics requests = new RequestMetrics();
    Metrics metrics =
        new Metrics()
            .add(new RuntimeMetrics(runtime))
            .add(new RetentionMetrics(runtime))
            .add(new StorageProbe(runtime))
            .add(sockets)
            .add(requests);
    further.forEach(metrics::add);
    this.javalin =
        Javalin.create(
            config -> {
              configure(config, server, listening);
              config.router.handlerWrapper(requests);
              metrics.register(config.routes);
              new HealthRoutes(runtime, admission, Clock.SYSTEM).register(config.routes);
              new ClassRoutes(runtime.registry(), gate, bodyLimit).register(config.routes);
              new ManifestRoutes(runtime.manifests(), gate, bodyLimit).register(config.routes);
              new KeyRoutes(runtime.signingKeys(), gate, bodyLimit).register(config.routes);
              new ActorRoutes(runtime, admission, sockets.pins(), bodyLimit)
                  .register(config.routes);
              new ActorAdminRoutes(runtime, admission, gate, bodyLimit).register(config.routes);
              new MigrationRoutes(runtime, admission, gate, bodyLimit).register(config.routes);
              new OperationRoutes(runtime, gate).register(config.routes);
              new BackupRoutes(runtime, gate, daemon.dataDir()).register(config.routes);
              ProblemAnswers.register(config);
            });
  }

  private static void configure(
      JavalinConfig config, Server server, ServerSocketChannel listening) {
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
    config.jetty.addConnector((ignored, http) -> connector(server, http, listening));
  }

  private static Server server(SocketUpgrade upgrade) {
    QueuedThreadPool threads = new QueuedThreadPool(32, 4);
    threads.setName("actjsd-http");
    threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("actjsd-"));
    Server server = new Server(threads);
    WebSocketUpgradeHandler sockets =
        new WebSocketUpgradeHandler(WebSocketServerComponents.ensureWebSocketComponents(server));
    sockets.addMapping(SocketUpgrade.PATH, upgrade);
    // Its place for what is no upgrade is Javalin's.
    sockets.setHandler((Handler) null);
    server.setHandler(new LoopbackHandler(sockets));
    server.setErrorHandler(new TransportErrors());
    return server;
  }

  private static Connector connector(
      Server server, HttpConfiguration http, ServerSocketChannel listening) {
    // Without acceptors the selector accepts: one thread less, for few new connections a second.
    ServerConnector connector = new ServerConnector(server, 0, 1, new HttpConnectionFactory(http));
    try {
      connector.open(listening);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.addBean(new NetworkConnectionLimit(MAX_CONNECTIONS, connector));
    return connector;
  }

  void start() {
    javalin.start();
  }

  /** Closes the listening socket: nothing new comes in, what is open goes on. */
  void stopListening() {
    for (Connector connector : javalin.jettyServer().server().getConnectors()) {
      if (connector instanceof ServerConnector tcp) {
        tcp.close();
      }
    }
  }

  void stop() {
    javalin.stop();
  }

  static ActjsException addressInUse(String host, int port, IOException cause) {
    return new ActjsException(
        ProblemCode.AddressInUse,
        "cannot listen on "
            + host
            + ":"
            + port
            + ": "
            + cause.getMessage()
            + "; stop the other program or choose another port with --port",
        cause);
  }
}
