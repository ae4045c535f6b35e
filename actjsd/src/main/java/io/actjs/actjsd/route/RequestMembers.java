package io.actjs.actjsd.route;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.actjs.actjsd.http.WholeNumber;
import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.wire.JsonText;
import io.actjs.wire.RawJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The members of a request body, each read as its required type. A member that is {@code null}
 * counts as absent.
 */
public record RequestMembers(Map<String, String> raw) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public static RequestMembers of(String json) {
    return new RequestMembers(RawJson.members(json));
  }

  private @Nullable String raw(String member) {
    String text = raw.get(member);
    return text == null || text.equals("null") ? null : text;
  }

  boolean has(String member) {
    return raw(member) != null;
  }

  /**
   * @throws ActjsException {@code SchemaInvalid} when it is absent or no string
   */
  public String text(String member) {
    String text = optionalText(member);
    if (text == null) {
      throw wrong("the body needs the string member \"" + member + "\"", member, "is missing");
    }
    return text;
  }

  /**
   * @throws ActjsException {@code SchemaInvalid} when it is not a string
   */
  public @Nullable String optionalText(String member) {
    String value = raw(member);
    if (value == null) {
      return null;
    }
    String text = RawJson.stringValue(value);
    if (text == null) {
      throw wrong(member, "must be a string");
    }
    return text;
  }

  /**
   * @throws ActjsException {@code SchemaInvalid} when it is neither true nor false
   */
  boolean flag(String member, boolean absent) {
    String value = raw(member);
    if (value == null) {
      return absent;
    }
    if (!value.equals("true") && !value.equals("false")) {
      throw wrong(member, "must be true or false");
    }
    return value.equals("true");
  }

  /**
   * @throws ActjsException {@code SchemaInvalid} when it is not a whole number from min to max
   */
  public @Nullable Long wholeNumber(String member, long min, long max) {
    String value = raw(member);
    return value == null ? null : WholeNumber.parse("\"" + member + "\"", value, min, max);
  }

  /** Any JSON, raw. */
  String json(String member, String absent) {
    String value = raw(member);
    return value == null ? absent : value;
  }

  /**
   * An object; null when it is absent.
   *
   * @throws ActjsException {@code SchemaInvalid} when it is something else
   */
  @Nullable RequestMembers object(String member) {
    String value = objectText(member);
    return value == null ? null : of(value);
  }

  /**
   * An object whose values are strings; empty when it is absent.
   *
   * @throws ActjsException {@code SchemaInvalid} when it is something else
   */
  Map<String, String> texts(String member) {
    RequestMembers inner = object(member);
    if (inner == null) {
      return Map.of();
    }
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, String> entry : inner.raw.entrySet()) {
      String text = RawJson.stringValue(entry.getValue());
      if (text == null) {
        String path = member + "/" + entry.getKey().replace("~", "~0").replace("/", "~1");
        throw wrong(
            "\"" + member + "." + entry.getKey() + "\" must be a string", path, "must be a string");
      }
      texts.put(entry.getKey(), text);
    }
    return texts;
  }

  /**
   * An array of strings; empty when it is absent.
   *
   * @throws ActjsException {@code SchemaInvalid} when it is something else
   */
  public List<String> textList(String member) {
    String value = raw(member);
    if (value == null) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    try {
      JsonNode array = JSON.readTree(RawJson.readable(value));
      for (JsonNode item : array) {
        if (!item.isTextual()) {
          throw wrong(member, "must be an array of strings");
        }
        texts.add(item.textValue());
      }
      if (!array.isArray()) {
        throw wrong(member, "must be an array of strings");
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a member is JSON", e);
    }
    return texts;
  }

  /**
   * An object, raw; an empty one when it is absent.
   *
   * @throws ActjsException {@code SchemaInvalid} when it is something else
   */
  String rawObject(String member) {
    String value = objectText(member);
    return value == null ? "{}" : value;
  }

  private @Nullable String objectText(String member) {
    String value = raw(member);
    if (value != null && !value.startsWith("{")) {
      throw wrong(member, "must be an object");
    }
    return value;
  }

  /**
   * For bodies of which nothing may be overlooked.
   *
   * @throws ActjsException {@code SchemaInvalid} when there is another member
   */
  public void requireNoneBut(Set<String> members) {
    for (String name : raw.keySet()) {
      if (!members.contains(name)) {
        throw wrong(
            "the body has the unknown member "
                + JsonText.quote(name)
                + "; it may have "
                + String.join(", ", new TreeSet<>(members)));
      }
    }
  }

  private static ActjsException wrong(String member, String message) {
    return wrong("\"" + member + "\" " + message, member, message);
  }

  /** With the issue as a list, as arguments that do not fit their types have it. */
  private static ActjsException wrong(String detail, String path, String message) {
    String issues =
        "[{\"path\":%s,\"message\":%s}]"
            .formatted(JsonText.quote("/" + path), JsonText.quote(message));
    return new ActjsException(
        ProblemCode.SchemaInvalid, detail, Map.of(ActjsException.ISSUES, issues), null);
  }

  static ActjsException wrong(String detail) {
    return new ActjsException(ProblemCode.SchemaInvalid, detail);
  }
}
