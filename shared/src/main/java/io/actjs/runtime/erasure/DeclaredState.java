package io.actjs.runtime.erasure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the types of a class say about its state.
 *
 * @param document the schemas of the version, as one document; a missing node when there are none
 */
record DeclaredState(JsonNode document) {
  static final DeclaredState UNKNOWN = new DeclaredState(MissingNode.getInstance());

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** References that follow each other; a type that names nothing but itself ends. */
  private static final int MOST_REFERENCES = 32;

  /**
   * @param schemas as a published version has them; empty for none
   */
  static DeclaredState of(String schemas) {
    try {
      return schemas.isEmpty() ? UNKNOWN : new DeclaredState(JSON.readTree(schemas));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("stored schemas are JSON", e);
    }
  }

  /**
   * What is left in place of a member of an object; null when it may be absent, or nothing is known
   * of it.
   *
   * @param path segments, {@code *} for every element or member
   */
  @Nullable JsonNode emptied(List<String> path) {
    JsonNode parent = resolved(document.path("state"));
    for (String segment : path.subList(0, path.size() - 1)) {
      parent = resolved(child(parent, segment));
    }
    String name = path.getLast();
    JsonNode object = having(parent, name);
    boolean required = false;
    for (JsonNode each : object.path("required")) {
      required |= each.asText().equals(name);
    }
    return required ? empty(resolved(object.path("properties").path(name))) : null;
  }

  private JsonNode resolved(JsonNode schema) {
    JsonNode at = schema;
    for (int i = 0; i < MOST_REFERENCES && at.path("$ref").isTextual(); i++) {
      String ref = at.path("$ref").asText();
      at = ref.startsWith("#/") ? document.at(ref.substring(1)) : MissingNode.getInstance();
    }
    return at;
  }

  private JsonNode child(JsonNode schema, String segment) {
    JsonNode named = having(schema, segment).path("properties").path(segment);
    if (!named.isMissingNode()) {
      return named;
    }
    for (JsonNode each : alternatives(schema)) {
      for (String kind : List.of("items", "additionalProperties")) {
        if (each.path(kind).isObject()) {
          return each.path(kind);
        }
      }
    }
    return MissingNode.getInstance();
  }

  /** Of a union, what has the property. */
  private JsonNode having(JsonNode schema, String property) {
    for (JsonNode each : alternatives(schema)) {
      if (each.path("properties").has(property)) {
        return each;
      }
    }
    return MissingNode.getInstance();
  }

  private List<JsonNode> alternatives(JsonNode schema) {
    if (!schema.path("anyOf").isArray()) {
      return List.of(schema);
    }
    List<JsonNode> all = new ArrayList<>();
    schema.path("anyOf").forEach(each -> all.add(resolved(each)));
    return all;
  }

  private @Nullable JsonNode empty(JsonNode schema) {
    @Nullable JsonNode found = null;
    for (JsonNode each : alternatives(schema)) {
      if (isOfType(each, "null")) {
        return NODES.nullNode();
      }
      found = found == null ? emptyOf(each) : found;
    }
    return found;
  }

  private static boolean isOfType(JsonNode schema, String type) {
    JsonNode types = schema.path("type");
    if (types.isArray()) {
      for (JsonNode each : types) {
        if (each.asText().equals(type)) {
          return true;
        }
      }
    }
    return types.asText().equals(type);
  }

  private static @Nullable JsonNode emptyOf(JsonNode schema) {
    if (schema.has("enum") || schema.has("const")) {
      return null;
    }
    if (isOfType(schema, "string")) {
      return NODES.textNode("");
    }
    if (isOfType(schema, "number") || isOfType(schema, "integer")) {
      return NODES.numberNode(0);
    }
    if (isOfType(schema, "boolean")) {
      return NODES.booleanNode(false);
    }
    if (isOfType(schema, "array")) {
      return NODES.arrayNode();
    }
    return isOfType(schema, "object") ? NODES.objectNode() : null;
  }
}
