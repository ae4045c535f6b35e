package io.actjs.actctl.command.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actctl.Ran;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code actctl dev} refuses to begin with. */
class DevCommandTest {
  @TempDir private Path dir;

  @Test
  void aFolderThatIsNotThereIsNamed() {
    Path none = dir.resolve("none");
    Ran ran = Ran.actctl("dev", dir.toString(), none.toString());
    assertEquals(1, ran.exit());
    assertEquals("actctl: no such folder: " + none, ran.err());
  }

  @Test
  void aFolderIsServedOnce() {
    Ran ran = Ran.actctl("dev", dir.toString(), dir.resolve("../" + dir.getFileName()).toString());
    assertEquals(2, ran.exit());
    assertTrue(ran.err().contains("is given twice"), ran.err());
    assertEquals("", ran.out());
  }
}
