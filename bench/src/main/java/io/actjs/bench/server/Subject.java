package io.actjs.bench.server;

import io.actjs.actjsd.Daemon;
import io.actjs.actjsd.DaemonConfig;
import java.io.IOException;
import java.nio.file.Path;

/** The real daemon, in a process that also tells its counters. */
public final class Subject {
  private Subject() {}

  /**
   * Runs until standard input ends.
   *
   * @param args the port, and the data directory; without one everything is in memory
   */
  public static void main(String[] args) throws IOException {
    DaemonConfig config =
        args.length > 1 ? DaemonConfig.at(Path.of(args[1])) : DaemonConfig.ephemeral();
    try (Daemon daemon = Daemon.start(config.withPort(Integer.parseInt(args[0])))) {
      ControlLines.serve(() -> daemon.runtime().stats().storage().syncs());
    }
  }
}
