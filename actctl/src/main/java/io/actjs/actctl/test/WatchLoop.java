package io.actjs.actctl.test;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs tests again whenever one of the files that they were made of changes, and test files that
 * are new. It looks a few times a second.
 */
public final class WatchLoop {
  private static final long LOOK_MS = 250;

  private final TestRun run;
  private final Found found;

  /** Finds the test files. */
  public interface Found {
    /** Those that there are now. */
    List<Path> files() throws IOException;
  }

  /**
   * @param found finds the test files, which may come and go
   */
  public WatchLoop(TestRun run, Found found) {
    this.run = run;
    this.found = found;
  }

  /** Runs all, and then what changes, until the thread is interrupted. */
  public void run() throws IOException, InterruptedException {
    while (true) {
      List<Path> next = found.files().stream().filter(run::isStale).toList();
      if (!next.isEmpty()) {
        run.run(next);
      }
      Thread.sleep(LOOK_MS);
    }
  }
}
