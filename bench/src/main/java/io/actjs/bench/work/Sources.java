package io.actjs.bench.work;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The TypeScript classes that the figures run. */
public final class Sources {
  private Sources() {}

  /** The source of the class with this name. */
  public static String of(String className) {
    String file = className + ".ts";
    try (InputStream in = Sources.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is missing on the classpath");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
