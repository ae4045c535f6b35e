package io.actjs.actctl.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.screen.Json;
import io.actjs.engine.source.Vlq;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A source map without what leads into packages, which is most of it: what stands there is code
 * that the author did not write.
 */
final class SourceMapCut {
  /** For each source of the old map its number in the new one; -1 for none. */
  private final List<Integer> kept = new ArrayList<>();

  private final StringBuilder mappings = new StringBuilder();

  // Where the old map is, and where the new one: the numbers are differences.
  private final int[] old = new int[4];
  private final int[] made = new int[4];

  /** Whether the last segment written in this line leads somewhere. */
  private boolean mapped;

  private SourceMapCut() {}

  /**
   * The new map.
   *
   * @param names what a source of the old map is called in the new one; null to leave it out
   */
  static String of(String map, Function<String, @Nullable String> names) {
    JsonNode json = Json.parse(map);
    SourceMapCut cut = new SourceMapCut();
    ObjectNode result = Json.object().put("version", 3);
    ArrayNode sources = result.putArray("sources");
    for (JsonNode source : json.path("sources")) {
      String name = names.apply(source.asText());
      cut.kept.add(name == null ? -1 : sources.size());
      if (name != null) {
        sources.add(name);
      }
    }
    cut.lines(json.path("mappings").asText());
    result.putArray("names");
    return result.put("mappings", cut.mappings.toString()).toString();
  }

  private void lines(String text) {
    String separator = "";
    for (String line : text.split(";", -1)) {
      mappings.append(separator);
      separator = ";";
      old[0] = 0;
      made[0] = 0;
      mapped = false;
      int begin = mappings.length();
      for (String segment : line.isEmpty() ? new String[0] : line.split(",", -1)) {
        segment(Vlq.decode(segment), begin);
      }
    }
  }

  private void segment(int[] numbers, int lineBegin) {
    for (int i = 0; i < Math.min(numbers.length, old.length); i++) {
      old[i] += numbers[i];
    }
    int source = numbers.length < old.length ? -1 : kept.get(old[1]);
    if (source < 0 && !mapped) {
      return;
    }
    if (mappings.length() > lineBegin) {
      mappings.append(',');
    }
    mapped = source >= 0;
    put(0, old[0]);
    if (mapped) {
      put(1, source);
      put(2, old[2]);
      put(3, old[3]);
    }
  }

  private void put(int field, int value) {
    Vlq.encode(value - made[field], mappings);
    made[field] = value;
  }
}
