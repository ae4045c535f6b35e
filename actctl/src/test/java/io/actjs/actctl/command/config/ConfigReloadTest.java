package io.actjs.actctl.command.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.BuiltProgram;
import io.actjs.actctl.Deadline;
import io.actjs.actctl.DefaultSignals;
import io.actjs.actctl.Ran;
import io.actjs.actctl.screen.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real server in a process of its own, whose file changes while it runs. */
class ConfigReloadTest {
  private static final String FIRST =
      "[daemon]\nport = 0\nephemeral = true\nopen = true\nlog-level = \"warn\"\n";

  @TempDir private Path dir;
  private Path file;
  private Path log;

  private Process start() throws IOException {
    List<String> command = new ArrayList<>(DefaultSignals.prefix());
    command.addAll(BuiltProgram.command(List.of(), "start", "--json"));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(dir.toFile()).redirectError(log.toFile());
    builder.environment().keySet().removeIf(it -> it.startsWith("ACTJS_") || it.endsWith("_URL"));
    builder.environment().put("ACTJS_CONFIG_DIR", dir.resolve("user").toString());
    builder.environment().put("ACTJS_SYSTEM_CONFIG", file.toString());
    return builder.start();
  }

  private void awaitLog(String text) throws Exception {
    Deadline deadline = new Deadline();
    while (!Files.readString(log).contains(text)) {
      deadline.pause("not in the log: " + text);
    }
  }

  @Test
  void aServerTakesWhatItCanAndNamesTheRest() throws Exception {
    file = dir.resolve("actjs.toml");
    log = dir.resolve("log");
    Files.writeString(file, FIRST);
    Process process = start();
    try (var out = process.inputReader(StandardCharsets.UTF_8)) {
      String line = out.readLine();
      assertTrue(line != null, () -> "it does not start: " + log);
      JsonNode started = Json.parse(line);
      String server = "--server=" + started.path("url").asText();

      Files.writeString(
          file, FIRST.replace("warn", "info").replace("port = 0", "port = 1") + "keep-turns = 9\n");
      Ran reloaded = Ran.actctl("config", "reload", server);
      assertEquals(
          """
          changed daemon.log-level: warn -> info
          changed daemon.keep-turns: 1000 -> 9
          needs a restart: daemon.port: 0 -> 1""",
          reloaded.out(),
          reloaded::err);

      Files.writeString(file, FIRST + "prot = 1\n");
      Ran refused = Ran.actctl("config", "reload", server);
      assertEquals(1, refused.exit());
      assertTrue(
          refused.err().contains(file + ":6: unknown key \"daemon.prot\"; did you mean \"port\"?"),
          refused.err());

      Files.writeString(file, FIRST.replace("warn", "info"));
      assertEquals(0, new ProcessBuilder("kill", "-HUP", "" + process.pid()).start().waitFor());
      awaitLog(
          "the configuration was read again for SIGHUP; changed: [daemon.keep-turns: 9 -> 1000]");
      Ran audit = Ran.actctl("audit", "--action", "config.", server);
      assertTrue(audit.out().contains("SIGHUP"), audit.out());
      assertTrue(process.isAlive());
    } finally {
      process.destroyForcibly();
    }
  }
}
