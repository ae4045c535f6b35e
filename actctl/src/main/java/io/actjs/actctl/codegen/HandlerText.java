package io.actjs.actctl.codegen;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What handlers take and give, as the methods of an interface. */
final class HandlerText {
  private static final String ANYTHING = "args?: unknown";

  private final TypeText types;
  private final JsonNode definitions;
  private final Set<String> noted = new HashSet<>();
  private boolean allNoted = true;

  /**
   * @param schemas of the class
   */
  HandlerText(JsonNode schemas, TypeText types) {
    this.types = types;
    this.definitions = schemas.path("$defs");
    for (JsonNode note : schemas.path("notes")) {
      String at = note.path("at").asText();
      noted.add(at);
      // The last note says that there are more.
      allNoted &= !at.isEmpty();
    }
  }

  /** A method, {@code add(args: { by: number }): Promise<number>}. */
  String method(String name, JsonNode handler) {
    boolean isUnknown = isNever(handler.path("args")) && isNever(handler.path("result"));
    String result = isUnknown ? "unknown" : result(handler.path("result"));
    String parameter =
        isUnknown
            ? ANYTHING
            : parameter(handler.path("args"), "/handlers/" + TypeText.escaped(name));
    return TypeNames.method(name) + "(" + parameter + "): Promise<" + result + ">";
  }

  private String result(JsonNode schema) {
    String type = types.of(schema.isMissingNode() ? BooleanNode.TRUE : schema, 2);
    return type.equals("null") ? "void" : type;
  }

  private static boolean isNever(JsonNode schema) {
    return schema.isBoolean() && !schema.booleanValue();
  }

  /** The argument of {@code onInit}; {@code undefined} when there is none. */
  String creation(JsonNode create) {
    if (create.isMissingNode()) {
      return "undefined";
    }
    String parameter = parameter(create.path("args"), "/create");
    String type = parameter.replaceFirst("^args\\??: ", "");
    return parameter.isEmpty()
        ? "undefined"
        : parameter.startsWith("args?") && !type.equals("unknown") ? type + " | undefined" : type;
  }

  /**
   * @param at where it stands, a JSON pointer: a note there tells a parameter of any type from none
   */
  private String parameter(JsonNode schema, String at) {
    if (schema.isMissingNode()) {
      return ANYTHING;
    }
    if (schema.isBoolean() && schema.booleanValue()) {
      return allNoted && !noted.contains(at + "/args") ? "" : ANYTHING;
    }
    List<JsonNode> forms = new ArrayList<>();
    collect(schema, forms, new HashSet<>());
    boolean isOptional = forms.stream().anyMatch(this::fitsNothing);
    List<JsonNode> parts = new ArrayList<>();
    (schema.has("anyOf") ? schema.path("anyOf") : List.of(schema)).forEach(parts::add);
    Set<String> texts = new LinkedHashSet<>();
    parts.stream().filter(it -> !isNothing(it)).forEach(it -> texts.add(types.of(it, 2)));
    return texts.isEmpty() ? "" : (isOptional ? "args?: " : "args: ") + TypeText.union(texts, 2);
  }

  private void collect(JsonNode schema, List<JsonNode> forms, Set<String> seen) {
    if (schema.has("$ref")) {
      String name = TypeText.referred(schema);
      if (seen.add(name)) {
        collect(definitions.path(name), forms, seen);
      }
    } else if (schema.has("anyOf")) {
      schema.path("anyOf").forEach(it -> collect(it, forms, seen));
    } else {
      forms.add(schema);
    }
  }

  private static boolean isNothing(JsonNode schema) {
    return schema.has("maxProperties") && schema.path("maxProperties").asInt() == 0;
  }

  /** Whether an argument that is left out, which is read as an object without members, fits. */
  private boolean fitsNothing(JsonNode form) {
    return isNothing(form)
        || (form.path("type").asText().equals("object") && form.path("required").isEmpty());
  }
}
