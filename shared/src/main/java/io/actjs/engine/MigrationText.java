package io.actjs.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.util.ArrayList;
import java.util.List;

/** The text that the kernel's migrate takes, and the one that it answers. */
final class MigrationText {
  private static final ObjectMapper JSON = new ObjectMapper();

  private MigrationText() {}

  static String write(Migration migration) {
    ObjectNode request = JSON.createObjectNode();
    request.set("keys", JSON.valueToTree(migration.keys()));
    request.set("steps", JSON.valueToTree(migration.steps()));
    request.put("traced", migration.traced());
    request.put("base", migration.base());
    request.set("turns", JSON.valueToTree(migration.turns()));
    return request.toString();
  }

  private static boolean isText(JsonNode answer, String member) {
    return answer.path(member).isTextual() && !answer.path(member).asText().isEmpty();
  }

  /**
   * @throws ActjsException {@code MigrationFailed} when the kernel tells that
   */
  static Migration.Migrated read(String text) {
    try {
      JsonNode answer = JSON.readTree(text);
      if (!isText(answer, "before") || !isText(answer, "after")) {
        throw new ActjsException(
            ProblemCode.MigrationFailed,
            "the code of version %s: %s"
                .formatted(answer.path("at").asText(), answer.path("message").asText()));
      }
      List<String> states = new ArrayList<>();
      answer.path("states").forEach(state -> states.add(state.asText()));
      return new Migration.Migrated(
          answer.path("before").asText(),
          answer.path("after").asText(),
          List.copyOf(states),
          answer.path("issues").asText());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the kernel's migration is not JSON", e);
    }
  }

  static Migrator migrator(String text) {
    try {
      JsonNode answer = JSON.readTree(text);
      return new Migrator(
          answer.path("migrate").textValue(),
          answer.path("migrateEvent").textValue(),
          answer.path("migrateFrom").textValue(),
          answer.path("initial").textValue());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the kernel's migrator is not JSON", e);
    }
  }
}
