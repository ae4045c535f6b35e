package io.actjs.actctl.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundlesAheadTest {
  private final BundlesAhead ahead = new BundlesAhead();
  @TempDir private Path dir;

  @BeforeEach
  void writeProject() throws IOException {
    write(
        "Cart.ts",
        """
        import { Actor } from 'actjs';
        import { price } from './lib/price';
        import shout from 'loud';
        import type { Room } from './Room';
        export class Cart extends Actor { state = { n: price(1), s: shout('a') }; }
        """);
    write(
        "Room.ts",
        """
        import { Actor } from 'actjs';
        import { price } from './lib/price';
        import { names } from './names';
        export class Room extends Actor { state = { n: price(2), names }; }
        """);
    write(
        "Guest.ts",
        """
        import { Actor } from 'actjs';
        import type { Plain } from './Plain';
        export class Guest extends Actor { state = { of: null as Plain | null }; }
        """);
    write("Plain.ts", "import { Actor } from 'actjs';\nexport class Plain extends Actor {}\n");
    write(
        "names.ts",
        "import { price } from './lib/price';\nexport const names = ['a', price(3)];\n");
    write("lib/price.ts", "export const price = (n: number): number => n * 2;\n");
    write("node_modules/loud/package.json", "{\"name\":\"loud\",\"version\":\"1.2.3\"}");
    write("node_modules/loud/index.js", "module.exports = (text) => text.toUpperCase();\n");
  }

  /** An hour old: a file that was just written might be written again within its time stamp. */
  private void write(String name, String text) throws IOException {
    Path file = dir.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(3_600)));
  }

  private List<Path> classes() {
    return List.of(path("Cart"), path("Guest"), path("Plain"), path("Room"));
  }

  private Path path(String name) {
    return dir.resolve(name + ".ts");
  }

  @Test
  void classesThatAreBundledTogetherComeToWhatEachComesToAlone() throws Exception {
    ahead.make(classes());

    for (String name : List.of("Cart", "Guest", "Room")) {
      Bundle alone = Bundler.of(path(name));
      assertEquals(alone, ahead.take(path(name)), name);
      assertEquals(name.equals("Guest"), alone.alone());
    }
    assertNull(ahead.take(path("Plain")), "it imports nothing");
    assertNull(ahead.take(path("Cart")), "each is given once");
  }

  @Test
  void whatChangedSinceIsNotUsed() throws Exception {
    ahead.make(classes());
    Files.writeString(dir.resolve("lib/price.ts"), "export const price = (n: number) => n * 3;\n");

    assertNull(ahead.take(path("Cart")));
    assertNull(ahead.take(path("Room")));
    assertNotNull(ahead.take(path("Guest")));

    ahead.make(classes());
    assertNull(ahead.take(path("Cart")), "it may change again within the time stamp of its file");
  }

  @Test
  void oneThatCannotBeBundledLeavesEachToItself() throws Exception {
    write("Room.ts", "import { gone } from './gone';\nexport class Room { x = gone }\n");
    ahead.make(classes());

    assertNull(ahead.take(path("Cart")));
    assertTrue(Bundler.of(path("Cart")).code().contains("toUpperCase"));
  }

  @Test
  void aFileThatIsGoneLeavesEachToItself() throws Exception {
    Files.delete(path("Room"));
    ahead.make(classes());

    assertNull(ahead.take(path("Cart")));
  }
}
