package io.actjs.bench.server;

import io.actjs.bench.work.BenchFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The JVM options with which the launcher starts a daemon, read from a daemon that it started. So
 * every server that is measured has them, whatever they are.
 */
final class LauncherOptions {
  private static final long POLL_NANOS = 5_000_000L;
  private static final List<String> KINDS =
      List.of("-X", "-Djdk.", "--sun-misc", "--enable-native", "--add");

  private LauncherOptions() {}

  static List<String> read(Path logs) throws IOException {
    int port = Ports.free();
    List<String> command =
        Launcher.command("start", "--open", "--ephemeral", "--port", Integer.toString(port));
    try (ChildProcess daemon = ChildProcess.start(command, logs.resolve("options.log"))) {
      while (!Ports.isOpen(port)) {
        daemon.requireAlive();
        LockSupport.parkNanos(POLL_NANOS);
      }
      List<String> options =
          daemon.commandLine().stream().filter(LauncherOptions::isOfTheJvm).toList();
      if (options.isEmpty()) {
        throw new BenchFailure("no JVM option in " + daemon.commandLine());
      }
      return options;
    }
  }

  /** The cache of loaded classes is bound to the class path of the launcher. */
  private static boolean isOfTheJvm(String argument) {
    return KINDS.stream().anyMatch(argument::startsWith) && !argument.startsWith("-XX:AOT");
  }
}
