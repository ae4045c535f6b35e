package io.actjs.actctl.compat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.screen.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is different between the schemas of two versions of a class, as {@code actctl schema} prints
 * them, and what that asks for.
 *
 * <p>A major version: what callers sent is refused, what they get may be something else, or stored
 * states and events do not fit. Members that no schema names count as not there.
 */
public final class SchemaChanges {
  private final String className;
  private final JsonNode before;
  private final JsonNode after;
  private final List<SchemaChange> changes = new ArrayList<>();

  private SchemaChanges(String className, JsonNode before, JsonNode after) {
    this.className = className;
    this.before = before;
    this.after = after;
  }

  /**
   * Whether a document describes a class, which it does not if the types did not show which class
   * is published.
   */
  public static boolean isDescribed(JsonNode schemas) {
    return schemas.path("handlers").isObject() && (schemas.has("state") || schemas.has("view"));
  }

  /**
   * The changes, those that ask for most first.
   *
   * @param before the described schemas of the older version
   * @param after those of the newer
   */
  public static List<SchemaChange> between(String className, JsonNode before, JsonNode after) {
    SchemaChanges all = new SchemaChanges(className, before, after);
    all.compareHandlers();
    all.compareRoutes();
    JsonNode oldCreate = argumentOf(before.path("create"));
    all.compare(
        className + ".onInit: ", Place.ARGUMENT, oldCreate, argumentOf(after.path("create")));
    all.compareStates();
    all.compareEvents();
    all.compareMessages("tells", "payload", "telling");
    all.compareMessages("emits", "data", "emitting");
    all.changes.sort(Comparator.comparing(SchemaChange::asks).reversed());
    return List.copyOf(all.changes);
  }

  /** The least bump for all of them: a patch for none. */
  public static Bump asked(List<SchemaChange> changes) {
    return changes.stream()
        .map(SchemaChange::asks)
        .max(Comparator.naturalOrder())
        .orElse(Bump.PATCH);
  }

  private void add(Bump asks, String text) {
    changes.add(new SchemaChange(asks, text));
  }

  private void compareHandlers() {
    JsonNode old = before.path("handlers");
    JsonNode now = after.path("handlers");
    for (String name : names(old, now)) {
      String handler = className + "." + name;
      if (!now.has(name)) {
        add(Bump.MAJOR, handler + " is gone");
      } else if (!old.has(name)) {
        add(Bump.MINOR, handler + " is new");
      } else {
        compareHandler(handler, old.path(name), now.path(name));
      }
    }
  }

  private void compareRoutes() {
    Set<String> old = texts(before.path("routes"));
    Set<String> now = texts(after.path("routes"));
    for (String route : old) {
      if (!now.contains(route)) {
        add(Bump.MAJOR, className + ": the route " + route + " is gone");
      }
    }
    for (String route : now) {
      if (!old.contains(route)) {
        add(Bump.MINOR, className + ": the route " + route + " is new");
      }
    }
  }

  private static Set<String> texts(JsonNode array) {
    Set<String> texts = new TreeSet<>();
    array.forEach(it -> texts.add(it.asText()));
    return texts;
  }

  private static boolean isInternal(JsonNode handler) {
    return handler.path("internal").booleanValue();
  }

  private void compareHandler(String handler, JsonNode old, JsonNode now) {
    String where = handler + ": ";
    if (isInternal(old) != isInternal(now)) {
      add(
          isInternal(now) ? Bump.MAJOR : Bump.MINOR,
          handler + (isInternal(now) ? " is internal now" : " is no longer internal"));
    }
    compare(where, Place.ARGUMENT, argumentOf(old), argumentOf(now));
    compare(where, Place.RESULT, old.path("result"), now.path("result"));
    if (old.has("yields") && now.has("yields")) {
      compare(where, Place.YIELDS, old.path("yields"), now.path("yields"));
    } else if (old.has("yields")) {
      add(Bump.MAJOR, where + "it no longer yields values");
    } else if (now.has("yields")) {
      add(Bump.MINOR, where + "it yields values now");
    }
  }

  /** What is stored, and what of it clients are shown: what they see has no state beside a view. */
  private void compareStates() {
    String where = className + ": ";
    if (before.has("state") && after.has("state")) {
      compare(where, Place.STATE, before.path("state"), after.path("state"));
    }
    if (before.has("view") || after.has("view")) {
      compare(where, Place.VIEW, shown(before), shown(after));
    }
  }

  private static JsonNode shown(JsonNode document) {
    return document.path(document.has("view") ? "view" : "state");
  }

  private void compareEvents() {
    if (before.has("events") && after.has("events")) {
      compare(className + ": ", Place.EVENTS, before.path("events"), after.path("events"));
    } else if (before.has("events") || after.has("events")) {
      String is = after.has("events") ? " is event-sourced now" : " is no longer event-sourced";
      add(Bump.MAJOR, className + is);
    }
  }

  /**
   * Messages that others get: their payloads count, as far as they are still sent.
   *
   * @param kind the member that lists them, and what the class does with them
   * @param payload the member of each that has its schema
   */
  private void compareMessages(String kind, String payload, String sending) {
    Map<String, List<JsonNode>> old = messages(before.path(kind), payload);
    Map<String, List<JsonNode>> now = messages(after.path(kind), payload);
    Set<String> messages = new TreeSet<>(old.keySet());
    messages.addAll(now.keySet());
    for (String message : messages) {
      List<JsonNode> sent = old.getOrDefault(message, List.of());
      List<JsonNode> sends = now.getOrDefault(message, List.of());
      if (sends.isEmpty()) {
        add(Bump.MINOR, "%s: it no longer %s %s".formatted(className, kind, message));
      } else if (sent.isEmpty()) {
        add(Bump.MINOR, "%s: it %s %s now".formatted(className, kind, message));
      } else {
        String where = "%s: %s %s, ".formatted(className, sending, message);
        compare(where, Place.PAYLOAD, anyOf(sent), anyOf(sends));
      }
    }
  }

  /** Those whose names are known. */
  private static Map<String, List<JsonNode>> messages(JsonNode listed, String payload) {
    Map<String, List<JsonNode>> messages = new TreeMap<>();
    for (JsonNode each : listed) {
      String target = each.path("class").asText();
      String message = (target.isEmpty() ? "" : target + ".") + each.path("type").asText();
      if (each.has("type")) {
        messages.computeIfAbsent(message, key -> new ArrayList<>()).add(each.path(payload));
      }
    }
    return messages;
  }

  private static JsonNode anyOf(List<JsonNode> schemas) {
    ObjectNode union = Json.object();
    schemas.forEach(union.putArray("anyOf")::add);
    return union;
  }

  private void compare(String where, Place place, JsonNode old, JsonNode now) {
    for (Difference difference :
        SchemaComparison.of(old, before.path("$defs"), now, after.path("$defs"))) {
      add(place.asks(difference), where + place.says(difference));
    }
  }

  /** Without types, or without a parameter, anything is taken. */
  private static JsonNode argumentOf(JsonNode described) {
    return described.has("args") ? described.path("args") : BooleanNode.TRUE;
  }

  private static Set<String> names(JsonNode left, JsonNode right) {
    Set<String> names = new TreeSet<>();
    left.fieldNames().forEachRemaining(names::add);
    right.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
