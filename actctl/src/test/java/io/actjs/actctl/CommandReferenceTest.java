package io.actjs.actctl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CommandReferenceTest {
  private static final Path PAGE = Path.of("../docs/commands.md");

  /** {@code -Dactjs.redraw=true} writes the page. */
  @Test
  void thePageOfAllCommandsIsCurrent() throws IOException {
    String page = CommandReference.page();
    if (Boolean.getBoolean("actjs.redraw")) {
      Files.writeString(PAGE, page);
    }

    assertEquals(page, Files.readString(PAGE), "run scripts/redraw-commands");
  }
}
