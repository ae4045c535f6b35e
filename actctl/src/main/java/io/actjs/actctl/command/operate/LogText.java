package io.actjs.actctl.command.operate;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.screen.ErrorLines;
import java.util.Map;
import java.util.Set;

/** Lines of the log as people read them: as the server writes them, coloured by level. */
final class LogText {
  private static final Set<String> SHOWN_APART =
      Set.of("time", "level", "logger", "message", "stack");

  private static final String RESET = "\u001b[0m";

  private final boolean coloured;

  LogText(boolean coloured) {
    this.coloured = coloured;
  }

  String of(JsonNode line) {
    String level = line.path("level").asText();
    String logger = line.path("logger").asText();
    StringBuilder text = new StringBuilder(line.path("time").asText());
    text.append(' ').append(coloured ? colour(level) + level + RESET : level).append(' ');
    text.append(logger.substring(logger.lastIndexOf('.') + 1)).append(": ");
    text.append(ErrorLines.printable(line.path("message").asText()));
    String separator = " [";
    for (Map.Entry<String, JsonNode> name : line.properties()) {
      if (!SHOWN_APART.contains(name.getKey())) {
        text.append(separator).append(ErrorLines.printable(name.getKey()));
        text.append('=').append(ErrorLines.printable(name.getValue().asText()));
        separator = " ";
      }
    }
    text.append(separator.equals(" ") ? "]" : "");
    line.path("stack")
        .asText()
        .lines()
        .forEach(each -> text.append("\n    ").append(ErrorLines.printable(each.strip())));
    return text.toString();
  }

  private static String colour(String level) {
    return switch (level) {
      case "ERROR" -> "\u001b[31m";
      case "WARN" -> "\u001b[33m";
      case "INFO" -> "\u001b[32m";
      default -> "\u001b[2m";
    };
  }
}
