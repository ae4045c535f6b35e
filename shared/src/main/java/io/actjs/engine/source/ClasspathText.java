package io.actjs.engine.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Text files that ship inside the jars. */
public final class ClasspathText {
  private ClasspathText() {}

  /**
   * @param path absolute
   * @throws IllegalStateException when this build has none there
   */
  public static String read(String path) {
    try (InputStream in = ClasspathText.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("missing on the classpath: " + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
