package io.actjs.actctl.command.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntConsumer;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.TerminalBuilder.SystemOutput;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/**
 * The terminal of this process, where keys come without Enter and without an echo. Ctrl-C and
 * Ctrl-Z are signals as ever. {@link #close} makes it what it was.
 */
final class DevTerminal implements AutoCloseable {
  private static final int USUAL_COLUMNS = 80;
  private static final char ESCAPE = 27;

  private final Terminal terminal;
  private final Attributes before;
  private boolean closed;

  private DevTerminal(Terminal terminal) {
    this.terminal = terminal;
    this.before = terminal.getAttributes();
  }

  /**
   * Opens it; null when standard input or output is none, or one that cannot move its cursor, or
   * when another program has it because this one runs in the background.
   */
  static @Nullable DevTerminal open() {
    String type = System.getenv("TERM");
    if (type == null || type.equals("dumb") || inBackground()) {
      return null;
    }
    try {
      DevTerminal opened =
          new DevTerminal(
              TerminalBuilder.builder()
                  .system(true)
                  .systemOutput(SystemOutput.SysOut)
                  .provider("ffm")
                  .dumb(false)
                  .graphemeCluster(false)
                  .nativeSignals(false)
                  .build());
      opened.take();
      return opened;
    } catch (IOException | IllegalStateException e) {
      return null;
    }
  }

  /** Whether its process group is not that of the terminal; changing the terminal would stop it. */
  private static boolean inBackground() {
    try {
      String stat = Files.readString(Path.of("/proc/self/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return !fields[2].equals(fields[5]);
    } catch (IOException | UncheckedIOException noSuchFile) {
      return false;
    }
  }

  private void take() {
    Attributes attributes = new Attributes(before);
    attributes.setLocalFlag(LocalFlag.ICANON, false);
    attributes.setLocalFlag(LocalFlag.ECHO, false);
    attributes.setControlChar(Attributes.ControlChar.VMIN, 1);
    attributes.setControlChar(Attributes.ControlChar.VTIME, 0);
    terminal.setAttributes(attributes);
  }

  synchronized int columns() {
    try {
      int columns = terminal.getSize().getColumns();
      return columns > 0 ? columns : USUAL_COLUMNS;
    } catch (IllegalStateException ended) {
      return USUAL_COLUMNS;
    }
  }

  /**
   * Follows its resizes, and Ctrl-Z and what comes after it.
   *
   * @param screen gives the terminal up while the process is stopped
   */
  void watch(StatusScreen screen) {
    Signals.register("WINCH", screen::redraw);
    Signals.register("TSTP", () -> stop(screen));
    Signals.register("CONT", () -> goOn(screen));
  }

  private void stop(StatusScreen screen) {
    screen.pause();
    restore();
    try {
      String self = String.valueOf(ProcessHandle.current().pid());
      new ProcessBuilder("kill", "-STOP", self).inheritIO().start();
    } catch (IOException e) {
      goOn(screen);
    }
  }

  private synchronized void goOn(StatusScreen screen) {
    if (!closed && !inBackground()) {
      take();
      screen.resume();
    }
  }

  private synchronized void restore() {
    try {
      terminal.setAttributes(before);
    } catch (IllegalStateException ended) {
      // The process ends, and the library has done it already.
    }
  }

  /** Gives keys to a consumer, on a thread of its own, until the terminal is closed. */
  void readKeys(IntConsumer keys) {
    Thread.ofPlatform().name("actctl-keys").daemon().start(() -> read(keys));
  }

  /** Past the library, whose reader holds a lock while it waits that its closing needs. */
  private static void read(IntConsumer keys) {
    try {
      for (int key = System.in.read(); key >= 0; key = System.in.read()) {
        if (key == ESCAPE) {
          // An arrow or the like: no letter of it is a key.
          System.in.skipNBytes(System.in.available());
        } else {
          keys.accept(key);
        }
      }
    } catch (IOException gone) {
      // No more keys.
    }
  }

  /** Idempotent. */
  @Override
  public synchronized void close() {
    if (!closed) {
      restore();
      closed = true;
      try {
        terminal.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
