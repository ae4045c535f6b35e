package io.actjs.actctl.codegen;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.screen.Json;
import io.actjs.model.Manifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes classes as a package for TypeScript and JavaScript. */
final class TypeScriptTarget {
  /** Makes a folder a package of modules; an author may have one instead. */
  static final String PACKAGE = "package.json";

  private TypeScriptTarget() {}

  /**
   * Text by file name.
   *
   * @param classes by name
   * @param validators whether there is a module that checks arguments
   */
  static Map<String, String> files(
      Map<String, ClassModel> classes, Manifest manifest, boolean validators) {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("index.d.ts", declarations(classes, manifest));
    files.put("index.js", module(classes, manifest));
    if (validators) {
      String arguments = TypeNames.string(arguments(classes).toString());
      files.put("validators.d.ts", Templates.fill("validators.d.ts", Map.of()));
      files.put("validators.js", Templates.fill("validators.js", Map.of("schemas", arguments)));
    }
    files.put(PACKAGE, Templates.fill(PACKAGE, Map.of()));
    return files;
  }

  private static String declarations(Map<String, ClassModel> classes, Manifest manifest) {
    TypeNames names = new TypeNames();
    for (String name : classes.keySet()) {
      for (String part : List.of("State", "Event", "Handlers", "Emits")) {
        var unused = names.unique(name + part);
      }
    }
    List<Map<String, ?>> types = new ArrayList<>();
    for (ClassModel model : classes.values()) {
      ClassTypes each = new ClassTypes(model, names);
      types.add(
          Map.of(
              "name", each.name(),
              "title", each.title(),
              "declarations", each.declarations(),
              "folds", !model.reducer().isEmpty(),
              "entry", each.entry()));
    }
    return Templates.fill("index.d.ts", Map.of("sha", manifest.sha(), "classes", types));
  }

  private static String module(Map<String, ClassModel> classes, Manifest manifest) {
    List<Map<String, ?>> table = new ArrayList<>();
    for (ClassModel model : classes.values()) {
      List<String> handlers = new ArrayList<>();
      model.schemas().path("handlers").fieldNames().forEachRemaining(handlers::add);
      table.add(
          Map.of(
              "name", TypeNames.string(model.name()),
              "version", TypeNames.string(model.version().toString()),
              "eventSourced", model.isEventSourced(),
              "reducer", model.reducer(),
              "handlers", String.join(", ", handlers.stream().map(TypeNames::string).toList())));
    }
    return Templates.fill(
        "index.js", Map.of("sha", manifest.sha(), "classes", table, "folds", folds(classes)));
  }

  /** The schemas of all arguments, and the definitions that they may refer to. */
  private static ObjectNode arguments(Map<String, ClassModel> classes) {
    ObjectNode all = Json.object();
    for (ClassModel model : classes.values()) {
      ObjectNode document = all.putObject(model.name());
      ObjectNode handlers = document.putObject("handlers");
      model
          .schemas()
          .path("handlers")
          .properties()
          .forEach(it -> handlers.set(it.getKey(), argument(it.getValue())));
      JsonNode definitions = model.schemas().path("$defs");
      document.set("$defs", definitions.isObject() ? definitions : Json.object());
    }
    return all;
  }

  private static JsonNode argument(JsonNode handler) {
    return handler.has("args") ? handler.path("args") : BooleanNode.TRUE;
  }

  private static boolean folds(Map<String, ClassModel> classes) {
    return classes.values().stream().anyMatch(it -> !it.reducer().isEmpty());
  }
}
