package io.actjs.actctl.bundle;

import io.actjs.engine.source.Siblings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The files of a folder, for classes that import the types of others in it.
 *
 * @param others where the sources are of which there is no file
 */
record SiblingFiles(Path folder, Siblings.Sources others) implements Siblings.Sources {

  @Override
  public @Nullable String of(String className) {
    Path path = folder.resolve(className + ".ts");
    try {
      // A file that cannot be read is as good as none: the server says what it lacks.
      return Files.isRegularFile(path) ? Files.readString(path) : others.of(className);
    } catch (IOException e) {
      return others.of(className);
    }
  }
}
