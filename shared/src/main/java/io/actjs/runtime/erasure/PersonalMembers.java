package io.actjs.runtime.erasure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.model.ClassRef;
import io.actjs.registry.ClassRegistry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The personal members of a class's states, and how they go: what the declared type of the state
 * lets be absent is removed, else it becomes {@code null} if the type allows that, else the empty
 * value of its type; without a declared type it is removed. Elements of an array go all together
 * where {@code *} names them; one named by its index becomes {@code null}, so that the others keep
 * their places.
 *
 * @param paths the segments of each pointer
 */
public record PersonalMembers(List<List<String>> paths, DeclaredState declared) {
  static final PersonalMembers NONE = new PersonalMembers(List.of(), DeclaredState.UNKNOWN);

  private static final String EACH = "*";

  /** Numbers keep their digits. */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /** A state without them. */
  public record Erased(String state, int members) {}

  /** Those that a published version names. Blocks. */
  public static PersonalMembers of(ClassRegistry registry, ClassRef ref) {
    List<List<String>> paths = registry.personal(ref).stream().map(PersonalMembers::path).toList();
    return paths.isEmpty()
        ? NONE
        : new PersonalMembers(paths, DeclaredState.of(registry.get(ref).schemas()));
  }

  /** Whether the class names none. */
  public boolean isEmpty() {
    return paths.isEmpty();
  }

  private static List<String> path(String pointer) {
    return Arrays.stream(pointer.substring(1).split("/", -1))
        .map(segment -> segment.replace("~1", "/").replace("~0", "~"))
        .toList();
  }

  /**
   * @param state raw JSON
   */
  public Erased erase(String state) {
    if (isEmpty()) {
      return new Erased(state, 0);
    }
    try {
      JsonNode root = JSON.readTree(state);
      int members = 0;
      for (List<String> path : paths) {
        members += erase(root, path, 0);
      }
      return new Erased(JSON.writeValueAsString(root), members);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored state is JSON", e);
    }
  }

  private int erase(JsonNode at, List<String> path, int depth) {
    if (depth == path.size() - 1) {
      return eraseIn(at, path);
    }
    int members = 0;
    for (JsonNode child : children(at, path.get(depth))) {
      members += erase(child, path, depth + 1);
    }
    return members;
  }

  private static List<JsonNode> children(JsonNode at, String segment) {
    List<JsonNode> children = new ArrayList<>();
    if (segment.equals(EACH)) {
      at.forEach(children::add);
      return children;
    }
    JsonNode child = at.isArray() ? at.get(index(segment)) : at.get(segment);
    return child == null ? List.of() : List.of(child);
  }

  private static int index(String segment) {
    return segment.matches("0|[1-9]\\d{0,8}") ? Integer.parseInt(segment) : -1;
  }

  private int eraseIn(JsonNode parent, List<String> path) {
    String last = path.getLast();
    return switch (parent) {
      case ObjectNode object when last.equals(EACH) -> {
        int members = object.size();
        object.removeAll();
        yield members;
      }
      case ArrayNode array when last.equals(EACH) -> {
        int members = array.size();
        array.removeAll();
        yield members;
      }
      case ArrayNode array -> {
        int index = index(last);
        boolean there = index >= 0 && index < array.size() && !array.get(index).isNull();
        if (there) {
          array.setNull(index);
        }
        yield there ? 1 : 0;
      }
      case ObjectNode object -> eraseMember(object, path);
      default -> 0;
    };
  }

  private int eraseMember(ObjectNode object, List<String> path) {
    String name = path.getLast();
    JsonNode now = object.get(name);
    if (now == null) {
      return 0;
    }
    @Nullable JsonNode empty = declared.emptied(path);
    if (empty == null) {
      object.remove(name);
      return 1;
    }
    object.set(name, empty);
    return now.equals(empty) ? 0 : 1;
  }
}
