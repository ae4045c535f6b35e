package io.actjs.actctl.terminal;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.actjs.actctl.BuiltProgram;
import io.actjs.actctl.DefaultSignals;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jline.utils.ScreenTerminal;

/**
 * {@code actctl} in a process of its own, in a pseudo-terminal whose screen a test can look at: it
 * types keys and waits for what is to be seen. The pseudo-terminal is made by {@code script} of
 * util-linux; a test is skipped where there is none.
 *
 * <pre>{@code
 * try (Pty pty = Pty.of(80, 24).in(folder).actctl("shell", "--server", url)) {
 *   pty.await("> ");
 *   pty.type("1 + 1" + Pty.ENTER);
 *   pty.await("2");
 *   assertEquals(List.of("> 1 + 1", "2", ">"), pty.lines());
 * }
 * }</pre>
 */
public final class Pty implements AutoCloseable {
  public static final String ENTER = "\r";
  public static final String TAB = "\t";
  public static final String ESCAPE = "\033";
  public static final String BACKSPACE = "\177";
  public static final String CTRL_C = "\003";
  public static final String CTRL_D = "\004";
  public static final String UP = "\033OA";
  public static final String DOWN = "\033[B";

  private static final long PATIENCE_NANOS = Duration.ofMinutes(3).toNanos();
  private static final int MOST_OUTPUT = 1 << 20;

  /** Given the terminal's size, and then the command. */
  private static final String IN_TERMINAL = "stty rows \"$1\" cols \"$2\"; shift 2; exec \"$@\"";

  private final Process process;
  private final ScreenTerminal screen;
  private final StringBuilder output = new StringBuilder();
  private final boolean answers;
  private boolean ended;

  private Pty(Process process, ScreenTerminal screen, boolean answers) {
    this.process = process;
    this.screen = screen;
    this.answers = answers;
    Thread.ofVirtual().start(this::pump);
  }

  /** A terminal of that size. */
  public static Setup of(int columns, int rows) {
    return new Setup(columns, rows, Path.of(""), Map.of(), true);
  }

  /**
   * How the process is started.
   *
   * @param answers whether the terminal answers what programs ask it for, such as where its cursor
   *     is
   */
  public record Setup(
      int columns, int rows, Path folder, Map<String, String> environment, boolean answers) {

    /** In that working folder. */
    public Setup in(Path there) {
      return new Setup(columns, rows, there, environment, answers);
    }

    /** With these variables besides. */
    public Setup with(Map<String, String> more) {
      return new Setup(columns, rows, folder, more, answers);
    }

    /** In a terminal that answers nothing. */
    public Setup mute() {
      return new Setup(columns, rows, folder, environment, false);
    }

    /** Starts the program of this build, as the launcher does at a terminal. */
    public Pty actctl(String... arguments) throws IOException {
      return run(command(columns, arguments));
    }

    /** Starts a program. */
    public Pty run(List<String> command) throws IOException {
      assumeTrue(
          Files.isExecutable(Path.of("/usr/bin/script")),
          "no /usr/bin/script of util-linux, which makes the pseudo-terminal");
      List<String> words = new ArrayList<>(DefaultSignals.prefix());
      words.addAll(List.of("sh", "-c", IN_TERMINAL, "sh"));
      words.add(String.valueOf(rows));
      words.add(String.valueOf(columns));
      words.addAll(command);
      StringBuilder line = new StringBuilder("exec");
      words.forEach(word -> line.append(" '").append(word.replace("'", "'\\''")).append('\''));
      ProcessBuilder builder =
          new ProcessBuilder("/usr/bin/script", "-qefc", line.toString(), "/dev/null")
              .directory(folder.toAbsolutePath().toFile())
              .redirectErrorStream(true);
      Map<String, String> variables = builder.environment();
      variables
          .keySet()
          .removeAll(List.of("NO_COLOR", "COLUMNS", "LINES", "ACTJS_URL", "ACTJS_ADMIN_TOKEN"));
      variables.put("TERM", "xterm-256color");
      variables.put("SHELL", "/bin/sh");
      variables.put("LC_ALL", "C.UTF-8");
      variables.putAll(environment);
      return new Pty(builder.start(), new ScreenTerminal(columns, rows), answers);
    }
  }

  /** The program of this build, as the launcher starts it at a terminal of that width. */
  public static List<String> command(int columns, String... arguments) {
    return BuiltProgram.command(
        List.of(
            "-Dactctl.color=true",
            "-Dactctl.columns=" + columns,
            "-Dactctl.progress=" + columns,
            "-Dactctl.command=actctl"),
        arguments);
  }

  private void pump() {
    try (Reader reader = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
      char[] part = new char[4096];
      for (int n = reader.read(part); n >= 0; n = reader.read(part)) {
        show(new String(part, 0, n));
      }
    } catch (IOException e) {
      // The process has ended, and with it its terminal.
    }
    synchronized (this) {
      ended = true;
      notifyAll();
    }
  }

  private void show(String text) {
    screen.write(text);
    String answer = screen.read();
    if (answers && !answer.isEmpty() && process.isAlive()) {
      type(answer);
    }
    synchronized (this) {
      if (output.length() < MOST_OUTPUT) {
        output.append(text);
      }
      notifyAll();
    }
  }

