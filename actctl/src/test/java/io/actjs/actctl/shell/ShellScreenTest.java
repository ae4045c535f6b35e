package io.actjs.actctl.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actctl.terminal.Pty;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees at a terminal. */
class ShellScreenTest {
  @TempDir private static Path dir;
  private static ShopServer shop;

  @BeforeAll
  static void start() throws Exception {
    shop = ShopServer.start(dir);
  }

  @AfterAll
  static void stop() {
    shop.close();
  }

  private static Pty shell(int columns, int rows) throws Exception {
    // Nothing may depend on what the terminal answers.
    return Pty.of(columns, rows)
        .with(Map.of("ACTJS_CONFIG_DIR", dir.resolve("config").toString()))
        .mute()
        .actctl("shell", "--server", shop.url());
  }

  private static void enter(Pty pty, String input) throws Exception {
    pty.type(input + Pty.ENTER);
    String first = "> " + input.replaceFirst("(?s)\r.*", "");
    pty.await(first + ", and the prompt", it -> it.contains(first + "\n") && it.endsWith("\n>"));
  }

  @Test
  void aSessionLooksAsItShould() throws Exception {
    try (Pty pty = shell(80, 24)) {
      pty.awaitLast(">");
      assertFalse(pty.output().contains("\033[c"), "it asks the terminal who it is");
      enter(pty, "await Cart('c1').addItem({sku: 'X', qty: 1})");
      completes(pty);
      enter(pty, "function next(x: number) {\rreturn x + 1\r}");
      enter(pty, "next(41)");
      enter(pty, "await Cart('c1').refuse()");
      assertEquals(
          List.of(
              "> await Cart('c1').addItem({sku: 'X', qty: 1})",
              "1",
              "> Cart('c1').addItem({ qty: 1, sku: ",
              "> function next(x: number) {",
              "… return x + 1",
              "… }",
              "> next(41)",
              "42",
              "> await Cart('c1').refuse()",
              "ActorAbort: it is full (at 1:18)",
              ">"),
          pty.lines().stream().map(line -> line.endsWith("sku:") ? line + " " : line).toList());
      assertNotEquals(-1, pty.colourOf("ActorAbort"));
      assertNotEquals(-1, pty.colourOf("42"));
      assertEquals(List.of(2, 10), pty.cursor());
      isInterrupted(pty);
      enter(pty, "const token = 'actjs_0123456789abcdef'");
      pty.type(Pty.CTRL_D);
      assertEquals(0, pty.awaitExit());
    }
    isKept();
  }

  /** Classes, ids, handlers and members come by Tab. */
  private static void completes(Pty pty) throws Exception {
    pty.type("Car" + Pty.TAB);
    pty.awaitLast("> Cart");
    pty.type("('" + Pty.TAB);
    pty.awaitLast("> Cart('c1'");
    pty.type(")." + Pty.TAB);
    pty.await("addItem (({ sku: string, qty: number, size?: 'small' | 'large' }): n…)");
    pty.await("total");
    pty.type("a" + Pty.TAB);
    pty.awaitLast("> Cart('c1').addItem(");
    pty.type("{ " + Pty.TAB);
    pty.await("qty                       (number)   size ('small' | 'large', optional)");
    pty.await("sku                       (string)");
    pty.type("q" + Pty.TAB);
    pty.awaitLast("> Cart('c1').addItem({ qty:");
    pty.type("1, sk" + Pty.TAB);
    pty.awaitLast("> Cart('c1').addItem({ qty: 1, sku:");
    pty.type(Pty.CTRL_C);
    pty.awaitLast(">");
  }

  private static void isInterrupted(Pty pty) throws Exception {
    pty.type("for (;;);" + Pty.ENTER);
    pty.awaitSignals();
    pty.type(Pty.CTRL_C);
    pty.await("interrupted\n>");
    pty.type("await Cart('busy').forever()" + Pty.ENTER);
    pty.awaitSignals();
    pty.type(Pty.CTRL_C);
    pty.await("interrupted\n> await Cart('busy').forever()\n^Cinterrupted\n>");
    enter(pty, "next(1)");
    pty.await("> next(1)\n2\n>");
  }

  private static void isKept() throws Exception {
    Path file = dir.resolve("config/shell-history");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    String text = Files.readString(file);
    assertTrue(text.contains("function next(x: number) {\\nreturn x + 1\\n}"), text);
    assertFalse(text.contains("actjs_"), text);
  }

  @Test
  void aWiderOneShowsMoreAndWatches() throws Exception {
    Path config = Files.createDirectories(dir.resolve("config"));
    try (Pty pty =
        Pty.of(160, 50)
            .with(Map.of("ACTJS_CONFIG_DIR", Files.createDirectory(config.resolve("wide")) + ""))
            .actctl("shell", "--server", shop.url())) {
      pty.awaitLast(">");
      enter(pty, "[1, 'two', { three: null }]");
      pty.await("[ 1, 'two', { three: null } ]");
      pty.type(".watch Cart w1" + Pty.ENTER);
      pty.await("{\"items\":[],\"owner\":\"\"}");
      assertEquals(0, shop.shell("-e", "Cart('w1').addItem({ sku: 'seen', qty: 1 })").exit());
      pty.await("{\"items\":[{\"sku\":\"seen\",\"qty\":1}],\"owner\":\"\"}");
      pty.type(Pty.CTRL_C);
      pty.awaitLast(">");
      enter(pty, ".tim");
      pty.await("there is no command \".tim\"; did you mean \".time\"?");
      pty.type(Pty.UP + Pty.UP + Pty.UP);
      pty.awaitLast("> [1, 'two', { three: null }]");
      pty.type(Pty.CTRL_C);
      pty.awaitLast(">");
      pty.type(".exit" + Pty.ENTER);
      assertEquals(0, pty.awaitExit());
    }
    // The next session has what this one was told.
    try (Pty pty =
        Pty.of(160, 50)
            .with(Map.of("ACTJS_CONFIG_DIR", config.resolve("wide").toString()))
            .actctl("shell", "--server", shop.url())) {
      pty.awaitLast(">");
      pty.type(Pty.UP + Pty.UP);
      pty.awaitLast("> .tim");
      pty.type(Pty.CTRL_C);
      pty.awaitLast(">");
      pty.type(Pty.CTRL_D);
      assertEquals(0, pty.awaitExit());
    }
  }
}
