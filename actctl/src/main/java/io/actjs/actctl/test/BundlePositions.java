package io.actjs.actctl.test;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.screen.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Positions in a bundle, and in the files that it was made of: a source map of version 3. Lines are
 * divided by {@code ;}, segments by {@code ,}; the numbers of a segment are differences from those
 * before, in base64 digits of five bits and one that says whether more follow, the lowest digit
 * first, the lowest bit the sign.
 */
final class BundlePositions {
  private static final String BASE64 =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  private static final int BITS = 5;
  private static final int MORE = 1 << BITS;

  private final List<Path> files;

  /** For each line of the bundle: column to place. */
  private final List<NavigableMap<Integer, SourcePlace>> lines = new ArrayList<>();

  /**
   * @param folder which the paths in the map are relative to
   * @param map JSON
   */
  BundlePositions(Path folder, String map) {
    JsonNode json = Json.parse(map);
    files = new ArrayList<>();
    json.path("sources").forEach(source -> files.add(folder.resolve(source.asText()).normalize()));
    int[] state = new int[4];
    for (String line : json.path("mappings").asText().split(";", -1)) {
      NavigableMap<Integer, SourcePlace> columns = new TreeMap<>();
      state[0] = 0;
      for (String segment : line.isEmpty() ? new String[0] : line.split(",", -1)) {
        add(segment, state, columns);
      }
      lines.add(columns);
    }
  }

  /** {@code state}: column; source, line and column there. */
  private void add(String segment, int[] state, NavigableMap<Integer, SourcePlace> columns) {
    int at = 0;
    int count = 0;
    while (at < segment.length()) {
      int value = 0;
      int shift = 0;
      int digit;
      do {
        digit = BASE64.indexOf(segment.charAt(at++));
        value |= (digit & (MORE - 1)) << shift;
        shift += BITS;
      } while ((digit & MORE) != 0 && at < segment.length());
      if (count < state.length) {
        state[count] += (value & 1) == 0 ? value >> 1 : -(value >> 1);
      }
      count++;
    }
    if (count >= state.length && state[1] < files.size()) {
      columns.put(state[0], new SourcePlace(files.get(state[1]), state[2] + 1, state[3] + 1));
    }
  }

  /**
   * The place that a position was made of.
   *
   * @param line in the bundle, counted from 1, as {@code column} is
   */
  @Nullable SourcePlace at(int line, int column) {
    if (line < 1 || line > lines.size()) {
      return null;
    }
    Map.Entry<Integer, SourcePlace> nearest = lines.get(line - 1).floorEntry(column - 1);
    return nearest == null ? null : nearest.getValue();
  }
}
