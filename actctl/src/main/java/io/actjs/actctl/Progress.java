package io.actjs.actctl;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/**
 * A bar on a terminal; nothing where no terminal is. The launcher tells, in {@code
 * actctl.progress}, whether standard error is one.
 */
final class Progress {
  private static final int WIDTH = 40;

  private final @Nullable PrintWriter out;
  private boolean shown;

  private Progress(@Nullable PrintWriter out) {
    this.out = out;
  }

  static Progress on(PrintWriter terminal) {
    return new Progress(terminal);
  }

  static Progress onTerminal(PrintWriter err) {
    return new Progress(Boolean.getBoolean("actctl.progress") ? err : null);
  }

  void show(long done, long total) {
    if (out == null || total == 0) {
      return;
    }
    int filled = (int) (WIDTH * done / total);
    out.print("\r[" + "#".repeat(filled) + " ".repeat(WIDTH - filled) + "] " + done + "/" + total);
    out.flush();
    shown = true;
  }

  /** Leaves an empty line where the bar was. */
  void end() {
    if (out != null && shown) {
      out.print("\r" + " ".repeat(WIDTH + 30) + "\r");
      out.flush();
    }
  }
}
