package io.actjs.actctl.dev;

import io.actjs.engine.source.Siblings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The sources of a folder, for classes that import the types of others in it. */
public record SiblingFiles(Path dir) implements Siblings.Sources {

  /** A file that cannot be published is as good as none. */
  @Override
  public @Nullable String of(String className) {
    Path path = dir.resolve(className + ".ts");
    try {
      return Files.isRegularFile(path)
              && new SourceFile(path, "").read() instanceof Content.Source(String text)
          ? text
          : null;
    } catch (IOException e) {
      // The server says what it lacks.
      return null;
    }
  }
}
