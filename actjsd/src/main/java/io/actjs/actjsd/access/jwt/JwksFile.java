package io.actjs.actjsd.access.jwt;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Keys in a file. */
record JwksFile(Path path) implements JwksSource {
  @Override
  public byte[] read() throws IOException {
    if (!Files.isRegularFile(path)) {
      throw Files.exists(path)
          ? new IOException("it is not a file")
          : new NoSuchFileException("there is no such file");
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new IOException("it is larger than " + (LARGEST >> 10) + " KiB");
      }
      return bytes;
    }
  }

  @Override
  public boolean isLocal() {
    return true;
  }

  @Override
  public String place() {
    return path.toString();
  }
}
