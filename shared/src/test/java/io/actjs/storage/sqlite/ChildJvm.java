package io.actjs.storage.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a main class of the tests in a process of its own, which may be killed. */
final class ChildJvm {
  private ChildJvm() {}

  /** The directory is the main class's argument. */
  static Process start(Class<?> main, Path dataDir) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            // A killed process cannot remove its copy of the native library.
            "-Dorg.sqlite.tmpdir=" + dataDir,
            "-cp",
            System.getProperty("java.class.path"),
            main.getName(),
            dataDir.toString()));
    return new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.appendTo(dataDir.resolve("stderr").toFile()))
        .start();
  }
}
