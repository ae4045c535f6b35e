package io.actjs.actctl.coverage;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.screen.Json;
import io.actjs.engine.source.Mappings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The places in a script that its source map leads to the author's files. */
final class ScriptSegments implements Mappings.Visitor {

  /**
   * A place in a source.
   *
   * @param line counted from 1
   * @param column counted from 0
   */
  record Place(Path file, int line, int column) {}

  private final List<Integer> lineBegins = new ArrayList<>();
  private final List<@Nullable Path> files = new ArrayList<>();
  private final NavigableMap<Integer, Place> segments = new TreeMap<>();
  private final int columnsBefore;
  private int line = -1;

  /**
   * @param columnsBefore characters before the mapped code in the first line
   * @param map JSON
   * @param file of a source's name in the map; null when it does not count
   */
  ScriptSegments(
      String text, int columnsBefore, String map, Function<String, @Nullable Path> file) {
    this.columnsBefore = columnsBefore;
    lineBegins.add(0);
    for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
      lineBegins.add(at + 1);
    }
    JsonNode json = Json.parse(map);
    json.path("sources").forEach(source -> files.add(file.apply(source.asText())));
    Mappings.read(json.path("mappings").asText(), this);
  }

  @Override
  public void line() {
    line++;
  }

  @Override
  public void segment(int column, int source, int sourceLine, int sourceColumn) {
    Path file = source >= 0 && source < files.size() ? files.get(source) : null;
    if (file != null && line < lineBegins.size()) {
      int offset = lineBegins.get(line) + column + (line == 0 ? columnsBefore : 0);
      segments.put(offset, new Place(file, sourceLine + 1, sourceColumn));
    }
  }

  /** In the order of the script: characters before each place, and the place. */
  NavigableMap<Integer, Place> all() {
    return segments;
  }

  /** What a part of the script that begins there was made of; null when the author wrote none. */
  @Nullable Place at(int offset) {
    Map.Entry<Integer, Place> entry = segments.ceilingEntry(offset);
    return entry != null && entry.getKey() == offset ? entry.getValue() : null;
  }
}
