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

/** Keeps the {@link Mappings} of a class. */
final class VlqSourceMap implements SourceMap {
  private static final ObjectMapper JSON = new ObjectMapper();
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

  /** A position in a source, counted from 0; or that the author did not write the code. */
  private sealed interface Origin {
    record At(String file, int line, int column) implements Origin {}

    record Generated() implements Origin {}
  }

  static VlqSourceMap of(ClassRef ref, String json) {
    JsonNode map = map(json);
    List<String> files = new ArrayList<>();
    for (JsonNode source : map.path("sources")) {
      boolean own = source.asText().equals(ref.name() + ".ts");
      files.add(own ? ref + ".ts" : ref + "/" + source.asText());
    }
    return new VlqSourceMap(ref.toString(), decoded(map.path("mappings").textValue(), files));
  }

  private static JsonNode map(String json) {
    try {
      JsonNode map = JSON.readTree(json);
      if (map.path("version").asInt() == 3 && map.path("mappings").isTextual()) {
        return map;
      }
      throw new IllegalArgumentException("no source map of version 3");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a source map that is not JSON", e);
    }
  }

  private static List<NavigableMap<Integer, Origin>> decoded(String mappings, List<String> files) {
    List<NavigableMap<Integer, Origin>> lines = new ArrayList<>();
    Mappings.read(
        mappings,
        new Mappings.Visitor() {
          @Override
          public void line() {
            lines.add(new TreeMap<>());
          }

          @Override
          public void segment(int column, int source, int sourceLine, int sourceColumn) {
            Origin origin =
                source == Mappings.NO_SOURCE
                    ? new Origin.Generated()
                    : new Origin.At(file(files, source), sourceLine, sourceColumn);
            lines.getLast().put(column, origin);
          }
        });
    return lines;
  }

  private static String file(List<String> files, int index) {
    if (index < 0 || index >= files.size()) {
      throw new IllegalArgumentException("a segment of a source that there is not: " + index);
    }
    return files.get(index);
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
      case Origin.At(String file, int atLine, int atColumn) ->
          file + ":" + (atLine + 1) + ":" + (atColumn + 1);
      case Origin.Generated() -> name + ".js:" + line + ":" + column;
    };
  }
}
