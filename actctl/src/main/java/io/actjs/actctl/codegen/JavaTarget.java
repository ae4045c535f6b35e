package io.actjs.actctl.codegen;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.codegen.Parameters.Parameter;
import io.actjs.actctl.screen.Json;
import io.actjs.model.Manifest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes classes as a package of Java: a class for each, and the client that they share. */
final class JavaTarget {
  private static final String CLIENT = "ActorClient";
  private static final String EXCEPTION = "ActorException";

  /** What each class has besides its handlers, and what every object has. */
  private static final Set<String> METHODS =
      Set.of(
          ("clone create delete equals finalize getClass hashCode id notify notifyAll read tell"
                  + " toString wait")
              .split(" "));

  private JavaTarget() {}

  /** Text by file name. */
  static Map<String, String> files(
      Map<String, ClassModel> classes, Manifest manifest, String packageName) {
    Map<String, String> files = new LinkedHashMap<>();
    JavaNames names = new JavaNames(Set.of(CLIENT, EXCEPTION));
    for (ClassModel each : classes.values()) {
      String name = names.unique(JavaNames.identifier(each.name()));
      files.put(
          name + ".java", Templates.fill("Class.java", new JavaClass(each, name).in(packageName)));
    }
    Map<String, ?> shared = Map.of("package", packageName, "sha", manifest.sha());
    for (String name : List.of(CLIENT, EXCEPTION)) {
      files.put(name + ".java", Templates.fill(name + ".java", shared));
    }
    return files;
  }

  /** What the template of a class is filled with. */
  private static final class JavaClass {
    private final ClassModel model;
    private final String name;
    private final Parameters parameters;
    private final JavaTypes types;
    private final JavaNames methods = new JavaNames(METHODS);

    JavaClass(ClassModel model, String name) {
      this.model = model;
      this.name = name;
      this.parameters = new Parameters(model.schemas());
      this.types = new JavaTypes(model.schemas().path("$defs"), name);
    }

    Map<String, ?> in(String packageName) {
      Map<String, Object> values = new HashMap<>();
      values.put("package", packageName);
      values.put("ref", model.ref());
      values.put("name", name);
      values.put("className", JavaNames.string(model.name()));
      values.put("state", types.boxed(model.state(), "State"));
      JsonNode create = model.schemas().path("create");
      values.put("creates", !create.isMissingNode());
      values.putAll(argument(parameters.ofCreation(create), "Create"));
      List<Map<String, ?>> handlers = new ArrayList<>();
      for (Map.Entry<String, JsonNode> each : model.schemas().path("handlers").properties()) {
        handlers.add(handler(each.getKey(), each.getValue()));
      }
      values.put("handlers", handlers);
      values.put("declarations", types.declarations());
      return values;
    }

    private Map<String, ?> handler(String handlerName, JsonNode handler) {
      String wanted = JavaNames.type(handlerName);
      Map<String, Object> values = new HashMap<>();
      values.put("handler", JavaNames.string(handlerName));
      values.put("method", methods.unique(JavaNames.identifier(handlerName)));
      values.putAll(argument(parameters.ofHandler(handlerName, handler), wanted));
      boolean yields = handler.has("yields");
      JsonNode result = handler.path(yields ? "yields" : "result");
      boolean isVoid = result.path("type").asText().equals("null");
      String type =
          isVoid ? "JsonNode" : types.boxed(result, wanted + (yields ? "Value" : "Result"));
      values.put("type", yields ? "List<" + type + ">" : type);
      values.put("returns", yields || !isVoid);
      return values;
    }

    private Map<String, ?> argument(Parameter taken, String wanted) {
      boolean isTaken = !taken.forms().isEmpty();
      return Map.of(
          "argument",
          isTaken ? types.boxed(anyOf(taken.forms()), wanted + "Args") : "",
          "takesNothing",
          taken.isOptional() || !isTaken);
    }

    private static JsonNode anyOf(List<JsonNode> forms) {
      if (forms.size() == 1) {
        return forms.get(0);
      }
      ObjectNode union = Json.object();
      union.putArray("anyOf").addAll(forms);
      return union;
    }
  }
}
