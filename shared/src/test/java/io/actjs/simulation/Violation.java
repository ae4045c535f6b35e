package io.actjs.simulation;

/** A promise that was not kept. */
final class Violation extends AssertionError {
  private static final long serialVersionUID = 1L;

  Violation(String what) {
    super(what);
  }

  @SuppressWarnings("AnnotateFormatMethod")
  static void require(boolean kept, String otherwise, Object... arguments) {
    if (!kept) {
      throw new Violation(otherwise.formatted(arguments));
    }
  }
}
