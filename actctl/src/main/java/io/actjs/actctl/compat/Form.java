package io.actjs.actctl.compat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One of the forms that a value may have by its schema. */
sealed interface Form {
  /** What is said of a value of this form: "a string". */
  String text();

  /** Whatever there is. */
  record Anything() implements Form {
    @Override
    public String text() {
      return "anything";
    }
  }

  /**
   * Values of a type without parts.
   *
   * @param type as JSON Schema names it
   */
  record Scalar(String type) implements Form {
    @Override
    public String text() {
      return type.equals("null") ? type : "a " + type;
    }
  }

  /** One value. */
  record Literal(JsonNode value) implements Form {
    @Override
    public String text() {
      return value.toString();
    }

    Scalar type() {
      return new Scalar(
          value.isTextual()
              ? "string"
              : value.isBoolean() ? "boolean" : value.isNull() ? "null" : "number");
    }
  }

  /** The object without members: what stands for an argument that is left out. */
  record Nothing() implements Form {
    @Override
    public String text() {
      return "left out";
    }
  }

  /**
   * Objects.
   *
   * @param name of the definition; null when it has none
   * @param rest the schema of members that are not among the properties
   */
  record Members(
      @Nullable String name, Map<String, JsonNode> properties, Set<String> required, JsonNode rest)
      implements Form {
    static final Members NONE = new Members(null, Map.of(), Set.of(), BooleanNode.TRUE);

    /** The members with one value each, which tell it from others. */
    Map<String, JsonNode> constants() {
      Map<String, JsonNode> constants = new TreeMap<>();
      properties.forEach(
          (member, schema) -> {
            if (schema.has("const") && required.contains(member)) {
              constants.put(member, schema.get("const"));
            }
          });
      return constants;
    }

    @Override
    public String text() {
      Map<String, JsonNode> constants = constants();
      JsonNode type = constants.get("type");
      if (type != null || constants.size() == 1) {
        return (type == null ? constants.values().iterator().next() : type).toString();
      }
      return name == null ? "an object" : name;
    }
  }

  /**
   * Arrays.
   *
   * @param first the schemas of the first elements
   * @param rest the schema of the others
   * @param least number of elements
   */
  record Elements(List<JsonNode> first, JsonNode rest, int least) implements Form {
    @Override
    public String text() {
      return "an array";
    }
  }

  /** A schema of a kind that is not known here: equal to itself only. */
  record Other(JsonNode schema) implements Form {
    @Override
    public String text() {
      return "something else";
    }
  }

  /**
   * The forms that a schema allows; {@link Anything} stands alone.
   *
   * @param definitions that it may refer to, by name
   */
  static Set<Form> of(JsonNode schema, JsonNode definitions) {
    Set<Form> forms = new LinkedHashSet<>();
    collect(schema, definitions, null, new HashSet<>(), forms);
    Form anything = new Anything();
    return forms.contains(anything) ? Set.of(anything) : forms;
  }

  /** The definition that a schema stands for, or else itself. */
  static JsonNode resolved(JsonNode schema, JsonNode definitions) {
    JsonNode at = schema;
    Set<String> seen = new HashSet<>();
    while (at.has("$ref") && seen.add(nameIn(at))) {
      at = definitions.path(nameIn(at));
    }
    return at;
  }

  private static String nameIn(JsonNode reference) {
    String pointer = reference.path("$ref").asText();
    return pointer.replaceFirst("^#/\\$defs/", "").replace("~1", "/").replace("~0", "~");
  }

  private static void collect(
      JsonNode schema,
      JsonNode definitions,
      @Nullable String name,
      Set<String> seen,
      Set<Form> forms) {
    if (schema.isBoolean() || schema.isMissingNode() || schema.isEmpty()) {
      if (!schema.isBoolean() || schema.booleanValue()) {
        forms.add(new Anything());
      }
    } else if (schema.has("$ref")) {
      String defined = nameIn(schema);
      if (seen.add(defined)) {
        collect(definitions.path(defined), definitions, defined, seen, forms);
      }
    } else if (schema.has("anyOf")) {
      schema.path("anyOf").forEach(each -> collect(each, definitions, null, seen, forms));
    } else if (schema.has("const")) {
      forms.add(new Literal(schema.path("const")));
    } else if (schema.has("enum")) {
      schema.path("enum").forEach(value -> forms.add(new Literal(value)));
    } else {
      typed(schema, name, forms);
    }
  }

  private static void typed(JsonNode schema, @Nullable String name, Set<Form> forms) {
    JsonNode type = schema.path("type");
    if (type.isArray()) {
      type.forEach(each -> forms.add(typed(each.asText(), schema, name)));
    } else {
      forms.add(typed(type.asText(), schema, name));
    }
  }

  private static Form typed(String type, JsonNode schema, @Nullable String name) {
    return switch (type) {
      case "string", "number", "boolean", "null" -> new Scalar(type);
      case "object" -> {
        Map<String, JsonNode> properties = new LinkedHashMap<>();
        schema
            .path("properties")
            .properties()
            .forEach(it -> properties.put(it.getKey(), it.getValue()));
        Set<String> required = new HashSet<>();
        schema.path("required").forEach(it -> required.add(it.asText()));
        yield schema.path("maxProperties").asInt(1) == 0
            ? new Nothing()
            : new Members(name, properties, required, orTrue(schema.path("additionalProperties")));
      }
      case "array" -> {
        List<JsonNode> first = new ArrayList<>();
        schema.path("prefixItems").forEach(first::add);
        yield new Elements(first, orTrue(schema.path("items")), schema.path("minItems").asInt());
      }
      default -> new Other(schema);
    };
  }

  private static JsonNode orTrue(JsonNode schema) {
    return schema.isMissingNode() ? BooleanNode.TRUE : schema;
  }
}
