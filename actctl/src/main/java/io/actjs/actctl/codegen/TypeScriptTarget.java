package io.actjs.actctl.codegen;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.screen.Json;
import io.actjs.model.Manifest;
import io.actjs.model.Sha256;
import io.actjs.model.Version;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes classes as a package for TypeScript and JavaScript: the same files for the same classes,
 * whatever their order.
 */
public final class TypeScriptTarget {
  /** What says which files were generated. */
  public static final String MANIFEST = "manifest.json";

  /** The schemas that the types were written of. */
  public static final String SCHEMAS = "schemas.json";

  /** Makes a folder a package of modules; an author may have one instead. */
  static final String PACKAGE = "package.json";

  private TypeScriptTarget() {}

  /** The manifest of the classes. */
  public static Manifest manifest(List<ClassModel> classes) {
    Map<String, Version> resolved = new TreeMap<>();
    classes.forEach(it -> resolved.put(it.name(), it.version()));
    return Manifest.of(resolved);
  }

  /** A manifest as JSON: its hash, and the versions by class. */
  public static ObjectNode document(Manifest manifest) {
    ObjectNode document = Json.object().put("sha256", manifest.sha());
    ObjectNode resolved = document.putObject("resolved");
    manifest.resolved().forEach((name, version) -> resolved.put(name, version.toString()));
    return document;
  }

  /**
   * Text by file name, {@value #MANIFEST} last.
   *
   * @param validators whether there is a module that checks arguments
   */
  public static Map<String, String> files(List<ClassModel> classes, boolean validators) {
    Map<String, ClassModel> sorted = new TreeMap<>();
    classes.forEach(it -> sorted.put(it.name(), it));
    Map<String, String> files = new LinkedHashMap<>();
    Manifest manifest = manifest(classes);
    files.put("index.d.ts", declarations(sorted, manifest));
    files.put("index.js", module(sorted, manifest));
    files.put(SCHEMAS, schemas(sorted));
    if (validators) {
      String arguments = TypeNames.string(arguments(sorted).toString());
      files.put("validators.d.ts", Templates.fill("validators.d.ts", Map.of()));
      files.put("validators.js", Templates.fill("validators.js", Map.of("schemas", arguments)));
    }
    files.put(PACKAGE, Templates.fill(PACKAGE, Map.of()));
    files.put(MANIFEST, manifest(sorted, manifest, files));
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

  private static String schemas(Map<String, ClassModel> classes) {
    ObjectNode schemas = Json.object();
    classes.forEach((name, model) -> schemas.set(name, model.schemas()));
    return Json.indented(schemas);
  }

  private static String manifest(
      Map<String, ClassModel> classes, Manifest manifest, Map<String, String> files) {
    ObjectNode document = document(manifest);
    ObjectNode sources = document.putObject("sources");
    classes.forEach((name, model) -> sources.put(name, model.sourceSha()));
    ObjectNode hashes = document.putObject("files");
    files.forEach((name, text) -> hashes.put(name, Sha256.of(text)));
    return Json.indented(document);
  }
}
