package io.actjs.actctl.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.screen.Json;
import io.actjs.engine.source.Mappings;
import io.actjs.engine.source.Vlq;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A source map without what leads into packages, which is most of it: what stands there is code
 * that the author did not write.
 */
final class SourceMapCut implements Mappings.Visitor {
  /** For each source of the old map its number in the new one, or {@link Mappings#NO_SOURCE}. */
  private final List<Integer> kept = new ArrayList<>();

  private final StringBuilder mappings = new StringBuilder();

  /** Where the new map is: its numbers are differences. */
  private final int[] made = new int[4];

  private String separator = "";
  private int lineBegin;

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
      cut.kept.add(name == null ? Mappings.NO_SOURCE : sources.size());
      if (name != null) {
        sources.add(name);
      }
    }
    Mappings.read(json.path("mappings").asText(), cut);
    result.putArray("names");
    return result.put("mappings", cut.mappings.toString()).toString();
  }

  @Override
  public void line() {
    mappings.append(separator);
    separator = ";";
    lineBegin = mappings.length();
    made[0] = 0;
    mapped = false;
  }

  @Override
  public void segment(int column, int source, int sourceLine, int sourceColumn) {
    int into = source == Mappings.NO_SOURCE ? Mappings.NO_SOURCE : kept.get(source);
    boolean leads = into != Mappings.NO_SOURCE;
    if (!leads && !mapped) {
      return;
    }
    if (mappings.length() > lineBegin) {
      mappings.append(',');
    }
    mapped = leads;
    put(0, column);
    if (leads) {
      put(1, into);
      put(2, sourceLine);
      put(3, sourceColumn);
    }
  }

  private void put(int field, int value) {
    Vlq.encode(value - made[field], mappings);
    made[field] = value;
  }
}
