package io.actjs.actctl.command.dev;

import io.actjs.actctl.screen.Failure;
import java.io.IOException;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the keys of a session do. */
final class Keys implements IntConsumer {
  private static final String NO_DEBUGGER =
      "it is off: stop, and start with \"actctl dev --inspect\"";

  private static final String KEPT = "what is stored stays";

  private final DevServer server;
  private final boolean kept;
  private final StatusScreen screen;
  private final FolderTests tests;
  private final @Nullable Supplier<String> debugger;
  private final BiConsumer<String, String> notes;
  private final Runnable quit;

  /**
   * @param kept whether another server over the same data has what this one stored
   * @param debugger says how to attach a debugger; null when there is none
   * @param notes for what there is to say, with a label in picocli's markup
   * @param quit ends the session
   */
  Keys(
      DevServer server,
      boolean kept,
      StatusScreen screen,
      FolderTests tests,
      @Nullable Supplier<String> debugger,
      BiConsumer<String, String> notes,
      Runnable quit) {
    this.server = server;
    this.kept = kept;
    this.screen = screen;
    this.tests = tests;
    this.debugger = debugger;
    this.notes = notes;
    this.quit = quit;
  }

  @Override
  public void accept(int key) {
    switch (key) {
      case 'r' -> restart();
      case 't' -> tests.begin();
      case 'd' ->
          notes.accept("  @|bold debugger|@   ", debugger == null ? NO_DEBUGGER : debugger.get());
      case 'c' -> screen.clear();
      case 'h', '?' -> help();
      case 'q' -> quit.run();
      default -> {
        // Not one of ours.
      }
    }
  }

  private void restart() {
    try {
      if (server.restart()) {
        notes.accept("  @|bold restarting|@ ", kept ? KEPT : "with no data: it is in memory only");
      }
    } catch (IOException e) {
      throw new Failure("the folders can no longer be watched: " + e.getMessage(), e);
    }
  }

  private void help() {
    notes.accept("  @|bold r|@          ", "restart the server; " + KEPT);
    notes.accept("  @|bold t|@          ", "run the tests of the folders");
    notes.accept("  @|bold d|@          ", "say how to attach a debugger");
    notes.accept("  @|bold c|@          ", "clear the screen");
    notes.accept("  @|bold h|@          ", "show this help");
    notes.accept("  @|bold q|@          ", "quit");
  }
}
