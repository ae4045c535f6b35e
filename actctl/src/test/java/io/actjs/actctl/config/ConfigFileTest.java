package io.actjs.actctl.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.actjs.actctl.command.ServerOption;
import io.actjs.actctl.screen.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFileTest {
  @TempDir private Path dir;
  private Path file;

  @BeforeEach
  void makeFolder() throws IOException {
    file = Files.createDirectories(dir.resolve(".actjs")).resolve("config.toml");
  }

  private ConfigFile read(String text) throws IOException {
    Files.writeString(file, text);
    return ConfigFile.above(dir);
  }

  @Test
  void aProfileComesBeforeWhatHoldsWithoutOne() throws IOException {
    ConfigFile config =
        read(
            """
            server = "http://a:1"

            [profile.staging]
            server = "https://b"
            [profile."my own"]
            """);

    assertEquals(new Setting("http://a:1", file + ":1"), config.server(null));
    assertEquals(new Setting("https://b", file + ":4"), config.server("staging"));
    assertEquals("http://a:1", config.server("my own").value());
    assertEquals(Set.of("staging", "my own"), config.profiles());
  }

  @Test
  void theNearestFolderCounts() throws IOException {
    read("server = 'http://outer'");
    Path inner = Files.createDirectories(dir.resolve("a/.actjs"));
    Path below = Files.createDirectories(dir.resolve("a/b/c"));

    assertEquals("http://outer", ServerOption.usual(below));
    Files.writeString(inner.resolve("config.toml"), "server = 'http://inner'");
    assertEquals("http://inner", ServerOption.usual(below));
    Files.writeString(inner.resolve("config.toml"), "# server = 'http://inner'");
    assertEquals(ServerOption.DEFAULT_URL, ServerOption.usual(below));
  }

  @Test
  void aFileOfSomebodyElseIsNotBelieved() throws IOException {
    ConfigFile config = read("server = 'http://elsewhere'");
    config.requireOwn();
    try {
      Files.setOwner(
          file,
          dir.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    } catch (IOException e) {
      assumeTrue(false, "only root can give files away");
    }

    Failure refused = assertThrows(Failure.class, config::requireOwn);
    assertTrue(refused.detail().startsWith(file + " belongs to nobody"), refused.detail());
  }

  @Test
  void anEmptyFileSetsNothing() throws IOException {
    assertNull(read("").server(null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "server = 'a'~sevrer = 'b'           | 2: unknown key \"sevrer\"; did you mean \"server\"?",
        "~colour = true                      | 2: unknown key \"colour\"; known: server, profile",
        "[profile.x]~~url = 'a'              | 3: unknown key \"profile.x.url\"; known: server",
        "[profiles.x]~server = 'a'           | 1: unknown key \"profiles\"; did you mean \"profile\"?",
        "profile = { x = { servr = 'a' } }   | 1: unknown key \"profile.x.servr\"; did you mean \"server\"?",
        "~server = 3000                      | 2: \"server\" is a string such as \"http://127.0.0.1:3000\", not 3000",
        "profile = 'x'                       | 1: \"profile\" is a table, [profile.NAME], not \"x\"",
        "~~[profile]~x = 'http://a'          | 4: \"profile.x\" is a table, [profile.NAME], not \"http://a\"",
        "server = 'a'~server = 'b'           | 2: not TOML: Duplicate key",
        "server = http://a                   | 1: not TOML: Unknown token"
      })
  void whatIsWrongIsNamedWithItsLine(String text, String message) {
    Failure refused =
        assertThrows(Failure.class, () -> read(text.replace('~', '\n').stripTrailing()));
    assertEquals(file + ":" + message, refused.detail());
  }
}