  /** Types keys. */
  public void type(String keys) {
    OutputStream keyboard = process.getOutputStream();
    try {
      keyboard.write(keys.getBytes(StandardCharsets.UTF_8));
      keyboard.flush();
    } catch (IOException e) {
      throw new AssertionError("the program has ended:\n" + screen(), e);
    }
  }

  /** What the screen shows: its lines without blanks at their ends, and none behind the last. */
  public List<String> lines() {
    int columns = screen.getColumns();
    int rows = screen.getRows();
    long[] cells = new long[columns * rows];
    screen.dump(cells, new int[2]);
    List<String> lines = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < columns; column++) {
        int character = ScreenTerminal.cellCodePoint(cells[row * columns + column]);
        // The second half of a wide character has none of its own.
        if (character != 0) {
          line.appendCodePoint(character);
        }
      }
      lines.add(line.toString().stripTrailing());
    }
    while (!lines.isEmpty() && lines.getLast().isEmpty()) {
      lines.removeLast();
    }
    return lines;
  }

  /** The same as one text. */
  public String screen() {
    return String.join("\n", lines());
  }

  /** Where the cursor is: column and row, counted from 0. */
  public List<Integer> cursor() {
    int[] cursor = new int[2];
    screen.dump(new long[screen.getColumns() * screen.getRows()], cursor);
    return List.of(cursor[0], cursor[1]);
  }

  /** The colour of the first character of a text on the screen, as 0xRGB; -1 without a colour. */
  public int colourOf(String text) {
    int columns = screen.getColumns();
    long[] cells = new long[columns * screen.getRows()];
    screen.dump(cells, new int[2]);
    List<String> lines = lines();
    for (int row = 0; row < lines.size(); row++) {
      int at = lines.get(row).indexOf(text);
      if (at >= 0) {
        long cell = cells[row * columns + at];
        return ScreenTerminal.cellHasForeground(cell) ? ScreenTerminal.cellForeground(cell) : -1;
      }
    }
    throw new AssertionError("the screen does not show \"" + text + "\":\n" + screen());
  }

  /** All that was written to the terminal, control sequences included. */
  public synchronized String output() {
    return output.toString();
  }

  /** Waits until the screen shows a text. */
  public void await(String text) throws InterruptedException {
    await("\"" + text + "\"", it -> it.contains(text));
  }

  /**
   * Waits until the screen has something that the pattern finds; {@code ^} and {@code $} are ends
   * of lines.
   */
  public void await(Pattern pattern) throws InterruptedException {
    await("/" + pattern + "/", it -> pattern.matcher(it).find());
  }

  /** Waits until the last line that is not blank is this one. */
  public void awaitLast(String line) throws InterruptedException {
    await("\"" + line + "\" last", it -> it.equals(line) || it.endsWith("\n" + line));
  }

  /**
   * Waits for a screen.
   *
   * @param what for the failure
   */
  public synchronized void await(String what, Predicate<String> wanted)
      throws InterruptedException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!wanted.test(screen())) {
      long left = end - System.nanoTime();
      if (left <= 0 || ended) {
        String why = ended ? "the program has ended" : "it takes too long";
        throw new AssertionError("waiting for " + what + ", " + why + ":\n" + screen());
      }
      wait(Math.max(1, left / 1_000_000));
    }
  }

  /**
   * Waits until the terminal makes signals of keys such as Ctrl-C. While a program reads key by key
   * it may have switched that off, and one that comes too early is lost with the line it belongs
   * to.
   */
  public void awaitSignals() throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!settings().matches("(?s).*(?<!-)\\bisig\\b.*")) {
      if (System.nanoTime() > end) {
        throw new AssertionError("keys do not make signals:\n" + settings() + screen());
      }
      Thread.sleep(20);
    }
  }

  /** What {@code stty} says of the terminal; empty before a program has it. */
  private String settings() throws IOException {
    for (ProcessHandle program : process.descendants().toList()) {
      Path input = Path.of("/proc", String.valueOf(program.pid()), "fd", "0");
      Path device = Files.isReadable(input) ? input.toRealPath() : input;
      if (device.startsWith("/dev/pts")) {
        ProcessBuilder stty = new ProcessBuilder("stty", "-a", "-F", device.toString());
        try (Reader said = stty.redirectErrorStream(true).start().inputReader()) {
          return said.readAllAsString();
        }
      }
    }
    return "";
  }

  /** Waits for the end of the program; its exit code. */
  public int awaitExit() throws InterruptedException {
    if (!process.waitFor(PATIENCE_NANOS, TimeUnit.NANOSECONDS)) {
      throw new AssertionError("the program does not end:\n" + screen() + "\n" + threads());
    }
    synchronized (this) {
      long end = System.nanoTime() + PATIENCE_NANOS;
      while (!ended && System.nanoTime() < end) {
        wait(100);
      }
    }
    return process.exitValue();
  }

  /** What the threads of the program do. */
  private String threads() {
    String tool = Path.of(System.getProperty("java.home"), "bin", "jstack").toString();
    StringBuilder all = new StringBuilder();
    process
        .descendants()
        .filter(it -> it.info().command().orElse("").endsWith("java"))
        .forEach(
            it -> {
              try (Reader said =
                  new ProcessBuilder(tool, String.valueOf(it.pid())).start().inputReader()) {
                all.append(said.readAllAsString());
              } catch (IOException e) {
                all.append(e);
              }
            });
    return all.toString();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
