package io.actjs.actctl.shell;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Feed;
import io.actjs.actctl.client.LiveState;
import io.actjs.actctl.client.LiveState.Change;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.screen.Failure;
import io.actjs.actctl.screen.Json;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Follows an actor until it is deleted or somebody interrupts. */
final class Watch {
  private final Connection connection;
  private final ShellOutput output;
  private final boolean isJson;
  private volatile @Nullable Thread watching;

  Watch(Connection connection, ShellOutput output, boolean isJson) {
    this.connection = connection;
    this.output = output;
    this.isJson = isJson;
  }

  /**
   * Follows it.
   *
   * @throws Failure when the server refuses, or the connection is lost
   */
  void run(String className, String id) {
    Server to = connection.server();
    LiveState live = new LiveState();
    watching = Thread.currentThread();
    try (Feed feed = Feed.open(to, className, id, null)) {
      boolean goesOn = true;
      while (goesOn) {
        goesOn = show(live.apply(feed.next()), to, className, id);
      }
    } catch (IOException e) {
      throw to.unreachable(e);
    } catch (InterruptedException e) {
      // Somebody has seen enough: what comes next begins a line of its own behind ^C.
      output.out("");
    } finally {
      watching = null;
      var unused = Thread.interrupted();
    }
  }

  /** Ends it; for any thread. */
  void interrupt() {
    Thread thread = watching;
    if (thread != null) {
      thread.interrupt();
    }
  }

  private boolean show(Change change, Server to, String className, String id) {
    switch (change) {
      case Change.State(String seq, JsonNode state) -> state(seq, state);
      case Change.Events(String seq, JsonNode events) -> {
        events.forEach(event -> print("event", seq, event));
        // Only the class can apply events.
        JsonNode view = to.get(Server.path("v1", "actors", className, id));
        state(view.path("seq").asText(), view.path("state"));
      }
      case Change.Emitted(String type, JsonNode data) -> print("emitted " + type, "", data);
      case Change.Dropped(long emitted) ->
          output.err("too slow for " + emitted + " emitted messages");
      case Change.Deleted() -> {
        output.out(isJson ? "{\"deleted\":true}" : "deleted");
        return false;
      }
      case Change.Ended(String code, String detail) ->
          throw new Failure(code, detail, List.of(), null);
      case Change.Unknown(String kind) -> output.err("a notification of unknown kind " + kind);
    }
    return true;
  }

  private void state(String seq, JsonNode state) {
    output.out(
        isJson
            ? Json.object().put("seq", seq).set("state", state).toString()
            : "#" + seq + "  " + Json.pretty(state));
  }

  private void print(String what, String seq, JsonNode data) {
    output.out(
        isJson
            ? Json.object().put("kind", what).set("data", data).toString()
            : (seq.isEmpty() ? "" : "#" + seq + "  ") + what + " " + Json.pretty(data));
  }
}
