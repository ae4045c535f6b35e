package io.actjs.bench.server;

import io.actjs.bench.yardstick.Yardstick;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Starts servers; each writes its log beside the data. */
public final class Servers {
  private Servers() {}

  public static Server yardstick(Path logs) throws IOException {
    return Server.start(Yardstick.class, List.of(), logs.resolve("yardstick.log"));
  }

  public static Server daemon(Path directory) throws IOException {
    return yardstick(directory.getParent());
  }

  public static Server ephemeralDaemon(Path logs) throws IOException {
    return yardstick(logs);
  }
}
