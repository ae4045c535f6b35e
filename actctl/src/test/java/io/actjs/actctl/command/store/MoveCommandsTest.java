package io.actjs.actctl.command.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.Actctl;
import io.actjs.actctl.Ran;
import io.actjs.actctl.screen.Failure;
import io.actjs.actctl.screen.Json;
import io.actjs.actctl.terminal.Pty;
import io.actjs.actjsd.Daemon;
import io.actjs.actjsd.DaemonConfig;
import io.actjs.model.ActjsException;
import io.actjs.storage.StorageDriver;
import io.actjs.storage.postgres.PostgresUrl;
import io.actjs.storage.sqlite.SqliteDriver;
import io.actjs.storage.sqlite.SqliteOptions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Backup, restore and move, as they are typed. */
class MoveCommandsTest {
  private static final String COUNTER =
      """
      import { Actor, handler } from 'actjs';
      export class Counter extends Actor<{ count: number }> {
        state = { count: 0 };
        @handler('add') add() { return ++this.state.count; }
      }
      """;

  @TempDir Path dir;

  /** A stopped server's data: one class, one actor at 3, made by a turn of its own. */
  @BeforeEach
  void serve() throws IOException {
    Path source = Files.writeString(dir.resolve("Counter.ts"), COUNTER);
    try (Daemon daemon = daemon(at("data"))) {
      ok(daemon, "publish", source.toString(), "--version", "1.0.0");
      for (int i = 1; i <= 3; i++) {
        assertEquals(String.valueOf(i), add(daemon));
      }
    }
  }

  private DaemonConfig at(String name) {
    return DaemonConfig.at(dir.resolve(name));
  }

  private static Daemon daemon(DaemonConfig config) {
    return Daemon.start(config.withPort(0));
  }

  private String path(String name) {
    return dir.resolve(name).toString();
  }

  private static String add(Daemon daemon) {
    return ok(daemon, "call", "Counter", "one", "add");
  }

  private static String ok(Daemon daemon, String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--server=" + daemon.uri());
    return ok(all.toArray(String[]::new));
  }

  private static String ok(String... args) {
    Ran ran = Ran.actctl(args);
    assertEquals(0, ran.exit(), ran.err());
    assertEquals("", ran.err());
    return ran.out();
  }

  private static String refused(String... args) {
    Ran ran = Ran.actctl(args);
    assertEquals(1, ran.exit(), ran.out());
    return ran.err();
  }

  private void restore(String backup) throws IOException {
    Files.copy(dir.resolve(backup), Files.createDirectory(dir.resolve("new")).resolve("actjs.db"));
  }

  @Test
  void aRunningServerIsBackedUpAndTheCopyServes() throws IOException {
    try (Daemon daemon = daemon(at("data"))) {
      assertEquals("4", add(daemon));
      String said = ok(daemon, "backup", path("copy.db"));
      assertTrue(said.startsWith("wrote " + path("copy.db")), said);
      assertEquals("5", add(daemon));
      String again = refused("backup", path("copy.db"), "--server=" + daemon.uri());
      assertTrue(again.contains("already exists; not overwriting it"), again);
    }
    restore("copy.db");
    assertEquals(List.of("copy.db"), names("copy"));
    assertEquals(List.of(), names("data/backup"));
    try (Daemon daemon = daemon(at("new"))) {
      assertEquals("5", add(daemon));
    }
  }

