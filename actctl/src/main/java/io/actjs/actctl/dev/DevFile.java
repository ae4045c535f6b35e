package io.actjs.actctl.dev;

import java.nio.file.Path;

/**
 * A file of a served folder.
 *
 * @param folder as it was typed
 * @param name without the folder
 */
public record DevFile(Path folder, String name) {
  /** From where the command was typed. */
  public Path path() {
    return folder.resolve(name);
  }
}
