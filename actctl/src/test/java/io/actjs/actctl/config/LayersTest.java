package io.actjs.actctl.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.actjs.actctl.screen.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.ParameterException;

class LayersTest {
  @TempDir private Path dir;
  private Configured setUp;

  @BeforeEach
  void make() {
    setUp = new Configured(dir);
  }

  private static void assertText(String expected, Setting setting) {
    assertEquals(expected, setting == null ? null : setting.text());
  }

  @Test
  void eachLayerComesBeforeThoseBelow() throws IOException {
    assertEquals(3000, setUp.value("--port", "start"));
    setUp.with(setUp.system, "[daemon]\nport = 1\n");
    assertEquals(1, setUp.value("--port", "start"));
    setUp.with(setUp.user, "[daemon]\nport = 2\n");
    assertEquals(2, setUp.value("--port", "start"));
    setUp.with(setUp.project, "\n[daemon]\nport = 3\n");
    assertEquals(3, setUp.value("--port", "start"));
    assertEquals(setUp.project + ":3", setUp.find("daemon.port").origin());
    setUp.with("ACTJS_PORT", "4");
    assertEquals(4, setUp.value("--port", "start"));
    assertEquals("$ACTJS_PORT", setUp.find("daemon.port").origin());
    assertEquals(5, setUp.value("--port", "start", "--port=5"));
  }

  @Test
  void theFileOfTheMachineIsNotForDev() throws IOException {
    setUp.with(setUp.system, "server = 'http://a'\n[daemon]\nport = 1\n");
    assertEquals(3000, setUp.value("--port", "dev", "x"));
    assertEquals("http://a", setUp.value("--server", "list"));
    setUp.with(setUp.project, "[daemon]\nport = 3\n");
    assertEquals(3, setUp.value("--port", "dev", "x"));
  }

  @Test
  void aListReplacesTheOneBelow() throws IOException {
    setUp.with(setUp.system, "[daemon]\nallowed-host = ['a', 'b']\n");
    assertEquals(List.of("a", "b"), setUp.value("--allowed-host", "start"));
    setUp.with(setUp.user, "[daemon]\nallowed-host = 'c'\n");
    assertEquals(List.of("c"), setUp.value("--allowed-host", "start"));
    setUp.with("ACTJS_ALLOWED_HOST", "d, e,");
    assertEquals(List.of("d", "e"), setUp.value("--allowed-host", "start"));
    setUp.with(setUp.user, "[daemon]\nrate = []\n").with(setUp.system, "[daemon]\nrate = '1/s'\n");
    assertEquals(List.of(), setUp.value("--rate", "start"));
  }

  /** Where the data is, is one question: an answer further up leaves none to be given below. */
  @Test
  void aLayerHidesWhatItsChoiceExcludesBelow() throws IOException {
    setUp.with(setUp.system, "[daemon]\ndata = '/var/lib/actjs'\n");
    setUp.with("DATABASE_URL", "postgres://db/name");
    assertNull(setUp.value("--data", "start"));
    assertEquals("postgres://db/name", setUp.value("--database", "start"));
    assertNull(setUp.value("--database", "start", "--ephemeral"));
    assertNull(setUp.value("--database", "start", "--data=here"));
    setUp.with("ACTJS_ADMIN_TOKEN", "geheim");
    assertEquals("geheim", setUp.value("--admin-token", "start"));
    assertNull(setUp.value("--admin-token", "start", "--open"));
    setUp.with("ACTJS_EPHEMERAL", "false");
    assertEquals("postgres://db/name", setUp.value("--database", "start"));
  }

