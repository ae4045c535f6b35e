package io.actjs.actctl.config;

import java.util.List;

/**
 * A value that a file or a variable sets.
 *
 * @param values one, except for a key whose form is {@link Form#LIST}
 * @param origin the file and the line, or the variable, as an error names them: {@code
 *     /src/.actjs/config.toml:3}, {@code $ACTJS_URL}
 */
public record Setting(List<String> values, String origin, Layer layer) {
  /** The value as people read it. */
  public String text() {
    return String.join(", ", values);
  }

  /** The same value as if a layer further up had set it. */
  Setting at(Layer other) {
    return new Setting(values, origin, other);
  }
}
