package io.actjs.actctl.test;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.screen.Json;
import io.actjs.engine.source.Mappings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Positions in a bundle, and in the files that it was made of. */
final class BundlePositions implements Mappings.Visitor {
  private final Path folder;
  private final String map;
  private final List<Path> files = new ArrayList<>();

  /** For each line of the bundle: column to place. */
  private final List<NavigableMap<Integer, SourcePlace>> lines = new ArrayList<>();

  /**
   * @param folder which the paths in the map are relative to
   * @param map JSON
   */
  BundlePositions(Path folder, String map) {
    this.folder = folder;
    this.map = map;
    JsonNode json = Json.parse(map);
    json.path("sources").forEach(source -> files.add(file(source.asText())));
    Mappings.read(json.path("mappings").asText(), this);
  }

  /** The file of a source as the map names it. */
  Path file(String source) {
    return folder.resolve(source).normalize();
  }

  /** JSON. */
  String map() {
    return map;
  }

  @Override
  public void line() {
    lines.add(new TreeMap<>());
  }

  @Override
  public void segment(int column, int source, int sourceLine, int sourceColumn) {
    if (source != Mappings.NO_SOURCE && source < files.size()) {
      lines
          .getLast()
          .put(column, new SourcePlace(files.get(source), sourceLine + 1, sourceColumn + 1));
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
