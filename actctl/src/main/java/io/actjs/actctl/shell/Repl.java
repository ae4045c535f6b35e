package io.actjs.actctl.shell;

import io.actjs.actctl.screen.ErrorLines;
import io.actjs.actctl.screen.Failure;
import io.actjs.engine.script.SnippetCompiler;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReader.Option;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/** Reads inputs from a person, runs them and shows what they give. */
final class Repl implements AutoCloseable {
  private static final String RED = "\033[31m";
  private static final String GREY = "\033[90m";

  /** How late the key of an interrupt may come. */
  private static final long ECHO_NANOS = Duration.ofSeconds(1).toNanos();

  private static final String PLAIN = "\033[0m";

  private final Terminal terminal;
  private final LineReader reader;
  private final Session session;
  private final Connection connection;
  private final ShellOutput output;
  private final DotCommands commands;
  private final boolean colours;

  /** When a Ctrl-C ended a line. */
  private long interruptedAt = System.nanoTime() - ECHO_NANOS;

  Repl(
      SnippetCompiler compiler,
      Session session,
      Connection connection,
      Catalog catalog,
      Settings settings,
      LineHistory history)
      throws IOException {
    this.session = session;
    this.connection = connection;
    this.colours = settings.colours();
    // Nothing is asked of the terminal: one that does not answer would delay the first prompt.
    this.terminal =
        TerminalBuilder.builder().system(true).graphemeCluster(false).dumb(true).build();
    this.output = new ShellOutput(terminal.writer(), terminal.writer());
    this.commands = new DotCommands(session, connection, catalog, settings, output);
    this.reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .appName("actctl")
            .parser(new LineParser(compiler))
            .completer(new LineCompleter(session, catalog))
            .highlighter(new LineHighlighter(compiler, colours))
            .history(history)
            .option(Option.DISABLE_EVENT_EXPANSION, true)
            .option(Option.HISTORY_TIMESTAMPED, false)
            .option(Option.KITTY_KEYBOARD, false)
            .variable(LineReader.SECONDARY_PROMPT_PATTERN, "… ")
            .variable(LineReader.BELL_STYLE, "none")
            .build();
    reader.getWidgets().put(LineReader.INTERRUPT, this::onInterruptKey);
    terminal.handle(
        Terminal.Signal.INT,
        signal -> {
          session.interrupt();
          commands.interrupt();
        });
  }

  /** The exit code. */
  int run() {
    while (true) {
      String input;
      try {
        session.awaitInput();
        input = reader.readLine(prompt());
        if (Thread.interrupted()) {
          output.out("interrupted"); // By a Ctrl-C that came with the Enter.
          continue;
        }
      } catch (UserInterruptException e) {
        interruptedAt = System.nanoTime();
        if (e.getPartialLine().isBlank()) {
          output.out("(Ctrl-D or .exit leaves)");
        }
        continue;
      } catch (EndOfFileException e) {
        return 0;
      } catch (CancellationException e) {
        continue; // Ctrl-C while Tab waited for an answer.
      } finally {
        var unused = Thread.interrupted();
      }
      long begin = System.nanoTime();
      Integer exit = input.isBlank() ? null : run(input);
      if (exit != null) {
        return exit;
      }
      if (commands.isTimed() && !DotCommands.isOne(input)) {
        output.out(painted(GREY, (System.nanoTime() - begin) / 1_000_000 + " ms"));
      }
    }
  }

  /**
   * The terminal's reader interrupts the thread when it reads a Ctrl-C, and passes the key on as
   * well: often to the next line, when the interrupt has ended the one that it was meant for.
   */
  private boolean onInterruptKey() {
    boolean known =
        System.nanoTime() - interruptedAt < ECHO_NANOS && reader.getBuffer().length() == 0;
    return (known && !Thread.interrupted())
        || reader.getBuiltinWidgets().get(LineReader.INTERRUPT).apply();
  }

  private String prompt() {
    String principal = connection.principal();
    String pin = connection.pin();
    return (principal == null ? "" : ErrorLines.oneLine(principal))
        + (pin == null ? "" : "@" + pin.substring(0, Math.min(8, pin.length())))
        + "> ";
  }

  private @Nullable Integer run(String input) {
    if (!DotCommands.isOne(input)) {
      return show(session.run(Source.typed(input)));
    }
    try {
      return commands.run(input);
    } catch (Failure e) {
      error(new ShellError(e.code(), e.detail(), null));
      return null;
    }
  }

  private @Nullable Integer show(Outcome outcome) {
    switch (outcome) {
      case Outcome.Value(String text) -> output.out(text);
      case Outcome.Nothing() -> {}
      case Outcome.Failed(List<ShellError> errors) -> errors.forEach(this::error);
      case Outcome.Interrupted() -> output.out("interrupted");
      case Outcome.Exit(int code) -> {
        return code;
      }
    }
    return null;
  }

  private void error(ShellError error) {
    output.out(painted(RED, error.line()));
  }

  private String painted(String colour, String text) {
    return colours ? colour + text + PLAIN : text;
  }

  @Override
  public void close() throws IOException {
    terminal.close();
  }
}
