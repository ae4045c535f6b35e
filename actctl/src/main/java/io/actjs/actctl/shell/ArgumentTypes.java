package io.actjs.actctl.shell;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The types in the schemas of a class, as TypeScript writes them. */
final class ArgumentTypes {
  private static final int MOST_STEPS = 50;
  private static final int LONGEST = 60;
  private static final int DEPTH = 2;
  private static final String REFERENCE = "#/$defs/";

  private final JsonNode document;

  /**
   * @param document as {@code GET …/schema} has it; missing when there is none
   */
  ArgumentTypes(JsonNode document) {
    this.document = document;
  }

  /** The schema of the argument of a handler; missing when nothing is known. */
  JsonNode of(String handler) {
    return document.path("handlers").path(handler).path("args");
  }

  /** The schema of the argument of {@code onInit}. */
  JsonNode ofCreation() {
    return document.path("create").path("args");
  }

  /** What a handler takes and gives. */
  String signature(String handler) {
    JsonNode schemas = document.path("handlers").path(handler);
    if (schemas.isMissingNode()) {
      return "";
    }
    JsonNode args = schemas.path("args");
    String result = text(schemas.path("result")).replaceFirst("^null$", "void");
    // A handler without a parameter takes anything.
    String taken = args.isMissingNode() || args.isBoolean() ? "" : text(args);
    return cut("(" + taken + "): " + (result.isEmpty() ? "any" : result));
  }

  /** The schema at a path of members; {@code []} is an element of an array. */
  JsonNode at(JsonNode schema, List<String> path) {
    JsonNode at = schema;
    for (String step : path) {
      List<JsonNode> forms = alternatives(at);
      at = MissingNode.getInstance();
      for (JsonNode form : forms) {
        JsonNode next = step.equals("[]") ? element(form) : form.path("properties").path(step);
        if (!next.isMissingNode()) {
          at = next;
          break;
        }
      }
    }
    return at;
  }

  private static JsonNode element(JsonNode array) {
    return array.has("prefixItems") ? array.path("prefixItems").path(0) : array.path("items");
  }

  /** A member of an object. */
  record Member(String type, boolean isOptional) {}

  /** The members of an object, or of several that it may be. */
  Map<String, Member> members(JsonNode schema) {
    Map<String, Member> members = new LinkedHashMap<>();
    for (JsonNode form : alternatives(schema)) {
      Set<String> required = new LinkedHashSet<>();
      form.path("required").forEach(each -> required.add(each.asText()));
      form.path("properties")
          .forEachEntry(
              (name, type) ->
                  members.putIfAbsent(name, new Member(text(type), !required.contains(name))));
    }
    return members;
  }

  /** The values that a type names one by one, as literals. */
  List<String> literals(JsonNode schema) {
    List<String> literals = new ArrayList<>();
    for (JsonNode form : alternatives(schema)) {
      if (form.has("const")) {
        literals.add(literal(form.path("const")));
      }
      form.path("enum").forEach(each -> literals.add(literal(each)));
      if (isOf(form, "boolean")) {
        literals.addAll(List.of("true", "false"));
      }
      if (isOf(form, "null")) {
        literals.add("null");
      }
    }
    return literals;
  }

  private static boolean isOf(JsonNode form, String type) {
    for (JsonNode each :
        form.path("type").isArray() ? form.path("type") : List.of(form.path("type"))) {
      if (each.asText().equals(type)) {
        return !form.has("const") && !form.has("enum");
      }
    }
    return false;
  }

  private static String literal(JsonNode value) {
    return value.isTextual()
        ? "'" + value.asText().replace("\\", "\\\\").replace("'", "\\'") + "'"
        : value.toString();
  }

  /** What a value may be, references followed. */
  private List<JsonNode> alternatives(JsonNode schema) {
    List<JsonNode> found = new ArrayList<>();
    List<JsonNode> open = new ArrayList<>(List.of(schema));
    for (int steps = 0; steps < MOST_STEPS && !open.isEmpty(); steps++) {
      JsonNode next = resolved(open.removeFirst());
      found.add(next);
      for (String of : List.of("anyOf", "oneOf", "allOf")) {
        next.path(of).forEach(open::add);
      }
    }
    return found;
  }

  private JsonNode resolved(JsonNode schema) {
    JsonNode at = schema;
    for (int steps = 0; steps < MOST_STEPS && at.has("$ref"); steps++) {
      at = document.path("$defs").path(nameOf(at));
    }
    return at;
  }

  private static String nameOf(JsonNode reference) {
    String ref = reference.path("$ref").asText();
    return ref.startsWith(REFERENCE)
        ? ref.substring(REFERENCE.length()).replace("~1", "/").replace("~0", "~")
        : ref;
  }

  /** A type as TypeScript writes it, cut when it is long; empty when it says nothing. */
  String text(JsonNode schema) {
    return cut(text(schema, DEPTH));
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
  }

  private String text(JsonNode schema, int depth) {
    if (schema.isBoolean()) {
      return "any";
    }
    if (schema.has("$ref")) {
      JsonNode of = resolved(schema);
      boolean isPlain = !of.has("properties") && !of.has("anyOf") && !of.has("items");
      return (depth == DEPTH && of.has("properties")) || isPlain ? text(of, depth) : nameOf(schema);
    }
    if (schema.has("const")) {
      return literal(schema.path("const"));
    }
    for (String of : List.of("enum", "anyOf", "oneOf")) {
      if (schema.has(of)) {
        Set<String> texts = new LinkedHashSet<>();
        schema
            .path(of)
            .forEach(each -> texts.add(of.equals("enum") ? literal(each) : text(each, depth - 1)));
        return String.join(" | ", texts);
      }
    }
    return schema.path("type").isArray() ? several(schema, depth) : single(schema, depth);
  }

  private String several(JsonNode schema, int depth) {
    Set<String> texts = new LinkedHashSet<>();
    for (JsonNode type : schema.path("type")) {
      texts.add(single(type.asText(), schema, depth));
    }
    return String.join(" | ", texts);
  }

  private String single(JsonNode schema, int depth) {
    return single(schema.path("type").asText(""), schema, depth);
  }

  private String single(String type, JsonNode schema, int depth) {
    return switch (type) {
      case "integer" -> "number";
      case "array" -> list(element(schema), depth);
      case "object" -> object(schema, depth);
      default -> type;
    };
  }

  private String list(JsonNode element, int depth) {
    String of = element.isMissingNode() ? "any" : text(element, depth - 1);
    return of.contains(" ") && !of.startsWith("{") ? "(" + of + ")[]" : of + "[]";
  }

  private String object(JsonNode schema, int depth) {
    if (depth <= 0) {
      return "{…}";
    }
    List<String> members = new ArrayList<>();
    Set<String> required = new LinkedHashSet<>();
    schema.path("required").forEach(each -> required.add(each.asText()));
    schema
        .path("properties")
        .forEachEntry(
            (name, type) ->
                members.add(
                    name + (required.contains(name) ? "" : "?") + ": " + text(type, depth - 1)));
    return members.isEmpty() ? "{}" : "{ " + String.join(", ", members) + " }";
  }
}
