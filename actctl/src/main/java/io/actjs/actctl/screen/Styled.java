package io.actjs.actctl.screen;

import picocli.CommandLine.Help.Ansi;

/** Text that is not ours, in a style of ours. */
public final class Styled {
  private Styled() {}

  /**
   * It may look like markup of picocli, and must not be taken for it.
   *
   * @param style as picocli has them: {@code red}, {@code faint}
   */
  public static String text(Ansi ansi, String text, String style) {
    if (text.isEmpty() || !ansi.enabled()) {
      return text;
    }
    return Ansi.Style.on(Ansi.Style.parse(style)) + text + Ansi.Style.off(Ansi.Style.parse(style));
  }
}
