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
final class WatchedActor implements Watch {
  /** A handshake that is cut off at the wrong moment is never heard of again. */
  private static final long HANDSHAKE_MS = 10_000;

  /** Nor is the end of every connection: one on which nothing comes for so long is given up. */
  private static final long SILENCE_MS = 5_000;

  private final HttpClient http;
  private final URI socket;
  private final String className;
  private final String id;
  private final Follower follower;
  private volatile boolean stopped;

  WatchedActor(HttpClient http, URI socket, String className, String id, Follower follower) {
    this.http = http;
    this.socket = socket;
    this.className = className;
    this.id = id;
    this.follower = follower;
    connect();
  }

  private void connect() {
    if (!stopped) {
      new Connection().open();
    }
  }

  private static void later(long ms, Runnable task) {
    CompletableFuture.delayedExecutor(ms, TimeUnit.MILLISECONDS).execute(task);
  }

  /** One attempt, and what comes of it. */
  private final class Connection implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();
    private volatile long heardNanos;
    private boolean opened;
    private boolean over;

    void open() {
      var unused =
          http.newWebSocketBuilder()
              .buildAsync(socket, this)
              .whenComplete(
                  (open, failure) -> {
                    if (failure != null) {
                      lost();
                    }
                  });
      later(HANDSHAKE_MS, this::lostUnlessOpen);
    }

    private synchronized boolean begin() {
      opened = !over;
      return opened;
    }

    private synchronized boolean isOver() {
      return over;
    }

    private void watch(WebSocket open) {
      long silentMs = (System.nanoTime() - heardNanos) / 1_000_000;
      if (isOver()) {
        return;
      }
      if (silentMs < SILENCE_MS) {
        later(SILENCE_MS - silentMs, () -> watch(open));
      } else {
        open.abort();
        lost();
      }
    }

    private void lostUnlessOpen() {
      boolean stuck;
      synchronized (this) {
        stuck = !opened;
      }
      if (stuck) {
        lost();
      }
    }

    private void lost() {
      boolean first;
      synchronized (this) {
        first = !over;
        over = true;
      }
      if (first) {
        follower.did("is cut off");
        later(20, WatchedActor.this::connect);
      }
    }

    @Override
    public void onOpen(WebSocket open) {
      if (!begin()) {
        open.abort();
        return;
      }
      String position = follower.position();
      follower.did("subscribes from " + position);
      String from = position == null ? "" : "\",\"fromSeq\":\"" + position;
      var unused =
          open.sendText(
              "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"actor.subscribe\",\"params\":{\"class\":\""
                  + className
                  + "\",\"id\":\""
                  + id
                  + from
                  + "\"}}",
              true);
      open.request(1);
      heardNanos = System.nanoTime();
      later(SILENCE_MS, () -> watch(open));
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      if (isOver()) {
        return null;
      }
      heardNanos = System.nanoTime();
      text.append(data);
      boolean goesOn = true;
      if (last) {
        String frame = text.toString();
        text.setLength(0);
        goesOn = take(frame);
      }
      if (goesOn) {
        from.request(1);
      } else {
        from.abort();
        lost();
      }
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      lost();
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      lost();
    }
  }

  /** Whether the connection is of use: false when the server stops, or its store is away. */
  private boolean take(String frame) {
    JsonNode message = Follower.parse(frame);
    follower.did("is told " + frame.substring(0, Math.min(200, frame.length())));
    if (message.has("params")) {
      follower.take(message.get("params"));
      return true;
    }
    if (message.path("error").path("data").path("code").asText().equals("SchemaInvalid")) {
      follower.fail(frame);
    }
    return !message.has("error");
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
