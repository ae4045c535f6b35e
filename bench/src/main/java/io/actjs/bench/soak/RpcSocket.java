package io.actjs.bench.soak;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.screen.Json;
import io.actjs.bench.work.BenchFailure;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A WebSocket with one request at a time; notifications are counted. */
final class RpcSocket implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final LinkedBlockingQueue<String> frames = new LinkedBlockingQueue<>();
  private final WebSocket socket;
  private long id;
  private long notifications;

  RpcSocket(HttpClient client, int port) {
    socket =
        client
            .newWebSocketBuilder()
            .buildAsync(URI.create("ws://127.0.0.1:" + port + "/v1/ws"), new Frames())
            .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
            .join();
  }

  /** Returns the result. */
  JsonNode ask(String method, String params) throws InterruptedException {
    String own = "r" + ++id;
    String request =
        "{\"jsonrpc\":\"2.0\",\"id\":\"%s\",\"method\":\"%s\",\"params\":%s}"
            .formatted(own, method, params);
    socket.sendText(request, true).orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    while (true) {
      String text = frames.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (text == null) {
        throw new BenchFailure("no answer to " + request);
      }
      JsonNode frame = Json.parse(text);
      if (frame.path("id").asText().equals(own) && frame.has("result")) {
        return frame.path("result");
      }
      if (!frame.path("method").asText().equals("actor.event")) {
        throw new BenchFailure(request + " is answered by " + text);
      }
      notifications++;
    }
  }

  /** Notifications before the last answer. */
  long notifications() {
    return notifications;
  }

  @Override
  public void close() {
    var unused =
        socket
            .sendClose(WebSocket.NORMAL_CLOSURE, "")
            .orTimeout(1, TimeUnit.SECONDS)
            .whenComplete((sent, failure) -> socket.abort());
  }

  private final class Frames implements WebSocket.Listener {
    private final StringBuilder partial = new StringBuilder();

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
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
      frames.add("{\"closed\":" + status + "}");
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      frames.add("{\"closed\":0}");
    }
  }
}
