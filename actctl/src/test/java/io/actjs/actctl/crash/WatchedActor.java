package io.actjs.actctl.crash;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A subscriber over a WebSocket that connects again whenever it is cut off, and goes on where it
 * was.
 */
final class WatchedActor implements WebSocket.Listener, Watch {
  private final HttpClient http;
  private final URI socket;
  private final String className;
  private final String id;
  private final Follower follower;
  private final StringBuilder text = new StringBuilder();
  private volatile boolean stopped;
  private boolean refused;

  WatchedActor(HttpClient http, URI socket, String className, String id, Follower follower) {
    this.http = http;
    this.socket = socket;
    this.className = className;
    this.id = id;
    this.follower = follower;
    connect();
  }

  private void connect() {
    if (stopped) {
      return;
    }
    var unused =
        http.newWebSocketBuilder()
            .buildAsync(socket, this)
            .whenComplete(
                (opened, failure) -> {
                  if (failure != null) {
                    again();
                  }
                });
  }

  private void again() {
    CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS).execute(this::connect);
  }

  @Override
  public void onOpen(WebSocket opened) {
    synchronized (text) {
      text.setLength(0);
    }
    String position = follower.position();
    String from = position == null ? "" : "\",\"fromSeq\":\"" + position;
    var unused =
        opened.sendText(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"actor.subscribe\",\"params\":{\"class\":\""
                + className
                + "\",\"id\":\""
                + id
                + from
                + "\"}}",
            true);
    opened.request(1);
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    String frame = null;
    synchronized (text) {
      text.append(data);
      if (last) {
        frame = text.toString();
        text.setLength(0);
      }
    }
    if (frame != null) {
      receive(frame);
    }
    if (refused) {
      refused = false;
      from.abort();
      again();
    } else {
      from.request(1);
    }
    return null;
  }

  private void receive(String frame) {
    JsonNode message = Follower.parse(frame);
    if (message.has("params")) {
      follower.take(message.get("params"));
    } else if (message.path("error").path("data").path("code").asText().equals("SchemaInvalid")) {
      follower.fail(frame);
    } else if (message.has("error")) {
      // The server stops, or its store is away: later.
      refused = true;
    }
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    again();
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    again();
  }

  @Override
  public Follower follower() {
    return follower;
  }

  @Override
  public void stop() {
    stopped = true;
  }
}
