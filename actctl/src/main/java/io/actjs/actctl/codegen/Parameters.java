package io.actjs.actctl.codegen;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the handlers of a class take, and what creates an actor of it. */
final class Parameters {
  private static final Parameter ANYTHING = new Parameter(List.of(BooleanNode.TRUE), true);

  private final JsonNode definitions;
  private final Set<String> noted = new HashSet<>();
  private boolean allNoted = true;

  /**
   * An argument.
   *
   * @param forms the schemas of which it fits one; none when it is left out always
   * @param isOptional whether it may be left out
   */
  record Parameter(List<JsonNode> forms, boolean isOptional) {}

  /**
   * @param schemas of the class
   */
  Parameters(JsonNode schemas) {
    this.definitions = schemas.path("$defs");
    for (JsonNode note : schemas.path("notes")) {
      String at = note.path("at").asText();
      noted.add(at);
      // The last note says that there are more.
      allNoted &= !at.isEmpty();
    }
  }

  Parameter ofHandler(String name, JsonNode handler) {
    return isUncallable(handler)
        ? ANYTHING
        : of(handler.path("args"), "/handlers/" + TypeText.escaped(name));
  }

  /** The argument of {@code onInit}, which there is. */
  Parameter ofCreation(JsonNode create) {
    return of(create.path("args"), "/create");
  }

  /** Whether nothing can be known of the handler. */
  static boolean isUncallable(JsonNode handler) {
    return isNever(handler.path("args")) && isNever(handler.path("result"));
  }

  private static boolean isNever(JsonNode schema) {
    return schema.isBoolean() && !schema.booleanValue();
  }

  /**
   * @param at where it stands, a JSON pointer: a note there tells a parameter of any type from none
   */
  private Parameter of(JsonNode schema, String at) {
    if (schema.isMissingNode()) {
      return ANYTHING;
    }
    if (schema.isBoolean() && schema.booleanValue()) {
      return allNoted && !noted.contains(at + "/args") ? new Parameter(List.of(), true) : ANYTHING;
    }
    List<JsonNode> whole = new ArrayList<>();
    collect(schema, whole, new HashSet<>());
    List<JsonNode> forms = new ArrayList<>();
    (schema.has("anyOf") ? schema.path("anyOf") : List.of(schema)).forEach(forms::add);
    forms.removeIf(Parameters::isNothing);
    return new Parameter(forms, whole.stream().anyMatch(Parameters::fitsNothing));
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
  private static boolean fitsNothing(JsonNode form) {
    return isNothing(form)
        || (form.path("type").asText().equals("object") && form.path("required").isEmpty());
  }
}
