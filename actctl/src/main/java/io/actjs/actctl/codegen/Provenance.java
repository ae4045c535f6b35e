package io.actjs.actctl.codegen;

import io.actjs.actctl.bundle.FileStamp;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The files that a class was made of, as they were before they were read. As long as it is current,
 * the class would come to the same again.
 *
 * @param stamps of the files, their folders, and settings that say what imports mean
 * @param names those in the folders, where a file that comes may take the place of another one
 */
record Provenance(Map<Path, @Nullable FileStamp> stamps, Map<Path, Set<String>> names) {
  private static final List<String> SETTINGS = List.of("tsconfig.json", "package.json");

  /** Of nothing. */
  static final Provenance NONE = new Provenance(Map.of(), Map.of());

  /**
   * That of a class that has just been made.
   *
   * @param files that it was made of
   * @param earlier that of the class when it was made the last time
   * @param before the files as they were before that
   */
  static Provenance of(Path classFile, Set<Path> files, Provenance earlier, FileSnapshot before) {
    Path home = Objects.requireNonNull(classFile.getParent());
    Set<Path> folders = new TreeSet<>();
    for (Path file : files) {
      Path folder = Objects.requireNonNull(file.getParent());
      folders.add(folder);
      if (!folder.equals(home) && folder.getParent() != null) {
        folders.add(folder.getParent());
      }
    }
    Set<Path> paths = new TreeSet<>(files);
    paths.addAll(folders);
    for (Path folder = home; folder != null; folder = folder.getParent()) {
      SETTINGS.stream().map(folder::resolve).forEach(paths::add);
    }
    FileSnapshot after = new FileSnapshot();
    // Before the stamps: a folder whose stamp is surely old has had no other names since.
    Map<Path, Set<String>> names = new HashMap<>();
    for (Path folder : folders) {
      names.put(folder, (earlier.names.containsKey(folder) ? before : after).names(folder));
    }
    Map<Path, @Nullable FileStamp> stamps = before.stamps(earlier.stamps.keySet());
    FileStamp.addFound(stamps, after.stamps(paths), before.begun());
    stamps.keySet().retainAll(paths);
    return new Provenance(stamps, names);
  }

  /** Whether all of it is as it was; a folder in which a file was replaced is. */
  boolean isCurrent(FileSnapshot now) {
    return !stamps.isEmpty()
        && stamps.entrySet().stream()
            .allMatch(
                it ->
                    Objects.equals(it.getValue(), now.stamp(it.getKey()))
                        || (it.getValue() != null && hasSameNames(it.getKey(), now)));
  }

  private boolean hasSameNames(Path folder, FileSnapshot now) {
    Set<String> before = names.get(folder);
    return before != null && before.equals(now.names(folder));
  }
}
