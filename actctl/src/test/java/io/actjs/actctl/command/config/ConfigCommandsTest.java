package io.actjs.actctl.command.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.Ran;
import io.actjs.actctl.screen.Json;
import org.junit.jupiter.api.Test;

/** In a folder without a file, with what the process has of variables. */
class ConfigCommandsTest {

  @Test
  void aKeyHasItsDefaultWhereNothingSetsIt() throws Exception {
    Ran ran = Ran.actctl("config", "get", "daemon.keep-audit", "--json");

    JsonNode document = Json.parse(ran.out());
    assertEquals("365d", document.at("/values/0").asText());
    assertEquals("default", document.path("origin").asText());
  }

  @Test
  void aKeyThatNothingSetsIsAFailure() {
    Ran ran = Ran.actctl("config", "get", "daemon.jwks");

    assertEquals(1, ran.exit());
    assertTrue(ran.err().contains("as $ACTJS_JWKS"), ran.err());
  }

  @Test
  void anUnknownKeyIsAnsweredWithTheNearest() {
    Ran ran = Ran.actctl("config", "get", "daemon.prot");

    assertEquals(1, ran.exit());
    assertEquals("actctl: no key \"daemon.prot\"; did you mean \"daemon.port\"?", ran.err());
  }

  @Test
  void allAreShownWithTheirOrigins() {
    Ran ran = Ran.actctl("config", "show", "--origin");

    assertTrue(ran.out().lines().anyMatch(it -> it.matches("daemon.port +3000 +default")));
  }

  @Test
  void theFilesAreShown() throws Exception {
    Ran ran = Ran.actctl("config", "path", "--json");

    JsonNode files = Json.parse(ran.out()).path("files");
    assertEquals("project", files.at("/0/layer").asText());
    assertEquals("user", files.at("/1/layer").asText());
  }
}
