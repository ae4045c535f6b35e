package io.actjs.actctl.command.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.screen.ErrorLines;
import io.actjs.actctl.screen.Json;
import java.util.ArrayList;
import java.util.List;

/** The result of trying a migration: one entry per actor, and counts. */
final class TrialReport {
  /** Actors that are ok are listed up to this number; the others always. */
  private static final int MAX_GOOD_SHOWN = 20;

  private final List<JsonNode> actors = new ArrayList<>();

  void add(JsonNode actor) {
    actors.add(actor);
  }

  int size() {
    return actors.size();
  }

  boolean allGood() {
    return actors.stream().allMatch(TrialReport::good);
  }

  private static boolean good(JsonNode actor) {
    return actor.path("ok").asBoolean() && actor.path("pure").asBoolean();
  }

  private long count(String member, boolean value) {
    return actors.stream().filter(it -> it.path(member).asBoolean() == value).count();
  }

  private long failed() {
    return count("ok", false);
  }

  private long impure() {
    return actors.stream()
        .filter(it -> it.path("ok").asBoolean() && !it.path("pure").asBoolean())
        .count();
  }

  ObjectNode json(String className) {
    ObjectNode document = Json.object().put("class", className);
    document.put("tried", size()).put("ok", size() - failed() - impure());
    document.put("failed", failed()).put("impure", impure());
    ArrayNode all = document.putArray("actors");
    actors.forEach(all::add);
    return document;
  }

  String text(String className) {
    if (actors.isEmpty()) {
      return "no stored actors of " + className;
    }
    List<String> lines = new ArrayList<>();
    int goodShown = 0;
    for (JsonNode actor : actors) {
      if (!good(actor) || goodShown++ < MAX_GOOD_SHOWN) {
        describe(actor, lines);
      }
    }
    if (goodShown > MAX_GOOD_SHOWN) {
      lines.add("and " + (goodShown - MAX_GOOD_SHOWN) + " more that are ok (shown with --json)");
    }
    lines.add(
        "%d tested: %d ok, %d failed, %d non-deterministic"
            .formatted(size(), size() - failed() - impure(), failed(), impure()));
    return String.join(System.lineSeparator(), lines);
  }

  private static void describe(JsonNode actor, List<String> lines) {
    String verdict =
        good(actor) ? "ok      " : actor.path("ok").asBoolean() ? "impure  " : "failed  ";
    String steps = actor.path("from").asText() + " -> " + actor.path("to").asText();
    lines.add(verdict + ErrorLines.oneLine(actor.path("id").asText()) + "  " + steps);
    JsonNode error = actor.path("error");
    if (!error.isMissingNode()) {
      lines.add("        " + ErrorLines.oneLine(error.asText()));
    }
    ChainLines.add(actor.path("chain"), "        ", lines);
  }
}
