package io.actjs.actjsd.connection;

import java.util.concurrent.Executor;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.internal.HttpConnection;

/**
 * An HTTP connection that looks for its next request on the thread that has answered the one
 * before. Nearly always there is none yet, and then the selector watches for it; one that is there
 * is begun, which does not block ({@link OnVirtualThreads}). Jetty would wake a thread to look.
 */
final class RequestConnection extends HttpConnection {
  RequestConnection(HttpConfiguration http, Connector connector, EndPoint endPoint) {
    super(http, connector, endPoint);
  }

  @Override
  protected Executor getExecutor() {
    return this::execute;
  }

  @SuppressWarnings("ReferenceEquality") // Itself: what follows an answer.
  private void execute(Runnable task) {
    if (task == this) {
      run();
    } else {
      super.getExecutor().execute(task);
    }
  }
}
