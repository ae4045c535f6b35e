package io.actjs.actctl.codegen;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;

/**
 * What clients get of the schemas of a class: no internal handlers, no messages to actors, and
 * where there is a view neither the state nor the events that it hides.
 */
final class ClientSchemas {
  private ClientSchemas() {}

  /**
   * The part that clients get; the same again of such a part.
   *
   * @param schemas as {@code actctl schema} prints them
   */
  static JsonNode of(JsonNode schemas) {
    if (!(schemas instanceof ObjectNode all)) {
      return schemas;
    }
    ObjectNode shown = all.deepCopy();
    Set<String> hidden = new HashSet<>(Set.of("/tells"));
    shown.remove("tells");
    if (shown.has("view")) {
      shown.remove("state");
      shown.remove("events");
      hidden.addAll(Set.of("/state", "/events"));
    }
    Iterator<String> handlers = shown.path("handlers").fieldNames();
    while (handlers.hasNext()) {
      String name = handlers.next();
      if (shown.path("handlers").path(name).path("internal").booleanValue()) {
        handlers.remove();
        hidden.add("/handlers/" + TypeText.escaped(name));
      }
    }
    removeNotes(shown, hidden);
    removeUnused(shown);
    return shown;
  }

  private static void removeNotes(ObjectNode shown, Set<String> hidden) {
    Iterator<JsonNode> notes = shown.path("notes").iterator();
    while (notes.hasNext()) {
      String at = notes.next().path("at").asText();
      if (hidden.stream().anyMatch(it -> at.equals(it) || at.startsWith(it + "/"))) {
        notes.remove();
      }
    }
  }

  /** Keeps the definitions that the rest refers to, and those that these do. */
  private static void removeUnused(ObjectNode shown) {
    JsonNode definitions = shown.path("$defs");
    ObjectNode rest = shown.deepCopy();
    rest.remove("$defs");
    Set<String> used = new HashSet<>();
    Deque<JsonNode> unread = new ArrayDeque<>(Set.of(rest));
    while (!unread.isEmpty()) {
      for (String pointer : unread.remove().findValuesAsText("$ref")) {
        String name = TypeText.definition(pointer);
        if (used.add(name) && definitions.has(name)) {
          unread.add(definitions.path(name));
        }
      }
    }
    if (definitions instanceof ObjectNode object) {
      object.retain(used);
    }
    if (definitions.isEmpty()) {
      shown.remove("$defs");
    }
  }
}
