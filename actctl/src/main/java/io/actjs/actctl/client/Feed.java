package io.actjs.actctl.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.screen.Failure;
import io.actjs.actctl.screen.Json;
import io.actjs.actctl.screen.MalformedJson;
import java.io.IOException;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A subscription to one actor over a WebSocket of its own. Frames are taken from the socket one by
 * one as {@link #next} asks for them, so a slow reader holds the server back, not this process's
 * memory.
 */
public final class Feed implements AutoCloseable {
  private static final long CONNECT_SECONDS = 10;

  /** The server pings every 30 s: after three missed pings the peer is considered dead. */
  private static final long SILENCE_SECONDS = 95;

  /** Larger than any state that a server accepts. */
  private static final int MAX_FRAME_CHARS = 64 << 20;

  private static final int SUBSCRIBE_ID = 1;

  /** What the socket reports. */
  private sealed interface Report {
    record Text(String frame) implements Report {}

    record Ping() implements Report {}

    record Lost(String reason, @Nullable Throwable cause) implements Report {}
  }

  private final WebSocket socket;
  private final BlockingQueue<Report> reports;

  private Feed(WebSocket socket, BlockingQueue<Report> reports) {
    this.socket = socket;
    this.reports = reports;
  }

  /**
   * Connects and asks for the subscription.
   *
   * @param from the position that it goes on from, if that past is still to be had; or null
   * @throws IOException when the server cannot be reached
   */
  public static Feed open(Server server, String className, String id, @Nullable String from)
      throws IOException, InterruptedException {
    BlockingQueue<Report> reports = new ArrayBlockingQueue<>(4);
    var params = Json.object().put("class", className).put("id", id);
    if (from != null) {
      params.put("fromSeq", from);
    }
    if (server.manifest() != null) {
      params.put("manifest", server.manifest());
    }
    if (server.strict()) {
      params.put("pin", "strict");
    }
    var request = Json.object().put("jsonrpc", "2.0").put("id", SUBSCRIBE_ID);
    request.put("method", "actor.subscribe").set("params", params);
    var connecting =
        server
            .socket()
            .buildAsync(server.webSocket(), new Listener(reports))
            .orTimeout(CONNECT_SECONDS, TimeUnit.SECONDS);
    try {
      WebSocket socket = connecting.get();
      socket.sendText(request.toString(), true).get();
      return new Feed(socket, reports);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IOException(String.valueOf(e.getCause()), e);
    }
  }

  /**
   * The {@code params} of the next notification; of another method than {@code actor.event} with a
   * kind of its own.
   *
   * @throws IOException when the connection is lost or silent for too long
   * @throws Failure when the server refuses the subscription
   */
  public JsonNode next() throws IOException, InterruptedException {
    while (true) {
      switch (reports.poll(SILENCE_SECONDS, TimeUnit.SECONDS)) {
        case null -> throw new IOException("no frame or ping for " + SILENCE_SECONDS + " s");
        case Report.Lost(String reason, Throwable cause) -> throw new IOException(reason, cause);
        case Report.Ping() -> socket.request(1);
        case Report.Text(String frame) -> {
          socket.request(1);
          JsonNode params = notification(frame);
          if (params != null) {
            return params;
          }
        }
      }
    }
  }

  private static @Nullable JsonNode notification(String frame) throws IOException {
    JsonNode message;
    try {
      message = Json.parse(frame);
    } catch (MalformedJson e) {
      throw new IOException("the server sent a frame that is not JSON", e);
    }
    JsonNode error = message.get("error");
    if (error != null) {
      String code = error.path("data").path("code").asText(null);
      throw new Failure(code, error.path("message").asText(), List.of(), null);
    }
    if (!(message.get("params") instanceof ObjectNode params)) {
      return null;
    }
    return switch (message.path("method").asText()) {
      case "actor.event" -> params;
      case "actor.emit" -> params.put("kind", LiveState.EMIT);
      case "actor.dropped" -> params.put("kind", LiveState.DROPPED);
      default -> null;
    };
  }

  /** Ends the subscription, and tells the server if it is still connected. */
  @Override
  public void close() {
    if (!socket.isOutputClosed()) {
      var unused =
          socket
              .sendClose(WebSocket.NORMAL_CLOSURE, "")
              .orTimeout(1, TimeUnit.SECONDS)
              .whenComplete((sent, failure) -> socket.abort());
    }
  }

  /** Turns callbacks into reports; requests nothing by itself after the first frame. */
  private static final class Listener implements WebSocket.Listener {
    private final BlockingQueue<Report> reports;
    private final StringBuilder partial = new StringBuilder();

    Listener(BlockingQueue<Report> reports) {
      this.reports = reports;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      if (partial.length() + data.length() > MAX_FRAME_CHARS) {
        report(new Report.Lost("the server sent a frame that is too large", null));
        socket.abort();
        return null;
      }
      partial.append(data);
      if (last) {
        report(new Report.Text(partial.toString()));
        partial.setLength(0);
      } else {
        socket.request(1);
      }
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket socket, java.nio.ByteBuffer message) {
      report(new Report.Ping());
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      String why = reason.isEmpty() ? "closed by the server" : reason;
      report(new Report.Lost(why + ", code " + status, null));
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      report(new Report.Lost(String.valueOf(error.getMessage()), error));
    }

    private void report(Report report) {
      // At most one requested frame and one end are ever in flight, so there is always room.
      reports.add(report);
    }
  }
}
