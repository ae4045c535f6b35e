package io.actjs.actctl.screen;

/**
 * How wide the terminals are that the standard streams go to. The launcher asks them, because a
 * shell can at no cost: loading a terminal library takes longer than most commands.
 */
public final class ScreenWidth {
  /** For what is no terminal. */
  public static final int UNLIMITED = Integer.MAX_VALUE;

  private static final int MIN = 20;

  private ScreenWidth() {}

  /** The columns of standard output. */
  static int ofOutput() {
    return of("actctl.columns");
  }

  /** The columns of standard error. */
  static int ofErrors() {
    return of("actctl.progress");
  }

  /** Whether standard error goes to a terminal. */
  public static boolean isOfErrors() {
    return ofErrors() != UNLIMITED;
  }

  private static int of(String property) {
    int columns = Integer.getInteger(property, 0);
    return columns <= 0 ? UNLIMITED : Math.max(MIN, columns);
  }
}
