package io.actjs.actctl.codegen;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.actjs.actctl.screen.Json;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes each class as a document of JSON Schema 2020-12, which describes the state of an actor.
 * Its {@code $defs} have the rest, each under its own {@code $defs}.
 */
final class JsonSchemaTarget {
  private static final String DEFS = "$defs";
  private static final String TYPES = "#/$defs/types/$defs/";

  private JsonSchemaTarget() {}

  /** Text by file name. */
  static Map<String, String> files(Collection<ClassModel> classes) {
    Map<String, String> files = new LinkedHashMap<>();
    for (ClassModel each : classes) {
      files.put(each.name() + ".schema.json", Json.indented(document(each)));
    }
    return files;
  }

  private static ObjectNode document(ClassModel model) {
    JsonNode schemas = model.schemas();
    ObjectNode document = Json.object();
    document.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    document.put("$id", "urn:actjs:" + model.ref());
    document.put("title", "The state of an actor of " + model.ref());
    document.put("$ref", "#/$defs/state");
    ObjectNode all = document.putObject(DEFS);
    all.set("state", orAnything(model.state()));
    if (schemas.has("events")) {
      all.set("event", moved(schemas.path("events")));
    }
    if (schemas.has("create")) {
      all.set("create", orAnything(schemas.path("create").path("args")));
    }
    ObjectNode handlers = within(all, "handlers");
    for (Map.Entry<String, JsonNode> each : schemas.path("handlers").properties()) {
      ObjectNode handler = within(handlers, each.getKey());
      handler.set("args", orAnything(each.getValue().path("args")));
      handler.set("result", orAnything(each.getValue().path("result")));
      if (each.getValue().has("yields")) {
        handler.set("yields", moved(each.getValue().path("yields")));
      }
    }
    addEmits(within(all, "emits"), schemas.path("emits"));
    ObjectNode types = within(all, "types");
    TypeText.sorted(schemas.path(DEFS)).forEach((name, it) -> types.set(name, moved(it)));
    return document;
  }

  /** The data of each message whose name is known; it may be sent in several places. */
  private static void addEmits(ObjectNode to, JsonNode emits) {
    for (JsonNode each : emits) {
      if (each.has("type")) {
        to.withObjectProperty(each.path("type").asText())
            .withArray("anyOf")
            .add(moved(each.path("data")));
      }
    }
  }

  private static ObjectNode within(ObjectNode definitions, String name) {
    return definitions.putObject(name).putObject(DEFS);
  }

  private static JsonNode orAnything(JsonNode schema) {
    return schema.isMissingNode() ? Json.object() : moved(schema);
  }

  /** With references to where the named types are here. */
  private static JsonNode moved(JsonNode schema) {
    if (schema instanceof ArrayNode list) {
      ArrayNode moved = list.arrayNode();
      list.forEach(it -> moved.add(moved(it)));
      return moved;
    }
    if (!(schema instanceof ObjectNode object)) {
      return schema;
    }
    ObjectNode moved = Json.object();
    for (Map.Entry<String, JsonNode> each : object.properties()) {
      boolean isReference = each.getKey().equals("$ref") && each.getValue().isTextual();
      moved.set(
          each.getKey(),
          isReference
              ? TextNode.valueOf(TYPES + TypeText.escaped(TypeText.referred(object)))
              : moved(each.getValue()));
    }
    return moved;
  }
}
