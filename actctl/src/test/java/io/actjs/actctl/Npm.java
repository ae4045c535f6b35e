package io.actjs.actctl;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** The packages of {@code /npm/package.json}, as npm installs them. */
public final class Npm {
  private static final long INSTALL_S = 120;

  private Npm() {}

  /** Whether they are in the folder now; not where there is no npm, or nothing to install from. */
  public static boolean install(Path dir) throws IOException, InterruptedException {
    for (String name : List.of("package.json", "package-lock.json")) {
      try (InputStream in = Objects.requireNonNull(Npm.class.getResourceAsStream("/npm/" + name))) {
        Files.copy(in, dir.resolve(name));
      }
    }
    ProcessBuilder builder =
        new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")
            .directory(dir.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    try {
      Process process = builder.start();
      try {
        return process.waitFor(INSTALL_S, TimeUnit.SECONDS) && process.exitValue() == 0;
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      return false;
    }
  }
}
