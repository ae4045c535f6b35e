package io.actjs.actjsd.ws;

import io.actjs.actjsd.access.Identity;
import io.actjs.actjsd.encoding.MessageDeflate;
import io.actjs.actjsd.http.HttpServer;
import io.actjs.actjsd.http.Pins;
import io.actjs.actjsd.http.Requests;
import io.actjs.actjsd.http.TransportErrors;
import io.actjs.actjsd.rate.RequestRates;
import io.actjs.actjsd.rate.Sent;
import io.actjs.model.ActjsException;
import io.actjs.wire.Problem;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.ExtensionConfig;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.jspecify.annotations.Nullable;

/** Makes a {@link SocketConnection} of each WebSocket upgrade. */
final class SocketUpgrade implements WebSocketNegotiator {
  /** Bytes that a frame may have beside its arguments, which may be as long as a request body. */
  private static final int ENVELOPE_SLACK = 64 << 10;

  private static final String OPERATION = "GET " + HttpServer.SOCKET_PATH;

  private static final int BUFFER = 16 << 10;

  private final SocketServer sockets;
  private final int bodyLimit;

  SocketUpgrade(SocketServer sockets, int bodyLimit) {
    this.sockets = sockets;
    this.bodyLimit = bodyLimit;
  }

  @Override
  public @Nullable FrameHandler negotiate(
      ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
    PinText pinned;
    Identity identity;
    String address;
    try {
      identity = sockets.door().identify(request);
      address = RequestRates.address(request);
      sockets.rates().take(new Sent(identity.principal(), address, OPERATION));
      pinned =
          new PinText(
              Requests.headerOr(request, Pins.HEADER, Pins.PARAMETER),
              Requests.headerOr(request, Pins.STRICT_HEADER, Pins.STRICT_PARAMETER));
      String warning = sockets.pins().of(pinned.manifest(), pinned.ownMode()).warning();
      if (warning != null) {
        response.getHeaders().put("Warning", Pins.header(warning));
      }
    } catch (ActjsException e) {
      TransportErrors.write(Problem.of(e), response, callback);
      return null;
    }
    ExtensionConfig deflate = MessageDeflate.accept(request.getExtensions());
    response.setExtensions(deflate == null ? List.of() : List.of(deflate));
    return new SocketConnection(sockets, new Sender(identity, address), pinned, deflate != null);
  }

  @Override
  public void customize(Configuration socket) {
    socket.setMaxTextMessageSize(bodyLimit + ENVELOPE_SLACK);
    socket.setMaxBinaryMessageSize(bodyLimit + ENVELOPE_SLACK);
    socket.setInputBufferSize(BUFFER);
    socket.setOutputBufferSize(BUFFER);
    // The heartbeat finds dead peers; a quiet subscriber is not a dead one.
    socket.setIdleTimeout(Duration.ZERO);
  }
}
