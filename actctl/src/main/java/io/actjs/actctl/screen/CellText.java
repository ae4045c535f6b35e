package io.actjs.actctl.screen;

import org.jline.utils.WCWidth;

/** Texts as wide as a terminal shows them. */
final class CellText {
  private static final String CUT = "…";

  private CellText() {}

  /** The columns that a text without control characters takes. */
  static int width(String text) {
    // JLine's table is loaded only for what needs it.
    return isAscii(text) ? text.length() : text.codePoints().map(CellText::width).sum();
  }

  private static int width(int codePoint) {
    return codePoint < 0x80 ? 1 : Math.max(0, WCWidth.wcwidth(codePoint));
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }

  /** The text, or its begin and an ellipsis if it is wider. */
  static String cut(String text, int width) {
    if (width(text) <= width) {
      return text;
    }
    StringBuilder begin = new StringBuilder();
    int left = width - 1;
    for (int codePoint : text.codePoints().toArray()) {
      left -= width(codePoint);
      if (left < 0) {
        break;
      }
      begin.appendCodePoint(codePoint);
    }
    return begin.toString().stripTrailing() + CUT;
  }
}
