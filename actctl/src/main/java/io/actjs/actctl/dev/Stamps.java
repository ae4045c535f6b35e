package io.actjs.actctl.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;

/** What changes when files are written, replaced or removed, as far as the file system tells. */
final class Stamps {
  private Stamps() {}

  static String of(Collection<Path> files) {
    StringBuilder stamp = new StringBuilder();
    for (Path file : files) {
      try {
        BasicFileAttributes seen = Files.readAttributes(file, BasicFileAttributes.class);
        stamp.append(seen.fileKey()).append('/').append(seen.lastModifiedTime());
        stamp.append('/').append(seen.size());
      } catch (IOException e) {
        stamp.append("none");
      }
      stamp.append(' ');
    }
    return stamp.toString();
  }
}
