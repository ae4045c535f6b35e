package io.actjs.storage.sqlite;

import io.actjs.JavaProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Runs a main class of the tests in a process of its own, which may be killed. */
final class ChildJvm {
  private ChildJvm() {}

  /** The directory is the main class's argument. */
  static Process start(Class<?> main, Path dataDir) throws IOException {
    List<String> options =
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            // A killed process cannot remove its copy of the native library.
            "-Dorg.sqlite.tmpdir=" + dataDir);
    return JavaProcess.of(options, main, dataDir.toString())
        .redirectError(ProcessBuilder.Redirect.appendTo(dataDir.resolve("stderr").toFile()))
        .start();
  }
}
