package io.actjs.actctl.command.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.screen.ErrorLines;
import io.actjs.actctl.screen.Json;
import java.util.List;

/** The way of one actor through the versions, as a server has tried it, for people. */
public final class ChainLines {
  private static final int MAX_OPERATION = 1000;

  private ChainLines() {}

  /** One line for each version: what runs there and why; below it what that changes. */
  public static void add(Iterable<JsonNode> chain, String indent, List<String> lines) {
    for (JsonNode step : chain) {
      String version = indent + step.path("version").asText() + "  ";
      lines.add(version + described(step, "migrate"));
      if (step.has("migrateEvent")) {
        lines.add(" ".repeat(version.length()) + described(step, "migrateEvent"));
      }
      step.path("diff").forEach(operation -> lines.add(indent + "  " + shortened(operation)));
    }
  }

  private static String described(JsonNode step, String method) {
    JsonNode verdict = step.path(method);
    String what = verdict.path("runs").asBoolean() ? " runs: " : " does not run: ";
    return method + what + ErrorLines.oneLine(verdict.path("why").asText());
  }

  private static String shortened(JsonNode operation) {
    String line = Json.compact(operation);
    return line.length() <= MAX_OPERATION ? line : line.substring(0, MAX_OPERATION) + "…";
  }
}
