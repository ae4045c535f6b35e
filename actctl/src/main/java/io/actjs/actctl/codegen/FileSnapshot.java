package io.actjs.actctl.codegen;

import io.actjs.actctl.bundle.FileStamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The disk as it is found when a path is first asked for. Not thread-safe. */
final class FileSnapshot {
  private final Instant begun = Instant.now();
  private final Map<Path, @Nullable FileStamp> stamps = new HashMap<>();
  private final Map<Path, Set<String>> names = new HashMap<>();

  /** Before anything that is asked of it. */
  Instant begun() {
    return begun;
  }

  /** Null when there is neither a file nor a folder. */
  @Nullable FileStamp stamp(Path path) {
    if (!stamps.containsKey(path)) {
      FileStamp file = FileStamp.of(path);
      stamps.put(path, file == null ? FileStamp.ofFolder(path) : file);
    }
    return stamps.get(path);
  }

  Map<Path, @Nullable FileStamp> stamps(Iterable<Path> paths) {
    Map<Path, @Nullable FileStamp> found = new TreeMap<>();
    paths.forEach(it -> found.put(it, stamp(it)));
    return found;
  }

  /** The names in a folder, but for hidden ones; none when it cannot be read. */
  Set<String> names(Path folder) {
    return names.computeIfAbsent(folder, FileSnapshot::namesIn);
  }

  private static Set<String> namesIn(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .map(it -> it.getFileName().toString())
          .filter(it -> !it.startsWith("."))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      return Set.of();
    }
  }
}
