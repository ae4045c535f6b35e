package io.actjs.actctl.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
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
    try {
      BasicFileAttributes seen = Files.readAttributes(path, BasicFileAttributes.class);
      return seen.isRegularFile()
          ? new FileStamp(
              Objects.toString(seen.fileKey(), ""), seen.lastModifiedTime(), seen.size())
          : null;
    } catch (IOException e) {
      return null;
    }
  }

  /**
   * Whether the file was surely last written before a time. Where that is not so, what was read
   * from that time on may be older than this.
   */
  public boolean isOlderThan(Instant time) {
    return modified.toInstant().isBefore(time.minus(LATE));
  }
}
