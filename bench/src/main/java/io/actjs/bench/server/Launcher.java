package io.actjs.bench.server;

import io.actjs.bench.work.BenchFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code scripts/actctl}, as users run it. */
public final class Launcher {
  private static final String HOME = "bench.home";

  private Launcher() {}

  public static List<String> command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty(HOME, "."), "scripts", "actctl").toString());
    command.addAll(List.of(arguments));
    return command;
  }

  /** A JVM that does nothing. */
  public static List<String> bareJvm() {
    return List.of(JavaCommand.java(), "--version");
  }

  /** Wall time of a command that ends by itself with success. */
  public static double millis(List<String> command, Path log) throws IOException {
    long begin = System.nanoTime();
    try (ChildProcess process = ChildProcess.start(command, log)) {
      int exit = process.waitFor();
      double millis = (System.nanoTime() - begin) / 1e6;
      if (exit != 0) {
        throw new BenchFailure(command + " ended with " + exit + "; see " + log);
      }
      return millis;
    }
  }
}
