package io.actjs.actctl.test;

import io.actjs.actctl.bundle.FileStamp;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * What files were when they were read, as far as the file system tells.
 *
 * @param stamps by file
 */
record FileStamps(Map<Path, String> stamps) {
  private static final String UNSETTLED = "written while it was read";

  /** The clock of a file system may be behind by so much. */
  private static final long COARSE_MS = 20;

  private static final long NOT_READ = Long.MAX_VALUE;

  /**
   * @param begin when the reading began, milliseconds since 1970: what has been written since may
   *     not be what was read
   */
  static FileStamps of(Collection<Path> files, long begin) {
    Map<Path, String> stamps = new TreeMap<>();
    files.forEach(file -> stamps.put(file, stamp(file, begin)));
    return new FileStamps(stamps);
  }

  /** Whether one of them is another now. */
  boolean changed() {
    return stamps.entrySet().stream()
        .anyMatch(each -> !each.getValue().equals(stamp(each.getKey(), NOT_READ)));
  }

  private static String stamp(Path file, long begin) {
    FileStamp seen = FileStamp.of(file);
    if (seen == null) {
      return "";
    }
    return seen.modified().toMillis() >= begin - COARSE_MS ? UNSETTLED : seen.toString();
  }
}
