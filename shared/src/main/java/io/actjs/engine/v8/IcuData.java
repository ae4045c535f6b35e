package io.actjs.engine.v8;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data of V8's ICU: locales, collations, time zones. V8 maps it into memory, and ends the
 * process when it is not there or of another version.
 */
public final class IcuData {
  private static final Logger LOG = LoggerFactory.getLogger(IcuData.class);

  /** The name of the package of items, with ICU's version and the byte order. */
  public static final String PACKAGE = "icudt77l";

  /** The resource in this package. */
  public static final String FILE = PACKAGE + ".dat";

  /** The hash of the file. */
  public static final String SHA256 =
      "c81030f1878fd4d82898be367a3c893c8286d4bead0fa9edc1f683c4f99b20e1";

  private IcuData() {}

  /** The path of the file. */
  static Path file() {
    URL resource = IcuData.class.getResource(FILE);
    if (resource == null) {
      throw new IllegalStateException(FILE + " is missing: it is made by the build");
    }
    if (resource.getProtocol().equals("file")) {
      try {
        return Path.of(resource.toURI());
      } catch (URISyntaxException e) {
        throw new IllegalStateException(e);
      }
    }
    try {
      return unpacked(resource, Unpacked.folder());
    } catch (IOException e) {
      LOG.debug("unpacking V8's data for this process only", e);
      return unpackedForThisProcess(resource);
    }
  }

  private static Path unpacked(URL resource, Path folder) throws IOException {
    Path file = folder.resolve(PACKAGE + "-" + SHA256.substring(0, 12) + ".dat");
    Unpacked.unpack(resource, file);
    return file;
  }

  private static Path unpackedForThisProcess(URL resource) {
    try {
      Path folder = Files.createTempDirectory("actjs");
      Path file = unpacked(resource, folder);
      folder.toFile().deleteOnExit();
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new IllegalStateException("V8's data cannot be unpacked: " + e.getMessage(), e);
    }
  }
}
