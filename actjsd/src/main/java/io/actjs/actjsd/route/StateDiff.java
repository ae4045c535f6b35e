package io.actjs.actjsd.route;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.wire.RawJson;
import org.jspecify.annotations.Nullable;

/**
 * What changed from one state to another, as a JSON patch (RFC 6902). It is short when little
 * changed, though not the shortest, and takes time in proportion to the states.
 */
final class StateDiff {
  private static final JsonMapper TREES =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private final ArrayNode operations = TREES.createArrayNode();

  private StateDiff() {}

  /**
   * The patch; empty when one of the states is not known.
   *
   * @param before raw JSON
   * @param after raw JSON
   */
  static String between(@Nullable String before, @Nullable String after) {
    if (before == null || after == null) {
      return "[]";
    }
    try {
      StateDiff diff = new StateDiff();
      diff.compare("", tree(before), tree(after));
      return diff.operations.toString();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a state is JSON", e);
    }
  }

  private static JsonNode tree(String json) throws JsonProcessingException {
    return TREES.readTree(RawJson.readable(json));
  }

  private void compare(String path, JsonNode before, JsonNode after) {
    if (before instanceof ObjectNode from && after instanceof ObjectNode to) {
      compareObjects(path, from, to);
    } else if (before instanceof ArrayNode from && after instanceof ArrayNode to) {
      compareArrays(path, from, to);
    } else if (!before.equals(after)) {
      operation("replace", path).set("value", after);
    }
  }

  private void compareObjects(String path, ObjectNode before, ObjectNode after) {
    before
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!after.has(name)) {
                operation("remove", member(path, name));
              }
            });
    after
        .properties()
        .forEach(
            entry -> {
              String at = member(path, entry.getKey());
              JsonNode old = before.get(entry.getKey());
              if (old == null) {
                operation("add", at).set("value", entry.getValue());
              } else {
                compare(at, old, entry.getValue());
              }
            });
  }

  /** Compares what is left between a common beginning and a common end. */
  private void compareArrays(String path, ArrayNode before, ArrayNode after) {
    int shorter = Math.min(before.size(), after.size());
    int begin = 0;
    while (begin < shorter && before.get(begin).equals(after.get(begin))) {
      begin++;
    }
    int end = 0;
    while (end < shorter - begin
        && before.get(before.size() - 1 - end).equals(after.get(after.size() - 1 - end))) {
      end++;
    }
    for (int i = begin; i < shorter - end; i++) {
      compare(path + '/' + i, before.get(i), after.get(i));
    }
    for (int i = shorter - end; i < after.size() - end; i++) {
      operation("add", path + '/' + i).set("value", after.get(i));
    }
    for (int i = before.size() - end - 1; i >= shorter - end; i--) {
      operation("remove", path + '/' + i);
    }
  }

  private ObjectNode operation(String op, String path) {
    return operations.addObject().put("op", op).put("path", path);
  }

  private static String member(String path, String name) {
    return path + '/' + name.replace("~", "~0").replace("/", "~1");
  }
}
