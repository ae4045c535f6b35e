package io.actjs.actjsd.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.model.Manifest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The OpenAPI document of the classes of a manifest: the operations on their actors, each as the
 * server's own document has it, and nothing else.
 */
public final class ClassDocument {
  private ClassDocument() {}

  /**
   * Makes it.
   *
   * @param classes in the order of the document
   */
  public static ObjectNode of(Manifest manifest, List<DescribedClass> classes) {
    ObjectNode document = RouteDocument.make();
    List<String> others = new ArrayList<>();
    document.path("paths").fieldNames().forEachRemaining(others::add);
    document.putArray("tags");
    ClassOperations operations = new ClassOperations(document);
    classes.forEach(operations::add);
    document.withObject("/paths").remove(others);
    ObjectNode info = document.withObject("/info");
    info.put("title", "Actors").put("version", manifest.sha());
    info.put("summary", "The actors of the classes of a manifest.");
    info.put("description", "Every error is a problem document with a `code`.");
    ObjectNode pin = document.withObject("/components/parameters/manifest");
    pin.put("required", true);
    pin.putObject("schema").put("type", "string").put("const", manifest.sha());
    retainUsed(document);
    return document;
  }

  /** Keeps the components that the operations refer to, and those that these do. */
  private static void retainUsed(ObjectNode document) {
    Set<String> used = new HashSet<>();
    Deque<JsonNode> unread = new ArrayDeque<>(List.of(document.path("paths")));
    while (!unread.isEmpty()) {
      for (String pointer : unread.remove().findValuesAsText("$ref")) {
        if (used.add(pointer)) {
          unread.add(document.at(pointer.substring(1)));
        }
      }
    }
    ObjectNode components = document.withObject("/components");
    for (String part : names(components)) {
      ObjectNode listed = components.withObjectProperty(part);
      names(listed).stream()
          .filter(it -> !used.contains("#/components/" + part + "/" + it))
          .forEach(listed::remove);
      if (listed.isEmpty()) {
        components.remove(part);
      }
    }
  }

  private static List<String> names(ObjectNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
