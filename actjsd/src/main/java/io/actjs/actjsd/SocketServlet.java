package io.actjs.actjsd;

import io.actjs.model.ProblemCode;
import io.actjs.wire.Problem;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServlet;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServletFactory;

/** Upgrades {@code GET /v1/ws} to a WebSocket. */
final class SocketServlet extends JettyWebSocketServlet {
  private static final long serialVersionUID = 1L;

  /** The envelope around the arguments, which may be as long as a request body. */
  private static final int ENVELOPE_SLACK = 64 << 10;

  private static final int OUTPUT_BUFFER = 32 << 10;

  private final transient SocketServer sockets;
  private final int bodyLimit;

  SocketServlet(SocketServer sockets, int bodyLimit) {
    this.sockets = sockets;
    this.bodyLimit = bodyLimit;
  }

  @Override
  protected void configure(JettyWebSocketServletFactory factory) {
    factory.setMaxTextMessageSize(bodyLimit + ENVELOPE_SLACK);
    factory.setMaxBinaryMessageSize(bodyLimit + ENVELOPE_SLACK);
    factory.setOutputBufferSize(OUTPUT_BUFFER);
    // The heartbeat finds dead peers; a quiet subscriber is no dead one.
    factory.setIdleTimeout(Duration.ZERO);
    factory.setCreator(
        (request, response) -> {
          // Compression would cost more time and memory than it saves on a local connection.
          response.setExtensions(List.of());
          return new SocketConnection(sockets);
        });
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    if (request.getHeader("Sec-WebSocket-Key") == null) {
      Reply.problem(
          response,
          new Problem(
              ProblemCode.SchemaInvalid, "/v1/ws is a WebSocket: connect with a WebSocket client"));
      return;
    }
    super.service(request, response);
  }
}
