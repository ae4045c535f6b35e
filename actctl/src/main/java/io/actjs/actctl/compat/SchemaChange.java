package io.actjs.actctl.compat;

/**
 * A difference between the schemas of two versions.
 *
 * @param asks the least bump that says so
 * @param text one line, such as {@code Cart.add: /count is required now}
 */
public record SchemaChange(Bump asks, String text) {
  @Override
  public String toString() {
    return asks.word() + ": " + text;
  }
}
