package io.actjs.actjsd.connection;

import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;

/** Tells when the client of a request closes its connection before it has its answer. */
public final class Departure {
  private Departure() {}

  /**
   * From now on, until {@link #forget}: the body of the request has been read.
   *
   * @param action must not block
   */
  public static void of(Request request, Runnable action) {
    if (endPoint(request) instanceof Watched socket) {
      socket.whenGone(action);
    }
  }

  /** The request has ended. */
  public static void forget(Request request) {
    if (endPoint(request) instanceof Watched socket) {
      socket.whenGone(null);
    }
  }

  private static EndPoint endPoint(Request request) {
    return request.getConnectionMetaData().getConnection().getEndPoint();
  }
}
