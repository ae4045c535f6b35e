package io.actjs.actctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The drill of docs/operating.md, run line by line as an operator would, with real servers. */
class OperatingDocTest {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh$\\n(.*?)^```$");
  private static final Pattern SOURCE = Pattern.compile("(?ms)^```ts$\\n// Ledger.ts\\n(.*?)^```$");

  /** Whatever becomes of a line, no server outlives the script. */
  private static final String BEGIN =
      """
      set -euo pipefail
      set -m
      trap 'kill -9 $(jobs -p) 2>/dev/null || true' EXIT
      """;

  @TempDir private Path folder;

  @Test
  void theDrillWorksAsItStands() throws Exception {
    String page = Files.readString(Path.of("../docs/operating.md"));
    String source = SOURCE.matcher(page).results().map(it -> it.group(1)).findFirst().orElseThrow();
    Files.writeString(folder.resolve("Ledger.ts"), source);
    List<String> blocks = BLOCK.matcher(page).results().map(it -> it.group(1)).toList();
    assertEquals(4, blocks.size(), "blocks of the drill");
    String script = BEGIN + String.join("", blocks).replace("3100", String.valueOf(freePort()));
    putActctlInto(folder.resolve("scripts"));
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
      run(script, "postgres://postgres@localhost:" + postgres.getPort() + "/postgres");
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  /** The program of this build under the name by which the page calls it. */
  private static void putActctlInto(Path scripts) throws IOException {
    Path actctl = Files.createDirectories(scripts).resolve("actctl");
    Files.writeString(
        actctl,
        """
        #!/usr/bin/env bash
        exec %s "$@"
        """
            .formatted(BuiltProgram.shellCommand()));
    assertTrue(actctl.toFile().setExecutable(true));
  }

  private void run(String script, String databaseUrl) throws Exception {
    Path log = folder.resolve("drill.log");
    ProcessBuilder bash =
        new ProcessBuilder("bash", "-xc", script)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    bash.environment()
        .keySet()
        .removeAll(List.of("DATABASE_URL", "REDIS_URL", "ACTJS_URL", "ACTJS_ADMIN_TOKEN"));
    bash.environment().put("NEW_DATABASE_URL", databaseUrl);
    Process process = bash.start();
    boolean ended = process.waitFor(420, TimeUnit.SECONDS);
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    assertTrue(ended, () -> "the drill hangs: " + text(log));
    assertEquals(0, process.exitValue(), () -> text(log));
  }

  private static String text(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return "no log: " + e;
    }
  }
}
