package io.actjs.bench.server;

import io.actjs.bench.work.BenchFailure;
import java.io.IOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A running program and what the operating system says of it. Closing it ends it; so does the end
 * of this process, which closes its standard input.
 */
public final class ChildProcess implements AutoCloseable {
  private static final long STOP_SECONDS = 30;
  private static final double TICKS_PER_SECOND = 100;

  private final Process process;
  private final Path log;

  private ChildProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts the command; what it prints goes to {@code log}. */
  public static ChildProcess start(List<String> command, Path log) throws IOException {
    Redirect output = Redirect.appendTo(log.toFile());
    return new ChildProcess(
        new ProcessBuilder(command).redirectError(output).redirectOutput(output).start(), log);
  }

  /** Starts a command that answers what it is asked; its errors go to {@code log}. */
  public static ChildProcess startAnswering(List<String> command, Path log) throws IOException {
    Redirect errors = Redirect.appendTo(log.toFile());
    return new ChildProcess(new ProcessBuilder(command).redirectError(errors).start(), log);
  }

  /** Writes a line to the program and returns the line that it prints. */
  String ask(String question) throws IOException {
    Writer writer = process.outputWriter();
    writer.write(question + "\n");
    writer.flush();
    String answer = process.inputReader().readLine();
    if (answer == null) {
      throw ended();
    }
    return answer;
  }

  /** Fails when the program has ended. */
  public void requireAlive() {
    if (!process.isAlive()) {
      throw ended();
    }
  }

  private BenchFailure ended() {
    return new BenchFailure("the server ended by itself; see " + log);
  }

  /** Waits for the program to end by itself and returns its exit code. */
  int waitFor() {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchFailure("interrupted");
    }
  }

  /** The program and its arguments, as they are now. */
  List<String> commandLine() throws IOException {
    return List.of(Files.readString(proc("cmdline")).split("\0"));
  }

  /** Resident memory of the process, bytes. */
  public long residentBytes() throws IOException {
    for (String line : Files.readAllLines(proc("status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) << 10;
      }
    }
    throw new BenchFailure("no VmRSS in " + proc("status"));
  }

  /** CPU time that all threads of the process have used, seconds. */
  public double cpuSeconds() throws IOException {
    String stat = Files.readString(proc("stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
  }

  long pid() {
    return process.pid();
  }

  private Path proc(String file) {
    return Path.of("/proc", Long.toString(process.pid()), file);
  }

  /** Asks the program to stop and waits for it; kills it when it does not. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new BenchFailure("the server did not stop within " + STOP_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
