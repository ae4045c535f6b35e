package io.actjs.actctl.screen;

/**
 * Whether standard output may carry colour: it is a terminal and {@code NO_COLOR} is not set. The
 * launcher decides, because a shell can tell at no cost, and sets {@code actctl.color}.
 */
public final class Colours {
  private Colours() {}

  public static boolean wanted() {
    return Boolean.getBoolean("actctl.color");
  }
}
