package io.actjs.actctl.codegen;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Writes the schemas of one class as types of Java, nested in the class: objects are records,
 * unions whose members a constant tells apart are sealed interfaces, and constants are enums. What
 * Java has no type for is a {@code JsonNode}.
 */
final class JavaTypes {
  /** What each file has by itself. */
  private static final Set<String> TAKEN =
      Set.of(
          ("ActorClient ActorException Boolean Double Integer JsonInclude JsonNode JsonProperty"
                  + " JsonSubTypes JsonTypeInfo List Long Map Object Override Record String"
                  + " TypeReference Void")
              .split(" "));

  /** Names that no component of a record may have. */
  private static final Set<String> OF_OBJECTS =
      Set.of(
          "clone", "finalize", "getClass", "hashCode", "notify", "notifyAll", "toString", "wait");

  private static final String ANY = "JsonNode";

  private static final Map<String, String> PRIMITIVES =
      Map.of("boolean", "Boolean", "double", "Double", "long", "Long");

  private final JsonNode definitions;
  private final JavaNames names;

  /** Types by the name of their definition, as they are met. */
  private final Map<String, String> named = new LinkedHashMap<>();

  /** Definitions whose types are being written. */
  private final Set<String> open = new HashSet<>();

  private final List<String> declarations = new ArrayList<>();

  /**
   * @param definitions of the class's schemas
   * @param name of the class that the types are nested in
   */
  JavaTypes(JsonNode definitions, String name) {
    this.definitions = definitions;
    Set<String> taken = new HashSet<>(TAKEN);
    taken.add(name);
    this.names = new JavaNames(taken);
  }

  /** The types that were met so far, as declarations. */
  List<String> declarations() {
    return declarations;
  }

  /** A type that may be a primitive. */
  String of(JsonNode schema, String wanted) {
    if (schema.has("$ref")) {
      return referred(TypeText.referred(schema));
    }
    if (schema.has("anyOf")) {
      return union(schema.path("anyOf"), wanted);
    }
    List<JsonNode> constants = constants(schema);
    if (!constants.isEmpty()) {
      return ofConstants(constants, wanted);
    }
    return ofKind(schema, wanted);
  }

  /** A type that has a null. */
  String boxed(JsonNode schema, String wanted) {
    String type = of(schema, wanted);
    return PRIMITIVES.getOrDefault(type, type);
  }

  /** Whether a value may be null. */
  private boolean isNullable(JsonNode schema) {
    return isNullable(schema, new HashSet<>());
  }

  /**
   * @param seen the definitions that were looked at
   */
  private boolean isNullable(JsonNode schema, Set<String> seen) {
    if (schema.has("$ref")) {
      String name = TypeText.referred(schema);
      return seen.add(name) && isNullable(definitions.path(name), seen);
    }
    return isNull(schema)
        || stream(schema.path("type")).anyMatch(it -> it.asText().equals("null"))
        || stream(schema.path("enum")).anyMatch(JsonNode::isNull)
        || stream(schema.path("anyOf")).anyMatch(it -> isNullable(it, seen));
  }

  private static boolean isNull(JsonNode schema) {
    return schema.path("type").asText().equals("null")
        || (schema.has("const") && schema.path("const").isNull());
  }

