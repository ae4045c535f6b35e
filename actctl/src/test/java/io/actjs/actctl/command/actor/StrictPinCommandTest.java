package io.actjs.actctl.command.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actctl.Ran;
import io.actjs.actctl.ShelfCommands;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class StrictPinCommandTest extends ShelfCommands {

  @Test
  void fault17_aCallSaysThatAnOlderVersionRanOrIsRefused() throws IOException {
    publish("1.0.0");
    ok("call", name, "a", "add");
    publish(file("2.0.0", ""), "2.0.0");
    String pin = ok("manifest", "resolve", "--root", name + "@2.0.0").lines().findFirst().get();

    Ran warned = at("call", name, "a", "which", "--manifest", pin);
    assertEquals(0, warned.exit(), warned.err());
    assertEquals("\"1.0.0\"", warned.out());
    assertTrue(warned.err().contains("PinNotKept " + name + "@1.0.0 ran, 2.0.0 is pinned"));
    assertTrue(
        refused("call", name, "a", "which", "--manifest", pin, "--pin-strict")
            .contains("ManifestAhead"));
    assertEquals("\"2.0.0\"", ok("call", name, "b", "which", "--manifest", pin, "--pin-strict"));
  }
}
