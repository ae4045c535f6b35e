package io.actjs.actctl.screen;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.model.ActjsException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The compiler's messages ({@code file:line:column: message}) that travel with a problem, or what
 * does not fit of what was sent.
 */
public final class Diagnostics {
  private static final String MEMBER = "diagnostics";
  private static final String ISSUES = "issues";

  private Diagnostics() {}

  /** The diagnostics of a problem document; empty when it has none. */
  public static List<String> of(JsonNode problem) {
    return problem.has(ISSUES) ? issues(problem.get(ISSUES)) : texts(problem.get(MEMBER));
  }

  /** Where something does not fit, and why. */
  private static List<String> issues(JsonNode array) {
    List<String> texts = new ArrayList<>();
    for (JsonNode issue : array) {
      String path = issue.path("path").asText();
      String message = issue.path("message").asText();
      texts.add(path.isEmpty() ? message : path + " " + message);
    }
    return texts;
  }

  /** The diagnostics of an error in this process. */
  public static List<String> of(ActjsException problem) {
    String json = problem.members().get(MEMBER);
    return json == null ? List.of() : texts(Json.parse(json));
  }

  private static List<String> texts(@Nullable JsonNode array) {
    List<String> texts = new ArrayList<>();
    if (array != null && array.isArray()) {
      array.forEach(item -> texts.add(item.isTextual() ? item.textValue() : item.toString()));
    }
    return texts;
  }
}
