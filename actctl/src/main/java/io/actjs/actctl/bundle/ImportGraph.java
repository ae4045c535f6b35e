package io.actjs.actctl.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.screen.Json;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which files a build read, and which of them imports which, as esbuild's metafile says.
 *
 * @param entry the file that the build began with
 * @param imports each file to what it imports: absolute paths, and what is left outside
 */
public record ImportGraph(Path entry, Map<Path, List<String>> imports) {
  private static final String NODE_MODULES = "node_modules";

  /**
   * @param folder where the build ran
   * @param metafile JSON
   */
  public static ImportGraph of(Path folder, Path entry, String metafile) {
    JsonNode json = Json.parse(metafile);
    Map<Path, List<String>> imports = new TreeMap<>();
    json.path("inputs")
        .properties()
        .forEach(
            input -> {
              List<String> names = new ArrayList<>();
              for (JsonNode each : input.getValue().path("imports")) {
                String path = each.path("path").asText();
                boolean outside = each.path("external").asBoolean();
                names.add(outside ? path : folder.resolve(path).normalize().toString());
              }
              if (!isVirtual(input.getKey())) {
                imports.put(folder.resolve(input.getKey()).normalize(), names);
              }
            });
    return new ImportGraph(entry, imports);
  }

  /** The part of it that another of its entries reaches. */
  ImportGraph from(Path other) {
    Map<Path, List<String>> reached = new TreeMap<>();
    Deque<Path> open = new ArrayDeque<>(List.of(other));
    while (!open.isEmpty()) {
      Path file = open.remove();
      List<String> imported = imports.get(file);
      if (imported != null && reached.putIfAbsent(file, imported) == null) {
        imported.forEach(name -> open.add(Path.of(name)));
      }
    }
    return new ImportGraph(other, reached);
  }

  /** esbuild's own code, and modules that a package has disabled, have no file. */
  private static boolean isVirtual(String input) {
    return input.startsWith("<") || input.startsWith("(disabled):");
  }

  /** Whether a file belongs to a package of npm, and not to the author. */
  public static boolean isOfPackage(Path file) {
    for (Path part : file) {
      if (part.toString().equals(NODE_MODULES)) {
        return true;
      }
    }
    return false;
  }

  /** The author's own files. */
  List<Path> local() {
    return imports.keySet().stream().filter(file -> !isOfPackage(file)).toList();
  }

  /** The files of packages, by the folder of the package. */
  Map<Path, List<Path>> packages() {
    Map<Path, List<Path>> packages = new TreeMap<>();
    for (Path file : imports.keySet()) {
      if (isOfPackage(file)) {
        packages.computeIfAbsent(packageOf(file), folder -> new ArrayList<>()).add(file);
      }
    }
    return packages;
  }

  /** {@code …/node_modules/name}, or {@code …/node_modules/@scope/name}. */
  private static Path packageOf(Path file) {
    int last = 0;
    for (int i = 0; i < file.getNameCount(); i++) {
      if (file.getName(i).toString().equals(NODE_MODULES)) {
        last = i;
      }
    }
    boolean scoped =
        file.getNameCount() > last + 2 && file.getName(last + 1).toString().startsWith("@");
    Path within = file.subpath(0, Math.min(file.getNameCount(), last + (scoped ? 3 : 2)));
    return file.getRoot() == null ? within : file.getRoot().resolve(within);
  }

  /**
   * The shortest way from the entry to what is imported and left outside.
   *
   * @return files, in order; null when nothing imports it
   */
  @Nullable List<Path> chainTo(String outside) {
    Map<Path, Path> from = new HashMap<>();
    Deque<Path> open = new ArrayDeque<>(List.of(entry));
    from.put(entry, entry);
    while (!open.isEmpty()) {
      Path file = open.remove();
      List<String> imported = imports.getOrDefault(file, List.of());
      if (imported.contains(outside)) {
        return way(file, from);
      }
      for (String name : imported) {
        Path next = Path.of(name);
        if (imports.containsKey(next) && from.putIfAbsent(next, file) == null) {
          open.add(next);
        }
      }
    }
    return null;
  }

  private static List<Path> way(Path to, Map<Path, Path> from) {
    LinkedHashMap<Path, Boolean> way = new LinkedHashMap<>();
    for (Path at = to; way.putIfAbsent(at, true) == null; at = from.getOrDefault(at, at)) {
      // The entry comes from itself.
    }
    return List.copyOf(way.keySet()).reversed();
  }
}
