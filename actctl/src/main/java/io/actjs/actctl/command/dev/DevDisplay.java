package io.actjs.actctl.command.dev;

import io.actjs.actctl.dev.DevEvent;
import io.actjs.actctl.screen.ScreenWidth;
import io.actjs.actctl.screen.Styled;
import io.actjs.actjsd.log.ServerLog;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/**
 * A session as people see it: lines on a stream, and on a terminal a status line below them, and
 * keys. There the log of the server is shown as well, if it would go to the terminal anyway.
 */
final class DevDisplay implements Consumer<DevEvent>, AutoCloseable {
  private final DevScreen screen;
  private final Figures figures = new Figures(System::nanoTime);
  private final @Nullable DevTerminal terminal;
  private final @Nullable StatusScreen status;
  private Runnable logEnd = () -> {};

  /**
   * What is shown.
   *
   * @param usual where commands find a server when they are not told
   * @param data null when all data is in memory only
   * @param debugger says how to attach a debugger; null when there is none
   */
  record Subject(
      DevServer server,
      List<Path> folders,
      String usual,
      @Nullable Path data,
      @Nullable Supplier<String> debugger) {}

  private DevDisplay(
      Subject subject, PrintWriter plain, Ansi ansi, @Nullable DevTerminal terminal) {
    this.terminal = terminal;
    URI uri = subject.server().uri();
    if (terminal == null) {
      status = null;
      DevScreen.Manner manner = DevScreen.Manner.plain(ansi);
      screen =
          new DevScreen(plain, manner, subject.folders(), uri, subject.usual(), subject.data());
      return;
    }
    StatusScreen below =
        new StatusScreen(
            new FileOutputStream(FileDescriptor.out),
            terminal::columns,
            columns -> line(subject.server(), ansi, columns));
    status = below;
    screen =
        new DevScreen(
            below.writer(),
            new DevScreen.Manner(ansi, terminal::columns, true),
            subject.folders(),
            uri,
            subject.usual(),
            subject.data());
    begin(subject, terminal, below, ansi);
  }

  /**
   * @param plain where there is no terminal
   */
  static DevDisplay open(Subject subject, PrintWriter plain, Ansi ansi) {
    DevTerminal terminal = DevTerminal.open();
    try {
      return new DevDisplay(subject, plain, ansi, terminal);
    } catch (RuntimeException | Error e) {
      if (terminal != null) {
        terminal.close();
      }
      throw e;
    }
  }

  private void begin(Subject subject, DevTerminal terminal, StatusScreen below, Ansi ansi) {
    if (ScreenWidth.isOfErrors()) {
      logEnd = ServerLog.to(below.stream());
    }
    FolderTests tests = new FolderTests(subject.folders(), below.writer(), ansi, screen::note);
    Keys keys =
        new Keys(
            subject.server(),
            subject.data() != null,
            below,
            tests,
            subject.debugger(),
            screen::note,
            () -> System.exit(0));
    below.start();
    terminal.watch(below);
    terminal.readKeys(keys);
  }

  private String line(DevServer server, Ansi ansi, int columns) {
    figures.sample(server::stats);
    return Styled.text(ansi, figures.line(columns), figures.wrong() ? "yellow" : "faint");
  }

  @Override
  public void accept(DevEvent event) {
    figures.accept(event);
    screen.accept(event);
  }

  /** Another server has taken the place of the one before. */
  void restarted(long tookMs) {
    figures.begin();
    screen.note("  @|green restarted|@  ", "in " + tookMs + " ms");
  }

  /** Leaves the terminal as it was. Idempotent. */
  @Override
  public void close() {
    logEnd.run();
    try {
      if (status != null) {
        status.close();
      }
    } finally {
      if (terminal != null) {
        terminal.close();
      }
    }
  }
}
