package io.actjs.actctl.command.actor;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.command.OutputOption;
import io.actjs.actctl.screen.Json;
import java.io.PrintWriter;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Prints the states and events of a watched actor, and what it emits: lines for people, or a stream
 * of documents.
 */
final class WatchOutput {
  private final PrintWriter out;
  private final OutputOption output;
  private int states;

  WatchOutput(PrintWriter out, OutputOption output) {
    this.out = out;
    this.output = output;
  }

  /** States printed so far. */
  int states() {
    return states;
  }

  void state(String seq, JsonNode state) {
    states++;
    output.print(
        Json.object().put("seq", seq).set("state", state),
        () -> "#" + seq + "  " + Json.pretty(state));
  }

  void events(String seq, JsonNode events) {
    output.print(
        Json.object().put("seq", seq).set("events", events),
        () ->
            StreamSupport.stream(events.spliterator(), false)
                .map(event -> "#" + seq + "  event " + Json.pretty(event))
                .collect(Collectors.joining(System.lineSeparator())));
  }

  void emitted(String type, JsonNode data) {
    output.print(
        Json.object().put("emitted", type).set("data", data),
        () -> "emitted " + type + " " + Json.pretty(data));
  }

  void deleted() {
    output.print(Json.object().put("deleted", true), () -> "deleted");
  }

  /** Whether the reader is gone, as after {@code | head}. */
  boolean closed() {
    return out.checkError();
  }
}
