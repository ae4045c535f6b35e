package io.actjs.actctl.screen;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How wide help is printed. The launcher sets {@code COLUMNS} where standard output is a terminal.
 */
public final class HelpWidth {
  private static final int UNKNOWN = 80;

  /** What picocli can lay out. */
  private static final int MIN = 55;

  /** Longer lines are hard to read. */
  private static final int MAX = 120;

  private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,5}");

  private HelpWidth() {}

  /**
   * @param columns the width of the terminal as the environment tells it, or null
   */
  public static int columns(@Nullable String columns) {
    return columns == null || !NUMBER.matcher(columns).matches()
        ? UNKNOWN
        : Math.clamp(Integer.parseInt(columns), MIN, MAX);
  }
}
