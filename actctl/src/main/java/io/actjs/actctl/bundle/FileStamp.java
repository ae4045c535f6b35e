package io.actjs.actctl.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What changes when a file is written or replaced, as far as the file system tells.
 *
 * @param key names the file among others of its file system; empty where there are no such names
 * @param size in bytes
 */
public record FileStamp(String key, FileTime modified, long size) {

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
}
