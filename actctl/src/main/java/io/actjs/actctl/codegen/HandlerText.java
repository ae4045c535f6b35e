package io.actjs.actctl.codegen;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import io.actjs.actctl.codegen.Parameters.Parameter;

/** What handlers take and give, as the methods of an interface. */
final class HandlerText {
  private final TypeText types;
  private final Parameters parameters;

  /**
   * @param schemas of the class
   */
  HandlerText(JsonNode schemas, TypeText types) {
    this.types = types;
    this.parameters = new Parameters(schemas);
  }

  /** A method, {@code add(args: { by: number }): Promise<number>}. */
  String method(String name, JsonNode handler) {
    Parameter taken = parameters.ofHandler(name, handler);
    String parameter =
        taken.forms().isEmpty() ? "" : (taken.isOptional() ? "args?: " : "args: ") + type(taken);
    String result = Parameters.isUncallable(handler) ? "unknown" : result(handler.path("result"));
    return TypeNames.method(name) + "(" + parameter + "): Promise<" + result + ">";
  }

  private String result(JsonNode schema) {
    String type = types.of(schema.isMissingNode() ? BooleanNode.TRUE : schema, 2);
    return type.equals("null") ? "void" : type;
  }

  /** The argument of {@code onInit}; {@code undefined} when there is none. */
  String creation(JsonNode create) {
    if (create.isMissingNode()) {
      return "undefined";
    }
    Parameter taken = parameters.ofCreation(create);
    if (taken.forms().isEmpty()) {
      return "undefined";
    }
    String type = type(taken);
    return taken.isOptional() && !type.equals("unknown") ? type + " | undefined" : type;
  }

  private String type(Parameter taken) {
    return TypeText.union(taken.forms().stream().map(it -> types.of(it, 2)).toList(), 2);
  }
}
