package io.actjs.engine;

import com.caoccao.javet.enums.JSRuntimeType;
import com.caoccao.javet.exceptions.JavetException;
import com.caoccao.javet.interop.loader.IJavetLibLoadingListener;
import com.caoccao.javet.interop.loader.JavetLibLoader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * V8's native library, unpacked once a user instead of once a start, which takes half a second. It
 * stays in the user's cache directory; without a writable one Javet unpacks it for this process.
 */
final class V8Library {
  private static final Logger LOG = LoggerFactory.getLogger(V8Library.class);

  private V8Library() {}

  /** To be called before V8 is loaded. */
  static void prepare() {
    try {
      Path folder = cache().resolve("actjs");
      unpack(folder);
      JavetLibLoader.setLibLoadingListener(new Unpacked(folder.toFile()));
    } catch (IOException e) {
      LOG.debug("unpacking V8's library for this process only", e);
    }
  }

  private static Path cache() {
    String configured = System.getenv("XDG_CACHE_HOME");
    return configured != null && Path.of(configured).isAbsolute()
        ? Path.of(configured)
        : Path.of(System.getProperty("user.home"), ".cache");
  }

  /** The file is complete whenever it has its name, so several processes may start at once. */
  private static void unpack(Path folder) throws IOException {
    JavetLibLoader loader = new JavetLibLoader(JSRuntimeType.V8);
    URL resource;
    Path file;
    try {
      resource = JavetLibLoader.class.getResource(loader.getResourceFileName());
      file = folder.resolve(loader.getLibFileName());
    } catch (JavetException e) {
      throw new IOException(e);
    }
    if (resource == null) {
      throw new IOException("no V8 library for this operating system is on the classpath");
    }
    URLConnection connection = resource.openConnection();
    try (InputStream in = connection.getInputStream()) {
      if (Files.isRegularFile(file) && Files.size(file) == connection.getContentLengthLong()) {
        return;
      }
      Files.createDirectories(folder);
      Path part = Files.createTempFile(folder, "v8", ".part");
      try {
        Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(part);
      }
    }
  }

  private record Unpacked(File folder) implements IJavetLibLoadingListener {
    @Override
    public File getLibPath(JSRuntimeType type) {
      return folder;
    }

    @Override
    public boolean isDeploy(JSRuntimeType type) {
      return false;
    }
  }
}
