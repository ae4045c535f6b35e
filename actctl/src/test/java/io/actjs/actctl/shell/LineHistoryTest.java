package io.actjs.actctl.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Collections;
import org.jline.reader.LineReaderBuilder;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineHistoryTest {
  @TempDir private Path dir;

  private LineHistory history() throws Exception {
    LineHistory history = new LineHistory(dir.resolve("config/shell-history"));
    Terminal terminal =
        new DumbTerminal(
            java.io.InputStream.nullInputStream(), java.io.OutputStream.nullOutputStream());
    history.attach(LineReaderBuilder.builder().terminal(terminal).build());
    return history;
  }

  @Test
  void inputsComeBackAsTheyWere() throws Exception {
    String input = "const a = '\\n' + `\n  b\\`";
    history().add(Instant.now(), input);
    LineHistory next = history();
    assertEquals(1, next.size());
    assertEquals(input, next.get(next.last()));
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(dir.resolve("config/shell-history"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fetch('actjs_0123456789')",
        "const ticket = 'actjst_abcdefghij'",
        "x('eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIxIn0.sig')",
        "{ authorization: 'Bearer abcdefghijklmnopqrst' }",
        "Login('a').in({ password: 'hunter2' })",
        "const apiKey = \"k\"",
        " a line that begins with a blank"
      })
  void whatIsSecretIsNotKept(String input) throws Exception {
    LineHistory history = history();
    history.add(Instant.now(), input);
    assertFalse(Files.exists(dir.resolve("config/shell-history")), input);
  }

  @Test
  void theFileStaysSmall() throws Exception {
    Path file = Files.createDirectories(dir.resolve("config")).resolve("shell-history");
    Files.write(file, Collections.nCopies(5_000, "await Cart('c').total()"));
    history();
    assertEquals(1_000, Files.readAllLines(file).size());
    assertTrue(Files.size(file) < 64 << 10);
  }
}
