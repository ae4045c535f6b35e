package io.actjs.actjsd.http;

import io.actjs.actjsd.connection.ClosingConnector;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Response;

/**
 * The last answer of a connection says that it is the last: a client whose next request finds the
 * connection closed cannot tell whether that was done. When a server stops, what is asked for is
 * answered, every answer is the last on its connection, and a connection without a request is
 * ended, not reset.
 */
final class LastAnswer {
  private LastAnswer() {}

  /** Says whether it is the last, which Jetty decides only after the answer has left. */
  static void tell(Response response) {
    if (isStopping(response) || isBodyToCome(response)) {
      response.getHeaders().put(HttpFields.CONNECTION_CLOSE);
    }
  }

  private static boolean isStopping(Response response) {
    Connector connector = response.getRequest().getConnectionMetaData().getConnector();
    return connector instanceof ClosingConnector closing && closing.isClosing();
  }

  /** The next request would begin behind a body that nobody reads. */
  private static boolean isBodyToCome(Response response) {
    return !response.getHeaders().contains(HttpHeader.CONNECTION)
        && !response.getRequest().consumeAvailable();
  }
}
