package io.actjs.actctl.inspect;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.screen.Json;
import io.actjs.engine.inspect.DebugTarget;
import io.actjs.engine.inspect.Debugger;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;
import org.jspecify.annotations.Nullable;

/**
 * Serves debuggers: {@code /json/version} and {@code /json/list} tell of the isolates, and a
 * WebSocket at an isolate's address, which nobody can guess, speaks V8's inspector protocol with
 * it, to one debugger at a time. A request whose Host is a name of somebody else's is refused: a
 * page that has its name resolve to this machine would otherwise be able to ask.
 */
public final class InspectorServer implements AutoCloseable {
  /** Chrome and editors ask for no newer one. */
  private static final String PROTOCOL = "1.3";

  private static final long MOST_MESSAGE_CHARS = 16 << 20;
  private static final Pattern NUMERIC = Pattern.compile("[0-9.]+|\\[[0-9A-Fa-f:.]+\\]");

  private final Debugger debugger;
  private final InspectAddress address;
  private final Server server;
  private final ServerConnector connector;

  private InspectorServer(Debugger debugger, InspectAddress address) {
    this.debugger = debugger;
    this.address = address;
    QueuedThreadPool threads = new QueuedThreadPool(16, 1);
    threads.setName("actctl-inspect");
    threads.setDaemon(true);
    server = new Server(threads);
    connector = new ServerConnector(server, 1, 1);
    connector.setHost(address.host());
    connector.setPort(address.port());
    server.addConnector(connector);
    WebSocketUpgradeHandler sockets =
        WebSocketUpgradeHandler.from(
            server,
            container -> {
              container.setIdleTimeout(Duration.ZERO);
              container.setMaxTextMessageSize(MOST_MESSAGE_CHARS);
              container.addMapping("/*", this::socket);
            });
    sockets.setHandler(new Discovery());
    server.setHandler(new HostCheck(sockets));
  }

  /**
   * Begins to listen.
   *
   * @throws IOException with what is wrong with the address
   */
  public static InspectorServer open(Debugger debugger, InspectAddress address) throws IOException {
    InspectorServer opened = new InspectorServer(debugger, address);
    try {
      opened.server.start();
      return opened;
    } catch (Exception e) {
      opened.close();
      throw new IOException(reason(e), e);
    }
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure.getCause();
    return switch (failure) {
      case BindException inUse -> "the address is in use";
      case UnresolvedAddressException unknown -> "the host is unknown";
      default -> cause == null ? String.valueOf(failure.getMessage()) : reason(cause);
    };
  }

  /** Where it listens, such as {@code 127.0.0.1:9229}. */
  public String authority() {
    String host = address.host();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + connector.getLocalPort();
  }

  private @Nullable Object socket(
      ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
    String id = Request.getPathInContext(request).substring(1);
    for (DebugTarget target : debugger.targets()) {
      if (target.id().equals(id)) {
        if (!target.isAttached()) {
          return new DebuggerSocket(target);
        }
        Response.writeError(
            request, response, callback, HttpStatus.CONFLICT_409, "a debugger is attached");
        return null;
      }
    }
    Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
    return null;
  }

  /** Detaches all debuggers and stops listening. */
  @Override
  public void close() {
    debugger.detach();
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the inspector does not stop", e);
    }
  }

  /** Lets addresses, {@code localhost} and the host that it was told to listen at pass. */
  private final class HostCheck extends Handler.Wrapper {
    HostCheck(Handler next) {
      super(next);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      String host = request.getHeaders().get(HttpHeader.HOST);
      if (host != null && isOurs(host.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT))) {
        return super.handle(request, response, callback);
      }
      Response.writeError(
          request, response, callback, HttpStatus.BAD_REQUEST_400, "the Host is not this server's");
      return true;
    }

    private boolean isOurs(String host) {
      return NUMERIC.matcher(host).matches()
          || host.equals("localhost")
          || host.equals(address.host().toLowerCase(Locale.ROOT));
    }
  }

  /** What Chrome and editors look for. */
  private final class Discovery extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      String answer =
          switch (Request.getPathInContext(request)) {
            case "/json/version" ->
                Json.compact(
                    Json.object().put("Browser", "actjs").put("Protocol-Version", PROTOCOL));
            case "/json", "/json/list" -> Json.compact(list(request));
            default -> null;
          };
      if (answer == null) {
        Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
      } else {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json; charset=UTF-8");
        Content.Sink.write(response, true, answer, callback);
      }
      return true;
    }

    private ArrayNode list(Request request) {
      URI base = URI.create("http://" + request.getHeaders().get(HttpHeader.HOST));
      ArrayNode list = Json.object().putArray("targets");
      List<DebugTarget> targets = debugger.targets();
      for (DebugTarget target : targets) {
        list.add(described(target, base.getRawAuthority()));
      }
      return list;
    }

    private static ObjectNode described(DebugTarget target, String authority) {
      String place = authority + "/" + target.id();
      return Json.object()
          .put("id", target.id())
          .put("type", "node")
          .put("title", "actjs actors")
          .put("description", "isolate that runs actors")
          .put("url", "actjs://actors")
          .put("devtoolsFrontendUrl", frontend(place))
          .put("webSocketDebuggerUrl", "ws://" + place);
    }

    private static String frontend(String place) {
      return "devtools://devtools/bundled/js_app.html?experiments=true&v8only=true&ws=" + place;
    }
  }
}