  private List<String> names(String prefix) throws IOException {
    Path start = dir.resolve(prefix);
    try (var files = Files.list(start.getParent())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(start.getFileName().toString()))
          .sorted()
          .toList();
    }
  }

  @Test
  void aStoppedServerIsBackedUp() throws IOException {
    JsonNode said = Json.parse(ok("backup", path("copy.db"), "--data", path("data"), "--json"));
    assertEquals(Files.size(dir.resolve("copy.db")), said.path("bytes").asLong());
    restore("copy.db");
    try (Daemon daemon = daemon(at("new"))) {
      assertEquals("4", add(daemon));
    }
  }

  @Test
  void aServerWithoutAFileSaysHowItIsCopied() {
    try (Daemon daemon = daemon(DaemonConfig.ephemeral())) {
      String refusal = refused("backup", path("copy.db"), "--server=" + daemon.uri());
      assertTrue(refusal.contains("BackupUnsupported: "), refusal);
      assertFalse(Files.exists(dir.resolve("copy.db")));
    }
  }

  @Test
  void aStoreMovesToPostgresAndBack() throws IOException {
    String summary = "1 actors with 4 turns, and 1 class versions";
    assertEquals(
        "exported " + summary + " to " + path("e.gz"),
        ok("export", path("e.gz"), "--data", path("data")));
    assertEquals(
        path("e.gz") + " is complete and undamaged: " + summary,
        ok("import", "--verify", path("e.gz")));
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
      String url = "postgres://postgres@localhost:" + postgres.getPort() + "/postgres";
      for (int i = 0; i < 2; i++) {
        // Not even a first attempt makes the database look like one of a server.
        String nothing = refused("export", path("nothing"), "--database", url);
        assertTrue(nothing.contains("contains no data of actjs"), nothing);
      }
      JsonNode said = Json.parse(ok("import", path("e.gz"), "--database", url, "--json"));
      assertEquals(4, said.path("turns").asInt());
      try (Daemon daemon = daemon(DaemonConfig.at(PostgresUrl.parse(url)))) {
        assertEquals("4", add(daemon));
        String refusal = refused("backup", path("copy.db"), "--server=" + daemon.uri());
        assertTrue(refusal.contains("pg_dump"), refusal);
        // A server on PostgreSQL runs on.
        ok("export", path("running.ndjson"), "--database", url);
      }
    }
    ok("import", path("running.ndjson"), "--data", path("back"));
    try (Daemon daemon = daemon(at("back"))) {
      assertEquals("5", add(daemon));
    }
  }

  @ParameterizedTest
  @CsvSource({"80,24", "160,50"})
  void atATerminalABarShowsHowFarItIsAndGoes(int columns, int rows) throws Exception {
    ok("export", path("e"), "--data", path("data"));
    try (Pty pty = Pty.of(columns, rows).in(dir).actctl("import", "e", "--data", "new")) {
      assertEquals(0, pty.awaitExit());
      assertEquals(
          "imported 1 actors with 4 turns, and 1 class versions into " + dir.resolve("new"),
          String.join("", pty.lines()));
      Matcher bars = Pattern.compile("\r(\\[#+\\] (.+ kB)/\\2 *)(?=\r)").matcher(pty.output());
      assertTrue(bars.find(), pty.output());
      assertEquals(columns - 1, bars.group(1).length(), "the last column would wrap");
      assertTrue(pty.output().contains("\r" + " ".repeat(columns - 1) + "\r"), "it goes");
    }
  }

  @Test
  void theStoreOfARunningServerIsNotExported() {
    try (Daemon daemon = daemon(at("data"))) {
      String refusal = refused("export", path("e"), "--data", path("data"));
      assertTrue(refusal.contains("DataDirectoryInUse"), refusal);
      assertTrue(refusal.contains("actctl backup"), refusal);
      assertTrue(daemon.port() > 0);
    }
  }

  @Test
  void anImportComesFromStandardInput() throws IOException {
    ok("export", path("e"), "--data", path("data"));
    var before = System.in;
    System.setIn(new ByteArrayInputStream(Files.readAllBytes(dir.resolve("e"))));
    try {
      ok("import", "-", "--data", path("new"));
    } finally {
      System.setIn(before);
    }
    try (Daemon daemon = daemon(at("new"))) {
      assertEquals("4", add(daemon));
    }
  }

  @Test
  void anExportThatHasNoRoomFailsAndLeavesNothing() throws Exception {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "only Linux has a device that is always full");
    Process export =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Actctl.class.getName(),
                "export",
                "--data",
                path("data"),
                "-")
            .redirectOutput(full.toFile())
            .start();
    String said = new String(export.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(1, export.waitFor(), said);
    assertTrue(said.contains("cannot write to standard output"), said);
  }

  @Test
  void whatCannotBeWrittenToItsEndIsTakenAway() {
    assertThrows(
        Failure.class,
        () ->
            WholeFile.write(
                dir.resolve("cut"),
                part -> {
                  Files.writeString(part, "half");
                  throw new IOException("no room");
                }));
    assertFalse(Files.exists(dir.resolve("cut.part")));
    assertFalse(Files.exists(dir.resolve("cut")));
  }

  @Test
  void aSecondImportSaysThatItChangedNothing() {
    ok("export", path("e"), "--data", path("data"));
    ok("import", path("e"), "--data", path("new"));
    String again = ok("import", path("e"), "--data", path("new"));
    assertTrue(again.contains("nothing changed"), again);
  }

  @Test
  void aDamagedFileMakesNoStore() throws IOException {
    ok("export", path("e"), "--data", path("data"));
    List<String> lines = new ArrayList<>(Files.readAllLines(dir.resolve("e")));
    lines.remove(4);
    Files.write(dir.resolve("e"), lines);

    String refusal = refused("import", path("e"), "--data", path("new"));

    assertTrue(refusal.contains("ExportInvalid: line "), refusal);
    assertFalse(Files.exists(dir.resolve("new")));
  }

  @Test
  void aServerDoesNotStartOnHalfAnImport() {
    try (StorageDriver store = SqliteDriver.open(dir.resolve("half"), SqliteOptions.DEFAULT)) {
      var unused = store.contents().begin("some-export");
    }
    ActjsException refusal = assertThrows(ActjsException.class, () -> daemon(at("half")).close());
    assertTrue(refusal.detail().contains("some-export"), refusal.detail());
  }
}
