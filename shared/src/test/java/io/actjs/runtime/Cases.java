package io.actjs.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Actor classes that took servers down. */
final class Cases {
  private Cases() {}

  static String source(String name) {
    try (InputStream in = Cases.class.getResourceAsStream("/cases/" + name + ".ts")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
