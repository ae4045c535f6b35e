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
    return schemas.path("handlers").isObject() && schemas.has("state");
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
    JsonNode oldCreate = argumentOf(before.path("create"));
    all.compare(
        className + ".onInit: ", Place.ARGUMENT, oldCreate, argumentOf(after.path("create")));
    all.compare(className + ": ", Place.STATE, before.path("state"), after.path("state"));
    all.compareEvents();
    all.compareTells();
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

  private void compareHandler(String handler, JsonNode old, JsonNode now) {
    String where = handler + ": ";
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

  private void compareEvents() {
    if (before.has("events") && after.has("events")) {
      compare(className + ": ", Place.EVENTS, before.path("events"), after.path("events"));
    } else if (before.has("events") || after.has("events")) {
      String is = after.has("events") ? " is event-sourced now" : " is no longer event-sourced";
      add(Bump.MAJOR, className + is);
    }
  }

  /** Messages that others get: their payloads count, as far as they are still sent. */
  private void compareTells() {
    Map<String, List<JsonNode>> old = tells(before);
    Map<String, List<JsonNode>> now = tells(after);
    Set<String> messages = new TreeSet<>(old.keySet());
    messages.addAll(now.keySet());
    for (String message : messages) {
      List<JsonNode> sent = old.getOrDefault(message, List.of());
      List<JsonNode> sends = now.getOrDefault(message, List.of());
      if (sends.isEmpty()) {
        add(Bump.MINOR, className + ": it no longer tells " + message);
      } else if (sent.isEmpty()) {
        add(Bump.MINOR, className + ": it tells " + message + " now");
      } else {
        compare(
            className + ": telling " + message + ", ", Place.PAYLOAD, anyOf(sent), anyOf(sends));
      }
    }
  }

  private static Map<String, List<JsonNode>> tells(JsonNode document) {
    Map<String, List<JsonNode>> tells = new TreeMap<>();
    for (JsonNode tell : document.path("tells")) {
      String target = tell.path("class").asText();
      String message = (target.isEmpty() ? "" : target + ".") + tell.path("type").asText();
      tells.computeIfAbsent(message, key -> new ArrayList<>()).add(tell.path("payload"));
    }
    return tells;
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
