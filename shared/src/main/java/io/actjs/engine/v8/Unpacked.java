package io.actjs.engine.v8;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Resources that are files in the user's cache directory, unpacked once per user. */
public final class Unpacked {

  private Unpacked() {}

  /** The folder of the user's cache; it need not exist. */
  public static Path folder() {
    String configured = System.getenv("XDG_CACHE_HOME");
    Path cache =
        configured != null && Path.of(configured).isAbsolute()
            ? Path.of(configured)
            : Path.of(System.getProperty("user.home"), ".cache");
    return cache.resolve("actjs");
  }

  /**
   * Makes {@code file} what the resource is, unless it has that size already. The file is complete
   * whenever it has its name, so several processes may start at once.
   */
  public static void unpack(URL resource, Path file) throws IOException {
    URLConnection connection = resource.openConnection();
    try (InputStream in = connection.getInputStream()) {
      if (Files.isRegularFile(file) && Files.size(file) == connection.getContentLengthLong()) {
        return;
      }
      Files.createDirectories(file.getParent());
      Path part = Files.createTempFile(file.getParent(), "v8", ".part");
      try {
        Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(part);
      }
    }
  }
}
