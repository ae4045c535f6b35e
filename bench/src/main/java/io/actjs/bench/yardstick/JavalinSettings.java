package io.actjs.bench.yardstick;

import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.servlet.DefaultTasks;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** What the daemon sets in Javalin and Jetty for speed, so that no difference comes from there. */
final class JavalinSettings {
  private JavalinSettings() {}

  static void apply(JavalinConfig config, int port) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.unsafe.servletRequestLifecycle =
        new ArrayList<>(List.of(DefaultTasks.INSTANCE.getHTTP()));
    config.unsafe.jettyInternal.server = server();
    config.jetty.modifyHttpConfiguration(http -> http.setSendDateHeader(false));
    config.jetty.addConnector(
        (server, http) -> {
          ServerConnector connector =
              new ServerConnector(server, 0, 1, new HttpConnectionFactory(http));
          connector.setHost("127.0.0.1");
          connector.setPort(port);
          return connector;
        });
  }

  private static Server server() {
    QueuedThreadPool threads = new QueuedThreadPool(32, 4);
    threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("yardstick-"));
    return new Server(threads);
  }
}
