package io.actjs.actjsd.api;

import static io.actjs.actjsd.api.DescriptionFiles.JSON;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Describes the answers of a handler that yields to callers that read value by value. OpenAPI has
 * {@code itemSchema} for them from 3.2 on; until then it is the extension {@code x-itemSchema}.
 */
final class YieldedForms {
  private static final String ITEM = "x-itemSchema";

  private YieldedForms() {}

  /**
   * @param call the operation; is changed
   * @param value the schema of each value
   * @param result the schema of what the handler returns in the end
   */
  static void describe(ObjectNode call, JsonNode value, JsonNode result) {
    ObjectNode valueItem = item("value", value);
    ObjectNode resultItem = item("result", result);
    resultItem.withArray("required").removeAll().add("version");
    for (String member : List.of("seq", "version")) {
      resultItem
          .withObject("/properties")
          .set(member, JSON.createObjectNode().put("type", "string"));
    }
    ObjectNode errorItem =
        item("error", JSON.createObjectNode().put("$ref", "#/components/schemas/Problem"));
    ObjectNode content = (ObjectNode) call.at("/responses/200/content");
    content
        .withObjectProperty("application/x-ndjson")
        .putObject(ITEM)
        .putArray("anyOf")
        .add(valueItem)
        .add(resultItem)
        .add(errorItem);
    ArrayNode events =
        content.withObjectProperty("text/event-stream").putObject(ITEM).putArray("anyOf");
    events.add(event("value", valueItem));
    events.add(event("result", resultItem));
    events.add(event("error", errorItem));
  }

  private static ObjectNode item(String member, JsonNode schema) {
    ObjectNode item = JSON.createObjectNode().put("type", "object");
    item.putObject("properties").set(member, schema);
    item.putArray("required").add(member);
    return item;
  }

  private static ObjectNode event(String name, ObjectNode data) {
    ObjectNode event = JSON.createObjectNode().put("type", "object");
    ObjectNode members = event.putObject("properties");
    members.putObject("event").put("const", name);
    members
        .putObject("data")
        .put("type", "string")
        .put("contentMediaType", "application/json")
        .set("contentSchema", data);
    event.putArray("required").add("event").add("data");
    return event;
  }
}
