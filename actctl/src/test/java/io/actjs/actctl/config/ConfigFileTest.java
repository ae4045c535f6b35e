package io.actjs.actctl.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.actjs.actctl.Ran;
import io.actjs.actctl.command.ServerOption;
import io.actjs.actctl.screen.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Model.CommandSpec;

class ConfigFileTest {
  @TempDir private Path dir;
  private Path file;

  @BeforeEach
  void makeFolder() throws IOException {
    file = Files.createDirectories(dir.resolve(".actjs")).resolve("config.toml");
  }

  private ConfigFile read(String text) throws IOException {
    Files.writeString(file, text);
    return ConfigFile.read(file, Layer.PROJECT, Configured.keys());
  }

  @Test
  void theNearestFolderCounts() throws IOException {
    CommandSpec any = Ran.lineFor("list").getCommandSpec();
    Files.writeString(file, "server = 'http://outer'");
    Path inner = Files.createDirectories(dir.resolve("a/.actjs"));
    Path below = Files.createDirectories(dir.resolve("a/b/c"));
    assertEquals("http://outer", ServerOption.usual(any, below));
    Files.writeString(inner.resolve("config.toml"), "server = 'http://inner'");
    assertEquals("http://inner", ServerOption.usual(any, below));
    Files.writeString(inner.resolve("config.toml"), "# server = 'http://inner'");
    assertEquals(ServerOption.DEFAULT_URL, ServerOption.usual(any, below));
  }

  @Test
  void anEmptyFileSetsNothing() throws IOException {
    assertNull(read("").find(Configured.keys().require("server")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "server = 'a'~sevrer = 'b'           | 2: unknown key \"sevrer\"; did you mean \"server\"?",
        "~colour = true                      | 2: unknown key \"colour\"; known: KNOWN, profile, daemon",
        "[profile.x]~~url = 'a'              | 3: unknown key \"profile.x.url\"; known: PROFILE",
        "[profiles.x]~server = 'a'           | 1: unknown key \"profiles\"; did you mean \"profile\"?",
        "profile = { x = { servr = 'a' } }   | 1: unknown key \"profile.x.servr\"; did you mean \"server\"?",
        "~server = 3000                      | 2: \"server\" is a string such as \"http://127.0.0.1:3000\", not 3000",
        "profile = 'x'                       | 1: \"profile\" is a table, [profile.NAME], not \"x\"",
        "~~[profile]~x = 'http://a'          | 4: \"profile.x\" is a table, [profile.NAME], not \"http://a\"",
        "server = 'a'~server = 'b'           | 2: not TOML: Duplicate key",
        "server = http://a                   | 1: not TOML: Unknown token",
        "[daemon]~prot = 1                   | 2: unknown key \"daemon.prot\"; did you mean \"port\"?",
        "[daemon]~colour = 1                 | 2: unknown key \"daemon.colour\"; \"actctl config show\" lists them",
        "port = 1                            | 1: unknown key \"port\"; it belongs into the table [daemon]",
        "daemon = 'x'                        | 1: \"daemon\" is a table, [daemon], not \"x\"",
        "[daemon]~port = '80'                | 2: \"daemon.port\" is a whole number, not \"80\"",
        "[daemon]~port = 80.5                | 2: \"daemon.port\" is a whole number, not 80.5",
        "[daemon]~data = 5                   | 2: \"daemon.data\" is a string, not 5",
        "[daemon]~open = 'yes'               | 2: \"daemon.open\" is true or false, not \"yes\"",
        "[daemon]~rate = 5                   | 2: \"daemon.rate\" is a list of strings, not 5",
        "[daemon]~rate = ['5/s', 6]          | 2: \"daemon.rate\" is a list of strings, not [\"5/s\",6]",
        "[daemon]~isolation = 'proces'       | 2: \"daemon.isolation\" is one of thread, process, not \"proces\"; did you mean \"process\"?",
        "[daemon]~jwt-algorithms = ['RS255'] | 2: \"daemon.jwt-algorithms\" is one of ALGORITHMS, not \"RS255\"; did you mean \"rs256\"?",
        "[daemon]~memory = '2g'              | 2: unknown key \"daemon.memory\"; \"actctl config show\" lists them"
      })
  void whatIsWrongIsNamedWithItsLine(String text, String message) {
    Failure refused =
        assertThrows(Failure.class, () -> read(text.replace('~', '\n').stripTrailing()));
    String known = String.join(", ", Configured.keys().in(""));
    String expected =
        message
            .replace("KNOWN", known)
            .replace(
                "ALGORITHMS",
                String.join(", ", Configured.keys().require("daemon.jwt-algorithms").choices()))
            .replace("PROFILE", known.replace("default-profile, ", ""));
    assertEquals(file + ":" + expected, refused.detail());
  }
}
