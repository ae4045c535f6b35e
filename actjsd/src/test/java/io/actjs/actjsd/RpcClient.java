package io.actjs.actjsd;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A WebSocket whose frames the test takes one by one, in the order in which they came. */
public final class RpcClient implements WebSocket.Listener {
  private static final ObjectMapper TREES = new ObjectMapper();
  private static final long PATIENCE_S = 30;

  /** How the connection ended. */
  public record Closed(int status, String reason) {}

  private final LinkedBlockingQueue<String> frames = new LinkedBlockingQueue<>();
  private final CompletableFuture<Closed> closed = new CompletableFuture<>();
  private final LinkedBlockingQueue<Boolean> pings = new LinkedBlockingQueue<>();
  private final StringBuilder partial = new StringBuilder();
  private @Nullable WebSocket socket;
  private int lastId;

  /** Whether it reads nothing, pings neither, before {@link #listen}. */
  private final boolean deaf;

  private RpcClient(boolean deaf) {
    this.deaf = deaf;
  }

  static RpcClient connect(HttpClient http, URI server, String query) {
    return connect(http, server, query, new RpcClient(false));
  }

  /** A client that speaks in one breath: what comes meanwhile it reads when it listens. */
  static RpcClient connectDeaf(HttpClient http, URI server) {
    return connect(http, server, "", new RpcClient(true));
  }

  private static RpcClient connect(HttpClient http, URI server, String query, RpcClient client) {
    String address = server.toString().replaceFirst("^http", "ws") + "/v1/ws" + query;
    client.socket = http.newWebSocketBuilder().buildAsync(URI.create(address), client).join();
    return client;
  }

  @Override
  public void onOpen(WebSocket opened) {
    if (!deaf) {
      opened.request(1);
    }
  }

  public void listen() {
    open().request(1);
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      frames.add(partial.toString());
      partial.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
    pings.add(true);
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
    closed.complete(new Closed(status, reason));
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closed.completeExceptionally(error);
  }

  public void send(String frame) {
    open().sendText(frame, true).join();
  }

  /** Sends a frame that the server need not read to its end. */
  public void sendThoughItMayBeCutOff(String frame) {
    open().sendText(frame, true).exceptionally(cutOff -> open()).join();
  }

  /** Sends a request and takes its reply, which must be the next frame. */
  public JsonNode request(String method, String params) {
    int id = ++lastId;
    send(frame(id, method, params));
    JsonNode reply = next();
    if (reply.path("id").asInt() != id) {
      throw new AssertionError("not the reply to " + id + ": " + reply);
    }
    return reply;
  }

  public static String frame(int id, String method, String params) {
    return "{\"jsonrpc\":\"2.0\",\"id\":"
        + id
        + ",\"method\":\""
        + method
        + "\",\"params\":"
        + params
        + "}";
  }

  public JsonNode next() {
    return parse(nextText());
  }

  String nextText() {
    try {
      String frame = frames.poll(PATIENCE_S, TimeUnit.SECONDS);
      assertNotNull(frame, "no frame came");
      return frame;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The params of the next frame, which must be a notification. */
  public JsonNode nextEvent() {
    JsonNode frame = next();
    assertNull(frame.get("id"), frame.toString());
    if (!frame.path("method").asText().equals("actor.event")) {
      throw new AssertionError("no notification: " + frame);
    }
    return frame.get("params");
  }

  void awaitPing() throws InterruptedException {
    assertNotNull(pings.poll(PATIENCE_S, TimeUnit.SECONDS), "no ping came");
  }

  public Closed awaitClosed() {
    return closed.orTimeout(PATIENCE_S, TimeUnit.SECONDS).join();
  }

  public void close() {
    open().sendClose(WebSocket.NORMAL_CLOSURE, "").join();
  }

  void abort() {
    open().abort();
  }

  private WebSocket open() {
    return java.util.Objects.requireNonNull(socket);
  }

  private static JsonNode parse(String text) {
    try {
      return TREES.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
