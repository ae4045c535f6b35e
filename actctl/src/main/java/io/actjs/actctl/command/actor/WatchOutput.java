package io.actjs.actctl.command.actor;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.screen.Json;
import java.io.PrintWriter;

/**
 * Prints the states and events of a watched actor, and what it emits: lines for people, or one JSON
 * document per line.
 */
final class WatchOutput {
  private final PrintWriter out;
  private final boolean json;
  private int states;

  WatchOutput(PrintWriter out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /** States printed so far. */
  int states() {
    return states;
  }

  void state(String seq, JsonNode state) {
    states++;
    print(
        json
            ? Json.object().put("seq", seq).set("state", state).toString()
            : "#" + seq + "  " + Json.pretty(state));
  }

  void events(String seq, JsonNode events) {
    if (json) {
      print(Json.object().put("seq", seq).set("events", events).toString());
    } else {
      events.forEach(event -> print("#" + seq + "  event " + Json.pretty(event)));
    }
  }

  void emitted(String type, JsonNode data) {
    print(
        json
            ? Json.object().put("emitted", type).set("data", data).toString()
            : "emitted " + type + " " + Json.pretty(data));
  }

  void deleted() {
    print(json ? "{\"deleted\":true}" : "deleted");
  }

  /** Whether the reader is gone, as after {@code | head}. */
  boolean closed() {
    return out.checkError();
  }

  private void print(String line) {
    out.println(line);
    out.flush();
  }
}
