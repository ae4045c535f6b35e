package io.actjs.simulation;

import java.io.OutputStream;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the log of thousands of lives off the console, and finds in it what the server calls an
 * error: none is expected, whatever fails around it.
 */
final class LogWatch implements AutoCloseable {
  private static final ThreadLocal<@Nullable String> ERROR = new ThreadLocal<>();

  private static final int LONGEST = 1_500;

  private final PrintStream console = System.err;

  private LogWatch() {}

  static LogWatch open() {
    LogWatch watch = new LogWatch();
    System.setErr(new Quiet());
    return watch;
  }

  /** The first error since the last time, of this thread. */
  static @Nullable String error() {
    String error = ERROR.get();
    ERROR.remove();
    return error;
  }

  @Override
  public void close() {
    System.setErr(console);
  }

  private static final class Quiet extends PrintStream {
    Quiet() {
      super(OutputStream.nullOutputStream());
    }

    @Override
    public void println(@Nullable String line) {
      if (line != null && line.contains(" ERROR ") && ERROR.get() == null) {
        ERROR.set(line);
      }
    }

    @Override
    public void println(@Nullable Object line) {
      // The lines of a stack trace; the first ones say what it was.
      String error = ERROR.get();
      if (error != null && error.length() < LONGEST) {
        ERROR.set(error + "\n" + line);
      }
    }
  }
}
