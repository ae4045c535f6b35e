package io.actjs.actctl.crash;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.actjs.wire.JsonPatch;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A subscriber that keeps one actor's state by snapshot and changes, and connects again whenever it
 * is cut off.
 */
final class WatchedActor implements WebSocket.Listener {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http;
  private final URI socket;
  private final String className;
  private final String id;
  private final BinaryOperator<JsonNode> reducer;
  private final StringBuilder text = new StringBuilder();
  private volatile @Nullable JsonNode state;
  private volatile long seq = -1;
  private volatile @Nullable String broken;
  private volatile boolean stopped;

  /**
   * @param reducer folds an event into a state
   */
  WatchedActor(
      HttpClient http, URI socket, String className, String id, BinaryOperator<JsonNode> reducer) {
    this.http = http;
    this.socket = socket;
    this.className = className;
    this.id = id;
    this.reducer = reducer;
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
    var unused =
        opened.sendText(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"actor.subscribe\",\"params\":{\"class\":\""
                + className
                + "\",\"id\":\""
                + id
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
    from.request(1);
    return null;
  }

  private void receive(String frame) {
    try {
      JsonNode params = JSON.readTree(frame).path("params");
      switch (params.path("kind").asText()) {
        case "snapshot" -> state = params.get("data");
        case "patch" -> state = JsonPatch.apply(params.get("patch"), state);
        case "event" -> params.get("events").forEach(event -> state = reducer.apply(state, event));
        default -> {
          return;
        }
      }
      long next = Long.parseLong(params.get("seq").asText());
      if (next < seq) {
        broken = id + " went back from turn " + seq + " to " + next;
      }
      seq = next;
    } catch (JsonProcessingException | RuntimeException e) {
      broken = id + ": " + e + " for " + frame;
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

  @Nullable JsonNode state() {
    return state;
  }

  /** What was wrong with what it received, or null. */
  @Nullable String broken() {
    return broken;
  }

  void stop() {
    stopped = true;
  }
}
