package io.actjs.actjsd.route;

import io.actjs.actjsd.DaemonFixture;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** On disk. */
class ActorRoutesTest extends ActorRoutesTck {
  @TempDir Path dataDir;

  @Override
  DaemonFixture open() {
    return DaemonFixture.at(dataDir);
  }
}
