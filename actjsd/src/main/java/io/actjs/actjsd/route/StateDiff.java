package io.actjs.actjsd.route;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.flipkart.zjsonpatch.JsonDiff;
import io.actjs.wire.RawJson;
import org.jspecify.annotations.Nullable;

/** What changed from one state to another. */
final class StateDiff {
  private static final JsonMapper TREES =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  /** Finding the smallest difference of longer states could take minutes. */
  private static final int MAX_CHARS = 256 << 10;

  private StateDiff() {}

  /**
   * A JSON patch (RFC 6902); empty when one of the states is not known, and one that replaces all
   * when they are long.
   *
   * @param before raw JSON
   * @param after raw JSON
   */
  static String between(@Nullable String before, @Nullable String after) {
    if (before == null || after == null) {
      return "[]";
    }
    if (before.length() + after.length() > MAX_CHARS) {
      return before.equals(after)
          ? "[]"
          : "[{\"op\":\"replace\",\"path\":\"\",\"value\":" + after + "}]";
    }
    try {
      return JsonDiff.asJson(tree(before), tree(after)).toString();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a state is JSON", e);
    }
  }

  private static JsonNode tree(String json) throws JsonProcessingException {
    return TREES.readTree(RawJson.readable(json));
  }
}
