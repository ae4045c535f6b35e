package io.actjs.actctl.codegen;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Writes schemas as the types of TypeScript that they were derived from. What a schema leaves open
 * is {@code unknown}.
 */
final class TypeText {
  private static final int WIDTH = 92;
  private static final int STEP = 2;

  /** More elements than these are not spelled out. */
  private static final int MOST_ELEMENTS = 8;

  private static final String UNKNOWN = "unknown";

  private final UnaryOperator<String> definitions;

  /**
   * @param definitions gives the name of a type by that of its definition
   */
  TypeText(UnaryOperator<String> definitions) {
    this.definitions = definitions;
  }

  /** The name of the definition that a schema refers to. */
  static String referred(JsonNode schema) {
    return definition(schema.path("$ref").asText());
  }

  /** The name of the definition that a pointer is to. */
  static String definition(String pointer) {
    return pointer.replaceFirst("^#/\\$defs/", "").replace("~1", "/").replace("~0", "~");
  }

  /** A name as a part of a JSON pointer. */
  static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  /** Whether a schema is best written as an interface: an object with members. */
  static boolean isObject(JsonNode schema) {
    return schema.path("type").asText().equals("object")
        && (schema.has("properties") || schema.has("additionalProperties"));
  }

  /**
   * A type.
   *
   * @param indent of the line that it begins in, in spaces
   */
  String of(JsonNode schema, int indent) {
    if (schema.isBoolean()) {
      return schema.booleanValue() ? UNKNOWN : "never";
    }
    if (schema.has("$ref")) {
      return definitions.apply(referred(schema));
    }
    if (schema.has("const")) {
      return literal(schema.path("const"));
    }
    List<String> parts = new ArrayList<>();
    if (schema.has("enum")) {
      schema.path("enum").forEach(it -> parts.add(literal(it)));
    } else if (schema.has("anyOf")) {
      schema.path("anyOf").forEach(it -> parts.add(of(it, indent)));
    } else {
      kinds(schema, indent, parts);
    }
    return union(parts, indent);
  }

  /** The union of types. */
  static String union(Collection<String> types, int indent) {
    Set<String> parts = new LinkedHashSet<>(types);
    if (parts.contains(UNKNOWN) || parts.isEmpty()) {
      return UNKNOWN;
    }
    if (parts.size() > 1) {
      parts.remove("never");
    }
    if (parts.remove("null")) {
      parts.add("null");
    }
    String line = String.join(" | ", parts);
    String start = "\n" + " ".repeat(indent + STEP) + "| ";
    return parts.size() > 2 && line.length() > WIDTH ? start + String.join(start, parts) : line;
  }

  private void kinds(JsonNode schema, int indent, List<String> parts) {
    Set<String> kinds = new LinkedHashSet<>();
    JsonNode type = schema.path("type");
    (type.isArray() ? type : List.of(type)).forEach(it -> kinds.add(it.asText()));
    boolean plain = !schema.has("properties") && !schema.has("items");
    if (plain && kinds.containsAll(Set.of("object", "array"))) {
      // What TypeScript has a word for.
      kinds.removeAll(Set.of("object", "array"));
      boolean anyValue = kinds.removeAll(Set.of("string", "number", "boolean"));
      parts.add(anyValue ? "{}" : "object");
    }
    kinds.forEach(it -> parts.add(kind(it, schema, indent)));
  }

  private String kind(String kind, JsonNode schema, int indent) {
    return switch (kind) {
      case "integer" -> "number";
      case "array" -> array(schema, indent);
      case "object" -> object(schema, indent);
      case "string", "number", "boolean", "null" -> kind;
      default -> UNKNOWN;
    };
  }

  private static String literal(JsonNode value) {
    return value.isTextual() ? TypeNames.string(value.asText()) : value.toString();
  }

  private String array(JsonNode schema, int indent) {
    JsonNode rest = schema.path("items");
    int least = schema.path("minItems").asInt();
    if (!schema.has("prefixItems") && (least == 0 || least > MOST_ELEMENTS)) {
      if (rest.isBoolean() && !rest.booleanValue()) {
        return "[]";
      }
      return element(rest.isMissingNode() ? UNKNOWN : of(rest, indent)) + "[]";
    }
    List<String> elements = new ArrayList<>();
    for (JsonNode each : schema.path("prefixItems")) {
      elements.add(element(of(each, indent)) + (elements.size() < least ? "" : "?"));
    }
    while (elements.size() < least) {
      elements.add(element(of(rest, indent)));
    }
    if (!rest.isBoolean() || rest.booleanValue()) {
      elements.add("..." + element(rest.isMissingNode() ? UNKNOWN : of(rest, indent)) + "[]");
    }
    return "[" + String.join(", ", elements) + "]";
  }

  /** In parentheses when it is a union. */
  private static String element(String type) {
    int depth = 0;
    for (int i = 0; i < type.length(); i++) {
      switch (type.charAt(i)) {
        case '"' -> i = endOfString(type, i);
        case '{', '[', '(' -> depth++;
        case '}', ']', ')' -> depth--;
        case '|' -> {
          if (depth == 0) {
            return "(" + type + ")";
          }
        }
        default -> {}
      }
    }
    return type;
  }

  private static int endOfString(String text, int begin) {
    int at = begin + 1;
    while (text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    return at;
  }

  private String object(JsonNode schema, int indent) {
    if (schema.path("maxProperties").asInt(1) == 0) {
      return "{ [key: string]: never }";
    }
    List<String> members = members(schema, indent + STEP);
    if (members.isEmpty()) {
      return "{ [key: string]: unknown }";
    }
    String line = "{ " + String.join("; ", members) + " }";
    return line.length() + indent <= WIDTH && !line.contains("\n") ? line : block(members, indent);
  }

  /** Members on lines of their own, in braces. */
  static String block(List<String> members, int indent) {
    if (members.isEmpty()) {
      return "{}";
    }
    StringBuilder text = new StringBuilder("{\n");
    members.forEach(it -> text.append(" ".repeat(indent + STEP)).append(it).append(";\n"));
    return text.append(" ".repeat(indent)).append('}').toString();
  }

  /**
   * The members of an object.
   *
   * @param indent of the lines in which they are written
   */
  List<String> members(JsonNode schema, int indent) {
    Set<String> required = new LinkedHashSet<>();
    schema.path("required").forEach(it -> required.add(it.asText()));
    List<String> members = new ArrayList<>();
    Set<String> types = new LinkedHashSet<>();
    for (Map.Entry<String, JsonNode> each : schema.path("properties").properties()) {
      boolean isRequired = required.contains(each.getKey());
      String type = of(each.getValue(), indent);
      members.add(TypeNames.member(each.getKey()) + (isRequired ? ": " : "?: ") + type);
      types.add(type);
      if (!isRequired) {
        types.add("undefined");
      }
    }
    JsonNode rest = schema.path("additionalProperties");
    if (!rest.isMissingNode() && (members.isEmpty() || !rest.isBoolean())) {
      types.add(of(rest, indent));
      // All members are among those that the index gives.
      members.add("[key: string]: " + union(types, indent));
    }
    return members;
  }

  /** Members by name, for a map whose order is that of the names. */
  static Map<String, JsonNode> sorted(JsonNode object) {
    Map<String, JsonNode> sorted = new TreeMap<>();
    object.properties().forEach(it -> sorted.put(it.getKey(), it.getValue()));
    return sorted;
  }
}
