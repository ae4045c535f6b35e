package io.actjs.bench.server;

import io.actjs.actjsd.Daemon;
import io.actjs.actjsd.DaemonConfig;
import io.actjs.bench.yardstick.ControlLines;
import io.actjs.storage.postgres.PostgresUrl;
import java.io.IOException;
import java.nio.file.Path;

/** The real daemon, in a process that also tells its counters. */
public final class Subject {
  private Subject() {}

  /**
   * Runs until standard input ends.
   *
   * @param args the port, and the data directory or the URL of a database; without one everything
   *     is in memory
   */
  public static void main(String[] args) throws IOException {
    DaemonConfig config = args.length > 1 ? at(args[1]) : DaemonConfig.ephemeral();
    try (Daemon daemon = Daemon.start(config.withPort(Integer.parseInt(args[0])))) {
      ControlLines.serve(() -> daemon.runtime().stats().storage().syncs());
    }
  }

  private static DaemonConfig at(String place) {
    return place.startsWith("jdbc:")
        ? DaemonConfig.at(PostgresUrl.parse(place))
        : DaemonConfig.at(Path.of(place));
  }
}
