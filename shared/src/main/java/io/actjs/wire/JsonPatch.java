package io.actjs.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Applies JSON patches (RFC 6902). Strict: an operation that the standard calls an error is one,
 * and then neither the document nor the patch has changed.
 *
 * <p>A replaced member keeps its place in the order of members; an added one becomes the last.
 */
public final class JsonPatch {
  private static final Pattern INDEX = Pattern.compile("0|[1-9]\\d{0,8}");
  private static final Pattern BAD_ESCAPE = Pattern.compile("~(?![01])");

  /** Equal for {@code test}: numbers by value, all else as JSON. Says nothing about order. */
  private static final Comparator<JsonNode> EQUALITY =
      (a, b) ->
          isDecimal(a) && isDecimal(b)
              ? a.decimalValue().compareTo(b.decimalValue())
              : a.equals(b) ? 0 : 1;

  private JsonPatch() {}

  /** A number with a decimal form: one that is too large to be held has none. */
  private static boolean isDecimal(JsonNode node) {
    return node.isNumber()
        && !(node.isFloatingPointNumber()
            && !node.isBigDecimal()
            && !Double.isFinite(node.doubleValue()));
  }

  /** A patch is malformed, or the document lacks what an operation needs. */
  public static final class Misfit extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Misfit(String message) {
      super(message);
    }
  }

  /**
   * The document after all operations; it shares nothing with the arguments, which stay as they
   * are.
   *
   * @param patch an array of operations
   * @throws Misfit for the first operation that fails
   */
  public static JsonNode apply(JsonNode patch, JsonNode document) {
    if (!patch.isArray()) {
      throw new Misfit("a patch must be an array of operations");
    }
    JsonNode root = document.deepCopy();
    for (JsonNode operation : patch) {
      root = apply(operation, path(operation, "path"), root);
    }
    return root;
  }

  private static JsonNode apply(JsonNode operation, List<String> path, JsonNode root) {
    String op = operation.path("op").asText();
    return switch (op) {
      case "add" -> add(root, path, value(operation).deepCopy());
      case "remove" -> remove(root, path);
      case "replace" -> replace(root, path, value(operation).deepCopy());
      case "copy" -> add(root, path, at(root, path(operation, "from")).deepCopy());
      case "move" -> move(root, path(operation, "from"), path);
      case "test" -> {
        if (!at(root, path).equals(EQUALITY, value(operation))) {
          throw new Misfit("the value at " + text(path) + " is not the expected one");
        }
        yield root;
      }
      default -> throw new Misfit("unknown operation \"" + op + "\"");
    };
  }

  private static JsonNode value(JsonNode operation) {
    JsonNode value = operation.get("value");
    if (value == null) {
      throw new Misfit("an operation has no \"value\"");
    }
    return value;
  }

  /** The member names and indexes of a JSON pointer (RFC 6901), decoded. */
  private static List<String> path(JsonNode operation, String member) {
    JsonNode node = operation.path(member);
    String pointer = node.asText();
    boolean wellFormed = pointer.isEmpty() || pointer.startsWith("/");
    if (!node.isTextual() || !wellFormed || BAD_ESCAPE.matcher(pointer).find()) {
      throw new Misfit("the \"" + member + "\" of an operation must be a JSON pointer");
    }
    // "~1" first: "~01" stands for "~1", not for "/".
    return Arrays.stream(pointer.split("/", -1))
        .skip(1)
        .map(it -> it.replace("~1", "/").replace("~0", "~"))
        .toList();
  }

  private static JsonNode at(JsonNode root, List<String> path) {
    JsonNode node = root;
    for (String key : path) {
      node = node.isArray() ? node.get(index(key, node.size() - 1)) : node.path(key);
      if (node.isMissingNode()) {
        throw new Misfit("the document has nothing at " + text(path));
      }
    }
    return node;
  }

  private static JsonNode add(JsonNode root, List<String> path, JsonNode value) {
    if (path.isEmpty()) {
      return value;
    }
    String key = path.getLast();
    switch (around(root, path)) {
      case ObjectNode object -> object.set(key, value);
      case ArrayNode array ->
          array.insert(key.equals("-") ? array.size() : index(key, array.size()), value);
      default -> throw new Misfit("only objects and arrays have members: " + text(path));
    }
    return root;
  }

  private static JsonNode replace(JsonNode root, List<String> path, JsonNode value) {
    at(root, path);
    if (path.isEmpty()) {
      return value;
    }
    if (around(root, path) instanceof ArrayNode array) {
      array.set(Integer.parseInt(path.getLast()), value);
      return root;
    }
    return add(root, path, value);
  }

  private static JsonNode remove(JsonNode root, List<String> path) {
    at(root, path);
    if (path.isEmpty()) {
      return NullNode.getInstance();
    }
    if (around(root, path) instanceof ArrayNode array) {
      array.remove(Integer.parseInt(path.getLast()));
    } else {
      ((ObjectNode) around(root, path)).remove(path.getLast());
    }
    return root;
  }

  private static JsonNode move(JsonNode root, List<String> from, List<String> to) {
    if (to.size() > from.size() && to.subList(0, from.size()).equals(from)) {
      throw new Misfit("a value cannot move into itself: " + text(from) + " to " + text(to));
    }
    JsonNode moved = at(root, from);
    return add(remove(root, from), to, moved);
  }

  private static JsonNode around(JsonNode root, List<String> path) {
    return at(root, path.subList(0, path.size() - 1));
  }

  private static int index(String key, int max) {
    int index = INDEX.matcher(key).matches() ? Integer.parseInt(key) : -1;
    if (index < 0 || index > max) {
      throw new Misfit("an array has no element \"" + key + "\"");
    }
    return index;
  }

  private static String text(List<String> path) {
    StringBuilder pointer = new StringBuilder();
    path.forEach(it -> pointer.append('/').append(it.replace("~", "~0").replace("/", "~1")));
    return '"' + pointer.toString() + '"';
  }
}
