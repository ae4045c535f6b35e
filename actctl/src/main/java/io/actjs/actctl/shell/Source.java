package io.actjs.actctl.shell;

import org.jspecify.annotations.Nullable;

/**
 * A text that runs as a whole.
 *
 * @param file its name, for places in it; null for what was typed
 * @param linesBefore lines of the file before it
 */
record Source(@Nullable String file, String text, int linesBefore) {
  static Source typed(String text) {
    return new Source(null, text, 0);
  }

  static Source file(String name, String text) {
    return new Source(name, text, 0);
  }
}
