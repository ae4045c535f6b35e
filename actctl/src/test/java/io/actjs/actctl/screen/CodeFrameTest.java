package io.actjs.actctl.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Help.Ansi;

class CodeFrameTest {
  @TempDir private Path dir;

  private List<String> frame(String text, int line, int column) throws IOException {
    Path file = Files.writeString(dir.resolve("a.ts"), text);
    return new CodeFrame(Ansi.OFF, 2, 20).lines(file, line, column);
  }

  @Test
  void theCaretIsUnderTheColumn() throws IOException {
    String text = "one\ntwo\n\tthree\nfour\nfive\nsix\n";
    assertEquals(
        List.of("  1 | one", "  2 | two", "> 3 |  three", "    |  ^", "  4 | four", "  5 | five"),
        frame(text, 3, 2));
    assertEquals(List.of("> 1 | one", "    | ^", "  2 | two", "  3 |  three"), frame(text, 1, 1));
  }

  @Test
  void ofALongLineThePartWithTheColumnIsShown() throws IOException {
    String text = "short\n" + "0123456789".repeat(9) + "X" + "0123456789".repeat(9) + "\n";
    List<String> lines = frame(text, 2, 91);
    assertEquals(4, lines.size() + 1);
    assertEquals(lines.get(1).indexOf('X'), lines.get(2).indexOf('^'));
    assertTrue(lines.get(1).length() < 30, lines.get(1));
    assertEquals(
        List.of("> 1 | 01234567890123456789…", "    |      ^"),
        frame("0123456789".repeat(9), 1, 6));
  }

  @Test
  void whatIsNotThereHasNoFrame() throws IOException {
    assertEquals(List.of(), frame("one\n", 7, 1));
    assertEquals(List.of(), frame("one\n", 0, 1));
    assertEquals(List.of(), new CodeFrame(Ansi.OFF, 2, 20).lines(dir.resolve("none.ts"), 1, 1));
    assertEquals(List.of("> 1 | a?[2J", "    | ^"), frame("a\u001b[2J", 1, 1));
  }

  @Test
  void colourIsForTerminals() throws IOException {
    Path file = Files.writeString(dir.resolve("a.ts"), "one\n");
    List<String> lines = new CodeFrame(Ansi.ON, 2, 20).lines(file, 1, 1);
    assertTrue(lines.get(1).startsWith("\u001b[31m"), lines.get(1));
  }
}
