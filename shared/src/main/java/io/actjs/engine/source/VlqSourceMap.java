package io.actjs.engine.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.actjs.model.ClassRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A source map, version 3, of one source: lines are divided by {@code ;}, segments by {@code ,}.
 * The numbers of a segment are differences from those of the segment before, in base64 digits of
 * five bits and one that says whether more follow, the lowest digit first; its lowest bit is the
 * sign.
 */
final class VlqSourceMap implements SourceMap {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BASE64 =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  private static final int BITS = 5;
  private static final int MORE = 1 << BITS;
  private static final int MAX_DIGITS = 7;

  private final String name;
  private final Pattern position;

  /** For each line of the code: column to the original position. */
  private final List<NavigableMap<Integer, Origin>> lines;

  private VlqSourceMap(String name, List<NavigableMap<Integer, Origin>> lines) {
    this.name = name;
    this.position =
        Pattern.compile("(?<![\\w.@-])" + Pattern.quote(name) + "\\.ts:(\\d{1,9}):(\\d{1,9})");
    this.lines = lines;
  }

  /** A position in the source, counted from 0; or that the author did not write the code. */
  private sealed interface Origin {
    record At(int line, int column) implements Origin {}

    record Generated() implements Origin {}
  }

  static VlqSourceMap of(ClassRef ref, String json) {
    return new VlqSourceMap(ref.toString(), decoded(mappings(json)));
  }

  private static String mappings(String json) {
    try {
      JsonNode map = JSON.readTree(json);
      if (map.path("version").asInt() == 3 && map.path("mappings").isTextual()) {
        return map.path("mappings").textValue();
      }
      throw new IllegalArgumentException("no source map of version 3");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a source map that is not JSON", e);
    }
  }

  private static List<NavigableMap<Integer, Origin>> decoded(String mappings) {
    List<NavigableMap<Integer, Origin>> lines = new ArrayList<>();
    int sourceLine = 0;
    int sourceColumn = 0;
    for (String line : mappings.split(";", -1)) {
      NavigableMap<Integer, Origin> columns = new TreeMap<>();
      int column = 0;
      for (String segment : line.isEmpty() ? new String[0] : line.split(",", -1)) {
        int[] numbers = numbers(segment);
        column += numbers[0];
        Origin origin = new Origin.Generated();
        if (numbers.length >= 4) {
          sourceLine += numbers[2];
          sourceColumn += numbers[3];
          origin = new Origin.At(sourceLine, sourceColumn);
        }
        columns.put(column, origin);
      }
      lines.add(columns);
    }
    return lines;
  }

  /** Gives 1, 4 or 5 numbers: column; source, its line and column; name. */
  private static int[] numbers(String segment) {
    List<Integer> numbers = new ArrayList<>();
    int at = 0;
    while (at < segment.length()) {
      long value = 0;
      int digits = 0;
      int digit;
      do {
        digit = at < segment.length() ? BASE64.indexOf(segment.charAt(at++)) : -1;
        if (digit < 0 || digits == MAX_DIGITS) {
          throw new IllegalArgumentException("a malformed segment: " + segment);
        }
        value |= (long) (digit & (MORE - 1)) << (BITS * digits++);
      } while ((digit & MORE) != 0);
      numbers.add((int) ((value & 1) == 0 ? value >> 1 : -(value >> 1)));
    }
    if (numbers.isEmpty()) {
      throw new IllegalArgumentException("an empty segment");
    }
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }

  @Override
  public String remap(String stack) {
    return position
        .matcher(stack)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    remapped(Integer.parseInt(found.group(1)), Integer.parseInt(found.group(2)))));
  }

  private String remapped(int line, int column) {
    NavigableMap<Integer, Origin> columns =
        line >= 1 && line <= lines.size() ? lines.get(line - 1) : new TreeMap<>();
    Map.Entry<Integer, Origin> nearest = columns.floorEntry(column - 1);
    Origin origin = nearest == null ? new Origin.Generated() : nearest.getValue();
    return switch (origin) {
      case Origin.At(int atLine, int atColumn) ->
          name + ".ts:" + (atLine + 1) + ":" + (atColumn + 1);
      case Origin.Generated() -> name + ".js:" + line + ":" + column;
    };
  }
}
