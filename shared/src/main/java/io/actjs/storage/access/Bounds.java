package io.actjs.storage.access;

/**
 * What the stored kinds take at most. Callers tell their users first; this is so that nothing else
 * gets into the store, not even with an import.
 */
final class Bounds {
  /** Characters of an id or a name. */
  static final int NAME = 256;

  /** Characters of a text that people write. */
  static final int TEXT = 1_024;

  private Bounds() {}

  /**
   * Of printable ASCII, so that all databases order it alike.
   *
   * @throws IllegalArgumentException when it is empty, too long or has another character
   */
  static void requireName(String what, String name) {
    if (name.isEmpty() || name.length() > NAME) {
      throw new IllegalArgumentException(what + " must have 1 to " + NAME + " characters");
    }
    if (name.chars().anyMatch(c -> c <= ' ' || c > '~')) {
      throw new IllegalArgumentException(what + " must be of printable ASCII characters");
    }
  }

  /**
   * @throws IllegalArgumentException when it is longer
   */
  static void requireAtMost(String what, int size, int most) {
    if (size > most) {
      throw new IllegalArgumentException(what + " must not be longer than " + most);
    }
  }
}
