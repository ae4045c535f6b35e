package io.actjs.actctl.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What changes when a file is written or replaced, as far as the file system tells.
 *
 * @param key names the file among others of its file system; empty where there are no such names
 * @param size in bytes
 */
public record FileStamp(String key, FileTime modified, long size) {
  /** The clock of a file system may be as late. */
  private static final Duration LATE = Duration.ofSeconds(1);

  /** That of a file; null when there is none. */
  public static @Nullable FileStamp of(Path path) {
    BasicFileAttributes seen = attributes(path);
    return seen != null && seen.isRegularFile() ? of(seen, seen.size()) : null;
  }

  /** That of a folder, which changes when files in it come and go; null when there is none. */
  public static @Nullable FileStamp ofFolder(Path path) {
    BasicFileAttributes seen = attributes(path);
    return seen != null && seen.isDirectory() ? of(seen, 0) : null;
  }

  private static @Nullable BasicFileAttributes attributes(Path path) {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class);
    } catch (IOException e) {
      return null;
    }
  }

  private static FileStamp of(BasicFileAttributes seen, long size) {
    return new FileStamp(Objects.toString(seen.fileKey(), ""), seen.lastModifiedTime(), size);
  }

  /**
   * Adds what only the work has found that the stamps were taken before. A file may have been
   * written since the work read it: unless it is surely older, its stamp is null, as no file has
   * it.
   *
   * @param before the stamps
   * @param after those after the work
   * @param begun when the work began
   */
  public static void addFound(
      Map<Path, @Nullable FileStamp> before, Map<Path, @Nullable FileStamp> after, Instant begun) {
    after.forEach(
        (path, stamp) -> {
          if (!before.containsKey(path)) {
            before.put(path, stamp != null && stamp.isOlderThan(begun) ? stamp : null);
          }
        });
  }

  private boolean isOlderThan(Instant time) {
    return modified.toInstant().isBefore(time.minus(LATE));
  }
}
