package io.actjs.model;

/** The UTF-8 form of texts, measured without making it. */
public final class Utf8 {
  private Utf8() {}

  /** Bytes of the text as UTF-8; a lone surrogate counts as three. */
  public static long length(String text) {
    long bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      // A pair of surrogates has four bytes: three for its first unit, one for its second.
      if (unit >= 0x80 && !isSecondOfPair(text, i)) {
        bytes += unit >= 0x800 ? 2 : 1;
      }
    }
    return bytes;
  }

  /**
   * Where the first half of a surrogate pair without its other half is; -1 for well-formed text.
   */
  public static int loneSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (i + 1 == text.length()
            || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
          return i;
        }
        i++;
      }
    }
    return -1;
  }

  private static boolean isSecondOfPair(String text, int i) {
    return Character.isLowSurrogate(text.charAt(i))
        && i > 0
        && Character.isHighSurrogate(text.charAt(i - 1));
  }
}
