package io.actjs.actctl.shell;

import io.actjs.actctl.screen.Failure;
import io.actjs.engine.script.Snippet;
import io.actjs.engine.script.SnippetCompiler;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A shell on a server: programs, inputs from a pipe, or a person at a terminal. */
public final class Shell implements AutoCloseable {
  private static final int INTERRUPTED = 130;

  private final SnippetCompiler compiler = SnippetCompiler.open();
  private final Connection connection;
  private final Catalog catalog;
  private final Session session;
  private final Settings settings;
  private final ShellOutput output;

  public Shell(Connection connection, Settings settings, ShellOutput output) {
    this.connection = connection;
    this.settings = settings;
    this.output = output;
    this.catalog = new Catalog(connection);
    this.session = new Session(compiler, connection, catalog, settings, output);
  }

  /**
   * Runs a program until nothing of it is under way, and prints its value.
   *
   * @param file for places in it; null for a text of the command line
   * @return the exit code
   * @throws Failure when it fails
   */
  public int run(@Nullable String file, String text) {
    return shown(session.runToEnd(new Source(file, text, 0)));
  }

  /** Prints a value. What failed is thrown; the exit code. */
  private int shown(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Value(String text) -> {
        output.out(text);
        yield 0;
      }
      case Outcome.Nothing() -> 0;
      case Outcome.Failed(List<ShellError> errors) -> {
        errors.stream().skip(1).forEach(each -> output.err("actctl: " + each.line()));
        throw errors.getFirst().failure();
      }
      case Outcome.Interrupted() -> INTERRUPTED;
      case Outcome.Exit(int code) -> code;
    };
  }

  /**
   * Runs inputs as if they were typed, up to the first one that fails; values are printed.
   *
   * @return the exit code
   * @throws Failure when one fails
   */
  public int readAll(Reader from) throws IOException {
    DotCommands commands = new DotCommands(session, connection, catalog, settings, output);
    BufferedReader lines = new BufferedReader(from);
    StringBuilder input = new StringBuilder();
    int first = 0;
    int number = 0;
    for (String line = next(lines); line != null; line = next(lines)) {
      number++;
      if (input.isEmpty()) {
        first = number - 1;
      }
      input.append(input.isEmpty() ? "" : "\n").append(line);
      String text = input.toString();
      if (DotCommands.isOne(text)) {
        Integer exit = commands.run(text);
        if (exit != null) {
          return exit;
        }
        input.setLength(0);
      } else if (!(compiler.compile(text) instanceof Snippet.Incomplete)) {
        input.setLength(0);
        Outcome outcome = session.run(new Source("stdin", text, first));
        int exit = shown(outcome);
        if (outcome instanceof Outcome.Exit || exit != 0) {
          return exit;
        }
      }
    }
    // The rest, and what has been begun.
    return shown(session.runToEnd(new Source("stdin", input.toString(), first)));
  }

  private static @Nullable String next(BufferedReader lines) throws IOException {
    StringBuilder line = new StringBuilder();
    int c = lines.read();
    if (c < 0) {
      return null;
    }
    while (c >= 0 && c != '\n') {
      line.append((char) c);
      if (line.length() > SnippetCompiler.MOST_CHARACTERS) {
        throw new Failure(
            "a line has more than " + SnippetCompiler.MOST_CHARACTERS + " characters", null);
      }
      c = lines.read();
    }
    return line.toString();
  }

  /**
   * Reads inputs from a person at a terminal, until they leave.
   *
   * @return the exit code
   */
  public int interact() throws IOException {
    try (Repl repl =
        new Repl(compiler, session, connection, catalog, settings, LineHistory.ofUser())) {
      return repl.run();
    }
  }

  @Override
  public void close() {
    session.close();
    compiler.close();
  }
}