  private static Stream<JsonNode> stream(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  private String referred(String definition) {
    String known = named.get(definition);
    if (known != null) {
      return known;
    }
    JsonNode schema = definitions.path(definition);
    String wanted = JavaNames.type(definition);
    if (TypeText.isObject(schema) && schema.has("properties")) {
      // By its name before its members, which may refer to it.
      String name = names.unique(wanted);
      named.put(definition, name);
      declare(name, schema);
      return name;
    }
    if (!open.add(definition)) {
      // Java has no name for a list of itself.
      return ANY;
    }
    try {
      String type = of(schema, wanted);
      named.put(definition, type);
      return type;
    } finally {
      open.remove(definition);
    }
  }

  private static List<JsonNode> constants(JsonNode schema) {
    return schema.has("const")
        ? List.of(schema.path("const"))
        : stream(schema.path("enum")).toList();
  }

  private String ofConstants(List<JsonNode> constants, String wanted) {
    List<JsonNode> values = constants.stream().filter(it -> !it.isNull()).toList();
    if (values.stream().allMatch(JsonNode::isTextual)) {
      return values.size() > 1 ? declareEnum(values, wanted) : values.isEmpty() ? ANY : "String";
    }
    return values.stream().allMatch(JsonNode::isNumber)
        ? "double"
        : values.stream().allMatch(JsonNode::isBoolean) ? "boolean" : ANY;
  }

  private String declareEnum(List<JsonNode> values, String wanted) {
    String name = names.unique(wanted);
    JavaNames constants = new JavaNames(Set.of());
    String text =
        values.stream()
            .map(
                it ->
                    "    @JsonProperty(%s)\n    %s"
                        .formatted(
                            JavaNames.string(it.asText()),
                            constants.unique(JavaNames.constant(it.asText()))))
            .collect(Collectors.joining(",\n"));
    declarations.add("public enum " + name + " {\n" + text + "\n  }");
    return name;
  }

  private String ofKind(JsonNode schema, String wanted) {
    Set<String> kinds = new LinkedHashSet<>();
    JsonNode type = schema.path("type");
    (type.isArray() ? type : List.of(type)).forEach(it -> kinds.add(it.asText()));
    kinds.remove("null");
    if (kinds.size() != 1) {
      return ANY;
    }
    return switch (kinds.iterator().next()) {
      case "string" -> "String";
      case "boolean" -> "boolean";
      case "number" -> "double";
      case "integer" -> "long";
      case "array" -> list(schema, wanted);
      case "object" -> object(schema, wanted);
      default -> ANY;
    };
  }

  private String list(JsonNode schema, String wanted) {
    boolean isPlain = !schema.has("prefixItems") && schema.path("items").isObject();
    String element = isPlain ? boxed(schema.path("items"), singular(wanted)) : ANY;
    return "List<" + element + ">";
  }

  /** The element of {@code Items} is an {@code Item}. */
  private static String singular(String plural) {
    return plural.endsWith("s") && !plural.endsWith("ss")
        ? plural.substring(0, plural.length() - 1)
        : plural + "Element";
  }

  private String object(JsonNode schema, String wanted) {
    JsonNode rest = schema.path("additionalProperties");
    boolean hasMembers = !schema.path("properties").isEmpty();
    if (hasMembers && !rest.isObject()) {
      String name = names.unique(wanted);
      declare(name, schema);
      return name;
    }
    return "Map<String, "
        + (!hasMembers && rest.isObject() ? boxed(rest, wanted + "Value") : ANY)
        + ">";
  }

  private void declare(String name, JsonNode schema) {
    // Before those that its members need.
    int place = declarations.size();
    declarations.add("");
    declarations.set(place, record(name, schema, null, ""));
  }

  /**
   * @param without the member that the type itself stands for
   * @param more what follows the components
   */
  private String record(String name, JsonNode schema, @Nullable String without, String more) {
    Set<String> required =
        stream(schema.path("required")).map(JsonNode::asText).collect(Collectors.toSet());
    JavaNames components = new JavaNames(OF_OBJECTS);
    List<String> all = new ArrayList<>();
    for (Map.Entry<String, JsonNode> each : schema.path("properties").properties()) {
      if (each.getKey().equals(without)) {
        continue;
      }
      boolean isRequired = required.contains(each.getKey());
      boolean isPresent = isRequired && !isNullable(each.getValue());
      String wanted = name + JavaNames.type(each.getKey());
      String type = isPresent ? of(each.getValue(), wanted) : boxed(each.getValue(), wanted);
      all.add(
          "%s@JsonProperty(%s) %s %s"
              .formatted(
                  isRequired ? "" : "@JsonInclude(JsonInclude.Include.NON_NULL) ",
                  JavaNames.string(each.getKey()),
                  type,
                  components.unique(JavaNames.identifier(each.getKey()))));
    }
    String list = all.isEmpty() ? "" : "\n      " + String.join(",\n      ", all);
    return "public record " + name + "(" + list + ")" + more + " {}";
  }

  private String union(JsonNode anyOf, String wanted) {
    List<JsonNode> parts = stream(anyOf).filter(it -> !isNull(it)).toList();
    if (parts.size() == 1) {
      return boxed(parts.get(0), wanted);
    }
    List<JsonNode> constants = parts.stream().flatMap(it -> constants(it).stream()).toList();
    if (parts.stream().noneMatch(it -> constants(it).isEmpty())) {
      return ofConstants(constants, wanted);
    }
    List<JsonNode> variants = parts.stream().map(this::resolved).toList();
    String tag = tag(variants);
    return tag == null ? ANY : declareUnion(variants, tag, wanted);
  }

  private JsonNode resolved(JsonNode schema) {
    return schema.has("$ref") ? definitions.path(TypeText.referred(schema)) : schema;
  }

  /** The member that each of the objects has as a constant of its own; null when there is none. */
  private static @Nullable String tag(List<JsonNode> variants) {
    if (variants.isEmpty() || !variants.stream().allMatch(TypeText::isObject)) {
      return null;
    }
    for (Map.Entry<String, JsonNode> each : variants.get(0).path("properties").properties()) {
      String member = each.getKey();
      Set<String> values =
          variants.stream()
              .filter(
                  it -> stream(it.path("required")).anyMatch(name -> name.asText().equals(member)))
              .map(it -> it.path("properties").path(member).path("const"))
              .filter(JsonNode::isTextual)
              .map(JsonNode::asText)
              .collect(Collectors.toSet());
      if (values.size() == variants.size()) {
        return member;
      }
    }
    return null;
  }

  private String declareUnion(List<JsonNode> variants, String tag, String wanted) {
    String name = names.unique(wanted);
    int place = declarations.size();
    declarations.add("");
    List<String> subtypes = new ArrayList<>();
    List<String> records = new ArrayList<>();
    for (JsonNode each : variants) {
      String value = each.path("properties").path(tag).path("const").asText();
      String variant = names.unique(name + JavaNames.type(value));
      subtypes.add(
          "    @JsonSubTypes.Type(value = %s.class, name = %s)"
              .formatted(variant, JavaNames.string(value)));
      records.add(record(variant, each, tag, " implements " + name));
    }
    declarations.addAll(records);
    declarations.set(
        place,
        """
        @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = %s)
          @JsonSubTypes({
        %s
          })
          public sealed interface %s {}"""
            .formatted(JavaNames.string(tag), String.join(",\n", subtypes), name));
    return name;
  }
}
