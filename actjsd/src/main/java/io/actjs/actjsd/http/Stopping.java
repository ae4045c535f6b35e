package io.actjs.actjsd.http;

import io.actjs.actjsd.connection.ClosingConnector;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Response;

/**
 * The end of a server, as its clients see it: what is asked for is answered, every answer says that
 * it is the last on its connection, and a connection without a request is ended, not reset.
 */
final class Stopping {
  private Stopping() {}

  /** Says in the last answer of a connection that it is the last. */
  static void tell(Response response) {
    Connector connector = response.getRequest().getConnectionMetaData().getConnector();
    if (connector instanceof ClosingConnector closing && closing.isClosing()) {
      response.getHeaders().put(HttpFields.CONNECTION_CLOSE);
    }
  }
}