  @Test
  void aProfileComesBeforeWhatHoldsWithoutOne() throws IOException {
    setUp.with(setUp.user, "[profile.staging]\nserver = 'https://user'\nca = '/ca.pem'\n");
    setUp.with(
        setUp.project,
        """
        server = "http://a:1"
        [profile.staging]
        server = "https://b"
        [profile."my own"]
        """);
    assertText("http://a:1", setUp.find("server"));
    assertText("https://b", setUp.find("server", "staging"));
    assertText("/ca.pem", setUp.find("ca", "staging"));
    assertText("http://a:1", setUp.find("server", "my own"));
    setUp.with("ACTJS_PROFILE", "staging");
    assertText("https://b", setUp.find("server"));
    setUp.with("ACTJS_URL", "http://variable");
    assertText("http://variable", setUp.find("server"));
    assertText("https://b", setUp.find("server", "staging"));
  }

  @Test
  void aFileNamesTheUsualProfile() throws IOException {
    setUp.with(
        setUp.user, "default-profile = 'staging'\n[profile.staging]\nserver = 'https://b'\n");
    assertText("https://b", setUp.find("server"));
    setUp.with(setUp.user, "default-profile = 'stagin'\n[profile.staging]\nserver = 'https://b'\n");
    ParameterException refused =
        assertThrows(ParameterException.class, () -> setUp.value("--server", "list"));
    assertEquals(
        setUp.user + ":1: no profile \"stagin\" in " + setUp.user + "; did you mean \"staging\"?",
        refused.getMessage());
    assertEquals("http://x", setUp.value("--server", "list", "--server=http://x"));
  }

  @Test
  void aFileOfSomebodyElseIsNotBelieved() throws IOException {
    setUp.with(setUp.project, "server = 'http://elsewhere'");
    try {
      Files.setOwner(
          setUp.project,
          dir.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    } catch (IOException e) {
      assumeTrue(false, "only root can give files away");
    }
    String begin = setUp.project + " belongs to nobody";
    Failure refused = assertThrows(Failure.class, () -> setUp.value("--server", "list"));
    assertTrue(refused.detail().startsWith(begin), refused.detail());
    assertThrows(Failure.class, () -> setUp.value("--port", "start"));
    assertEquals("http://x", setUp.value("--server", "list", "--server=http://x"));
    setUp.with("ACTJS_URL", "http://y");
    assertEquals("http://y", setUp.value("--server", "list"));
  }

  @Test
  void aFileThatEverybodyCanChangeIsNotBelieved() throws IOException {
    setUp.with(setUp.user, "server = 'http://elsewhere'").mode(setUp.user, "rw-rw-rw-");
    Failure refused = assertThrows(Failure.class, () -> setUp.value("--server", "list"));
    assertTrue(refused.detail().contains("chmod o-w " + setUp.user), refused.detail());
  }

  @ParameterizedTest
  @CsvSource({
    "admin-token, geheim",
    "database, postgres://u:geheim@db/name",
    "database, jdbc:postgresql://db/name?user=u&password=geheim",
    "redis, redis://:geheim@cache"
  })
  void aSecretIsNotForEverybody(String key, String value) throws IOException {
    setUp.with(setUp.user, "[daemon]\n" + key + " = \"" + value + "\"\n");
    Failure refused = assertThrows(Failure.class, () -> setUp.find("daemon." + key));
    assertTrue(refused.detail().startsWith(setUp.user + ":2: "), refused.detail());
    assertTrue(refused.detail().contains("chmod o-r " + setUp.user), refused.detail());
    setUp.mode(setUp.user, "rw-r-----");
    assertText(value, setUp.find("daemon." + key));
    assertTrue(!Configured.keys().require("daemon." + key).shown(value).contains("geheim"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ACTJS_PORT      | 80a  | $ACTJS_PORT is a whole number, not \"80a\"",
        "ACTJS_OPEN      | yes  | $ACTJS_OPEN is true or false, not \"yes\"",
        "ACTJS_LOG_LEVEL | inof | $ACTJS_LOG_LEVEL is one of error, warn, info, debug, trace, not \"inof\"; did you mean \"info\"?"
      })
  void aVariableIsOfTheFormOfItsKey(String name, String value, String message) {
    setUp.with(name, value);
    Failure refused = assertThrows(Failure.class, () -> setUp.value("--port", "start"));
    assertEquals(message, refused.detail());
  }
}
