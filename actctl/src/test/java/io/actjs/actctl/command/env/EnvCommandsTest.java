package io.actjs.actctl.command.env;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actctl.Ran;
import io.actjs.actctl.ShelfCommands;
import io.actjs.actctl.screen.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Values are set, listed and unset by commands, and a class reads them. */
class EnvCommandsTest extends ShelfCommands {
  private Path source() throws IOException {
    return Files.writeString(
        dir.resolve(name + ".ts"),
        """
        import { Actor, handler } from 'actjs';
        export class %s extends Actor {
          static env = { REGION: 'string', STRIPE_KEY: 'secret' };
          state = {};
          @handler('read') read() { return [this.actjs.env.REGION, this.actjs.env.STRIPE_KEY.length]; }
        }
        """
            .formatted(name));
  }

  @Test
  void aFileIsSetWholeAndAClassReadsIt() throws IOException {
    String path = source().toString();
    String missing = refused("publish", path, "--version", "1.0.0");
    assertTrue(missing.contains("actctl env set STRIPE_KEY --secret"), missing);
    Path file = Files.writeString(dir.resolve("prod.env"), "REGION=eu\nSTRIPE_KEY=sk_live_123\n");
    assertEquals(
        "set REGION, STRIPE_KEY in default",
        ok("env", "set", "--file", file.toString(), "--secret-name", "STRIPE_KEY"));
    String published = ok("publish", path, "--version", "1.0.0");
    assertTrue(published.startsWith("published " + name), published);
    assertEquals("[\"eu\",11]", ok("call", name, "a", "read"));
    assertEquals("set REGION in default", ok("env", "set", "REGION", "us"));
    assertEquals("[\"us\",11]", ok("call", name, "a", "read"));

    String listed = ok("env", "list");
    assertTrue(listed.contains("(secret)") && !listed.contains("sk_live"), listed);
    String json = ok("env", "list", "--json");
    assertFalse(json.contains("sk_live"), json);
    assertEquals(2, Json.parse(json).path("values").size());
    assertFalse(ok("audit", "--json").contains("sk_live"));

    // In clear text, what was a secret: nothing of the file is set.
    Files.writeString(file, "REGION=ap\nSTRIPE_KEY=sk_live_456\n");
    String shown = refused("env", "set", "--file", file.toString());
    assertTrue(shown.contains("STRIPE_KEY is a secret in default"), shown);
    assertEquals("[\"us\",11]", ok("call", name, "a", "read"));

    String needed = refused("env", "unset", "REGION");
    assertTrue(needed.contains("REGION is declared by " + name + "@1.0.0"), needed);
    assertEquals("unset REGION in default", ok("env", "unset", "REGION", "--force"));
    String lacks = ok("env", "list");
    assertTrue(lacks.contains("missing: a string for " + name + "@1.0.0"), lacks);
    assertTrue(refused("call", name, "a", "read").contains("actctl env set REGION"));
    assertTrue(refused("env", "unset", "REGION").contains("EnvNotFound"));
    assertEquals("all secrets are sealed with a new key", ok("env", "rotate-key"));
    assertEquals("set REGION in default", ok("env", "set", "REGION", "eu"));
    assertEquals("[\"eu\",11]", ok("call", name, "a", "read"));
  }

  @Test
  void aSecretIsNotTakenFromTheCommandLine() {
    Ran ran = at("env", "set", "KEY", "sk_live_123", "--secret");
    assertEquals(2, ran.exit());
    assertTrue(ran.err().contains("other users can see in ps"), ran.err());
    assertEquals(2, at("env", "set").exit());
    assertEquals(2, at("env", "set", "KEY", "x", "--file", "y").exit());
  }
}
