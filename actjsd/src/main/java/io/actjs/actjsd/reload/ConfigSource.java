package io.actjs.actjsd.reload;

import io.actjs.model.ActjsException;

/** Where a daemon's configuration came from, and can be read from again. */
@FunctionalInterface
public interface ConfigSource {

  /**
   * Reads all of it.
   *
   * @throws ActjsException {@code ConfigInvalid}, with file and line
   */
  Reread read();
}
