package io.actjs.actctl.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final StringWriter text = new StringWriter();
  private final PrintWriter err = new PrintWriter(text);

  @Test
  void theBarFillsAndLeavesNothing() {
    Progress progress = Progress.on(err);
    progress.show(0, 4);
    progress.show(1, 4);
    progress.end();
    String empty = "\r[" + " ".repeat(40) + "] 0/4";
    String quarter = "\r[" + "#".repeat(10) + " ".repeat(30) + "] 1/4";
    assertEquals(empty + quarter + "\r" + " ".repeat(70) + "\r", text.toString());
  }

  @Test
  void nothingIsShownWhereNoTerminalIs() {
    Progress progress = Progress.onTerminal(err);
    progress.show(1, 2);
    progress.end();
    assertEquals("", text.toString());
  }
}
