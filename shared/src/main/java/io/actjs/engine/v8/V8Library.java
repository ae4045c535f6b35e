package io.actjs.engine.v8;

import com.caoccao.javet.enums.JSRuntimeType;
import com.caoccao.javet.exceptions.JavetException;
import com.caoccao.javet.interop.loader.IJavetLibLoadingListener;
import com.caoccao.javet.interop.loader.JavetLibLoader;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * V8's native library, unpacked once per user instead of once per start, which takes half a second.
 * It stays in the user's cache directory; without a writable one Javet unpacks it for this process.
 */
final class V8Library {
  private static final Logger LOG = LoggerFactory.getLogger(V8Library.class);

  private V8Library() {}

  /** To be called before V8 is loaded. */
  static void prepare() {
    try {
      Path folder = Unpacked.folder();
      unpack(folder);
      JavetLibLoader.setLibLoadingListener(new InFolder(folder.toFile()));
    } catch (IOException e) {
      LOG.debug("unpacking V8's library for this process only", e);
    }
  }

  private static void unpack(Path folder) throws IOException {
    JavetLibLoader loader = new JavetLibLoader(JSRuntimeType.V8I18n);
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
    Unpacked.unpack(resource, file);
  }

  private record InFolder(File folder) implements IJavetLibLoadingListener {
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
