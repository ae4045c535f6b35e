package io.actjs.actctl.dev;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import io.actjs.actctl.screen.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The members of the state that a class begins with, those of objects in it too, and the types of
 * their values. An optional member that a new actor does not have is not in it.
 */
record StateShape(Map<String, JsonNodeType> members) {

  /**
   * @param initial raw JSON, or null when it is not known
   */
  static StateShape of(@Nullable String initial) {
    Map<String, JsonNodeType> members = new TreeMap<>();
    if (initial != null) {
      collect("", Json.parse(initial), members);
    }
    return new StateShape(members);
  }

  private static void collect(String prefix, JsonNode value, Map<String, JsonNodeType> into) {
    value
        .properties()
        .forEach(
            member -> {
              String path = prefix + member.getKey();
              into.put(path, member.getValue().getNodeType());
              collect(path + ".", member.getValue(), into);
            });
  }

  /** What the other has and this has not; of an object only itself, not what is in it. */
  List<String> lacks(StateShape other) {
    List<String> lacking = new ArrayList<>();
    for (String path : other.members.keySet()) {
      int dot = path.lastIndexOf('.');
      boolean within = dot > 0 && !members.containsKey(path.substring(0, dot));
      if (!members.containsKey(path) && !within) {
        lacking.add(path);
      }
    }
    return lacking;
  }

  /** What both have, of different types; null says nothing about a type. */
  List<String> differsFrom(StateShape other) {
    List<String> retyped = new ArrayList<>();
    members.forEach(
        (path, type) -> {
          JsonNodeType before = other.members.get(path);
          boolean known = type != JsonNodeType.NULL && before != JsonNodeType.NULL;
          if (before != null && known && before != type) {
            retyped.add(path);
          }
        });
    return retyped;
  }
}
