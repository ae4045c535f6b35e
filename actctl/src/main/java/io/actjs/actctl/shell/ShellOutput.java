package io.actjs.actctl.shell;

import java.io.PrintWriter;

/** What snippets write, up to a limit for each input. */
public final class ShellOutput {
  private static final int MOST_CHARACTERS = 1 << 20;

  private final PrintWriter out;
  private final PrintWriter err;
  private int written;

  public ShellOutput(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
  }

  /** The next input begins. */
  void begin() {
    written = 0;
  }

  /** A line that a snippet writes. */
  void log(boolean isError, String text) {
    if (written > MOST_CHARACTERS) {
      return;
    }
    written += text.length() + 1;
    boolean isLast = written > MOST_CHARACTERS;
    write(isError ? err : out, isLast ? "… the input writes more, which is not shown" : text);
  }

  void out(String text) {
    write(out, text);
  }

  void err(String text) {
    write(err, text);
  }

  private static void write(PrintWriter to, String text) {
    to.println(text);
    to.flush();
  }
}
