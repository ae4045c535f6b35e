package io.actjs.actctl.screen;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/**
 * A progress bar on a terminal, and nothing elsewhere. The launcher sets {@code actctl.progress}
 * when standard error is a terminal.
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

  /** Clears the line of the bar. */
  public void end() {
    if (out != null && shown) {
      out.print("\r" + " ".repeat(WIDTH + 30) + "\r");
      out.flush();
    }
  }
}
