package io.actjs.actctl.screen;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/**
 * A bar on a terminal; nothing where no terminal is. The launcher tells, in {@code
 * actctl.progress}, whether standard error is one.
 */
public final class Progress {
  private static final int WIDTH = 40;

  private final @Nullable PrintWriter out;
  private boolean shown;

  private Progress(@Nullable PrintWriter out) {
    this.out = out;
  }

  static Progress on(PrintWriter terminal) {
    return new Progress(terminal);
  }

  public static Progress onTerminal(PrintWriter err) {
    return new Progress(Boolean.getBoolean("actctl.progress") ? err : null);
  }

  public void show(long done, long total) {
    if (out == null || total == 0) {
      return;
    }
    int filled = (int) (WIDTH * done / total);
    out.print("\r[" + "#".repeat(filled) + " ".repeat(WIDTH - filled) + "] " + done + "/" + total);
    out.flush();
    shown = true;
  }

  /** Leaves an empty line where the bar was. */
  public void end() {
    if (out != null && shown) {
      out.print("\r" + " ".repeat(WIDTH + 30) + "\r");
      out.flush();
    }
  }
}
