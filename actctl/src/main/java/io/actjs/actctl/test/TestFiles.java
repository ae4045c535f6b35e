package io.actjs.actctl.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where tests are, and what was made of them. */
public final class TestFiles {
  private TestFiles() {}

  /**
   * The test files in a folder and below, ordered. Packages, hidden folders and links to folders
   * are passed over.
   */
  public static List<Path> in(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    try (var entries = Files.list(folder)) {
      for (Path entry : entries.sorted().toList()) {
        String name = entry.getFileName().toString();
        boolean passed =
            name.startsWith(".") || name.equals("node_modules") || name.equals("target");
        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS) && !passed) {
          files.addAll(in(entry));
        } else if (name.endsWith(".test.ts") && Files.isRegularFile(entry)) {
          files.add(entry);
        }
      }
    }
    return files;
  }

  /**
   * The cache of a test file: in the nearest folder above that is set up for actjs, or else beside
   * it.
   */
  public static Path cacheFolder(Path file) {
    Path own = file.getParent();
    for (Path folder = own; folder != null; folder = folder.getParent()) {
      if (Files.isDirectory(folder.resolve(".actjs"))) {
        return folder.resolve(".actjs/cache");
      }
    }
    return own.resolve(".actjs/cache");
  }
}
