package io.actjs.actctl.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The terminal that tests look at is one. */
class PtyTest {

  @ParameterizedTest
  @CsvSource({"80, 24", "160, 50"})
  void aProgramSeesATerminalOfThatSize(int columns, int rows) throws Exception {
    try (Pty pty =
        Pty.of(columns, rows).run(List.of("sh", "-c", "stty size; [ -t 0 ] && tput smso; cat"))) {
      pty.await(Pattern.compile("^" + rows + " " + columns + "$", Pattern.MULTILINE));
      pty.type("it's \"ä\"" + Pty.ENTER);
      pty.await(Pattern.compile("(it's \"ä\"\\s*){2}"));
      assertEquals(List.of(0, 3), pty.cursor());
      pty.type(Pty.CTRL_D);
      assertEquals(0, pty.awaitExit());
    }
  }

  @Test
  void coloursAndExitCodesCanBeSeen() throws Exception {
    String program = "printf 'plain \\033[31mred\\033[0m\\n'; exit 3";
    try (Pty pty = Pty.of(80, 24).run(List.of("sh", "-c", program))) {
      assertEquals(3, pty.awaitExit());
      assertEquals(List.of("plain red"), pty.lines());
      assertEquals(-1, pty.colourOf("plain"));
      assertEquals(0x800, pty.colourOf("red"));
    }
  }

  @Test
  void theProgramOfThisBuildRunsInIt() throws Exception {
    try (Pty pty = Pty.of(80, 24).actctl("version")) {
      assertEquals(0, pty.awaitExit());
      pty.await(Pattern.compile("^actctl "));
    }
  }
}
