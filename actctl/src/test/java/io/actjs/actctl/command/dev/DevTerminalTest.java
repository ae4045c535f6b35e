package io.actjs.actctl.command.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actctl.terminal.Pty;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code actctl dev} at a terminal: what its screen shows, and what its keys do. */
class DevTerminalTest {
  private static final String COUNTER =
      """
      import { Actor, handler } from 'actjs';
      export class Counter extends Actor<{ count: number }> {
        state = { count: 0 };
        @handler('add') add() { return (this.state.count += 1); }
      }
      """;

  private static final String WRONG = COUNTER.replace("+= 1", "+= null");

  private static final String TEST =
      """
      import { test, expect } from 'actjs/test';
      test('adds', () => expect(1 + 1).toBe(2));
      """;

  @TempDir private Path dir;
  private Path file;

  private void folder() throws IOException {
    Path carts = Files.createDirectory(dir.resolve("carts"));
    file = Files.writeString(carts.resolve("Counter.ts"), COUNTER);
    Files.writeString(carts.resolve("Counter.test.ts"), TEST);
  }

  private Pty dev(int columns, int rows, String... more) throws IOException {
    Map<String, String> environment = Map.of("ACTJS_CONFIG_DIR", dir.resolve("config").toString());
    Pty.Setup terminal = Pty.of(columns, rows).in(dir).with(environment);
    return more.length == 0
        ? terminal.actctl("dev", "carts", "--port", "0")
        : terminal.actctl(more);
  }

  /** Without what differs from run to run. */
  private String screen(Pty pty) {
    return pty.screen()
        .replace(dir.toString(), "DIR")
        .replaceAll("127\\.0\\.0\\.1:\\d+", "HOST")
        .replaceAll("in \\d+ ms", "in N ms")
        .replaceAll("\\d+ ms$", "N ms")
        // How much of it fits depends on the digits of its time.
        .replaceAll("(?: in N ms,)? (?:just now|\\d+ (?:s|min) ago)", " AGE");
  }

  private void shows(Pty pty, String expected) throws InterruptedException {
    pty.await("this:\n" + expected + "\nbut", it -> screen(pty).equals(expected));
  }

  private static String status(int columns, String version, int typeErrors) {
    return " 1 class · 0 actors · 0 calls/s · Counter@%s AGE · %d type error%s%s"
        .formatted(
            version, typeErrors, typeErrors == 1 ? "" : "s", columns < 100 ? "" : " · h for keys");
  }

  @ParameterizedTest
  @CsvSource({"80,24", "160,50"})
  void aSessionFromItsStartToItsEnd(int columns, int rows) throws Exception {
    folder();
    try (Pty pty = dev(columns, rows)) {
      pty.await("Press h for the keys");
      pty.type("c");
      pty.await("only the status", it -> it.startsWith(" 1 class") && !it.contains("\n"));
      Files.writeString(file, COUNTER + "// again\n");
      shows(
          pty,
          """
            published  Counter@1.0.1 in N ms: add
          """
              + status(columns, "1.0.1", 0));

      Files.writeString(file, WRONG);
      pty.await("the error", it -> it.contains("5 | }") && it.contains("1 type error"));
      pty.type("c");
      pty.await("only the status", it -> it.startsWith(" 1 class") && !it.contains("\n"));
      // The same error, one line further down, is not shown again.
      Files.writeString(file, "// a line\n" + WRONG);
      pty.await("the status", it -> screen(pty).endsWith(status(columns, "1.0.3", 1)));
      Files.writeString(file, COUNTER);
      shows(
          pty,
          """
            published  Counter@1.0.3 in N ms: add
            published  Counter@1.0.4 in N ms: add
            types fit  Counter.ts: Counter@1.0.4 has no type errors
          """
              + status(columns, "1.0.4", 0));

      pty.type("ct");
      pty.await("passed in");
      pty.await("the status", it -> screen(pty).endsWith("ms\n" + status(columns, "1.0.4", 0)));
      String tests = screen(pty);
      assertTrue(
          tests.startsWith("  tests      running 1 file\n✓ carts/Counter.test.ts  1 test,"), tests);

      pty.type("cr");
      pty.await("unchanged");
      shows(
          pty,
          """
            restarting what is stored stays
            restarted  in N ms
            unchanged  Counter@1.0.4: add
          """
              + status(columns, "1.0.4", 0));

      pty.type("cd");
      pty.await("actctl dev --inspect");
      pty.type("q");
      assertEquals(0, pty.awaitExit());
      assertEquals(
          "  debugger   it is off: stop, and start with \"actctl dev --inspect\"", screen(pty));
    }
  }

  @Test
  void aTypeErrorIsShownWithItsLine() throws Exception {
    folder();
    Files.writeString(file, WRONG);
    Path rooms = Files.createDirectory(dir.resolve("rooms"));
    Files.writeString(rooms.resolve("Counter.ts"), COUNTER);
    Files.writeString(rooms.resolve("Room.ts"), COUNTER.replace("Counter", "Room"));
    try (Pty pty = dev(160, 50, "dev", "carts", "rooms", "--port", "0", "--ephemeral")) {
      pty.await("the errors", it -> it.contains("5 | }") && it.contains("1 type error"));
      String shown = screen(pty);
      assertTrue(
          shown.contains(
              """
                rejected   rooms/Counter.ts: ClassInvalid: class Counter is in carts/Counter.ts and in rooms/Counter.ts: rename or remove one of them
                published  Room@1.0.0 in N ms: add
              """),
          shown);
      assertTrue(
          shown.contains(
              """
                type error carts/Counter.ts: running Counter@1.0.0 anyway
                           carts/Counter.ts:4:55: The value 'null' cannot be used here. (TS18050)
                    2 | export class Counter extends Actor<{ count: number }> {
                    3 |   state = { count: 0 };
                  > 4 |   @handler('add') add() { return (this.state.count += null); }
                      |                                                       ^
                    5 | }
              """),
          shown);
      assertEquals(0x800, pty.colourOf("^"), "the caret is red");
      pty.type(Pty.CTRL_C);
      assertEquals(130, pty.awaitExit());
      assertTrue(!pty.screen().contains("calls/s"), pty.screen());
    }
  }

  @Test
  void whatAHandlerRemembersOutsideItsStateIsShown() throws Exception {
    folder();
    Files.writeString(
        file,
        "let seen = 0;\n"
            + COUNTER.replace("return (", "this.actjs.log.warn('seen'); return seen++ && ("));
    try (Pty pty = dev(160, 50, "dev", "carts", "--port", "0", "--ephemeral")) {
      pty.await("Press h for the keys");
      Matcher server = Pattern.compile("http://127\\.0\\.0\\.1:\\d+").matcher(pty.screen());
      assertTrue(server.find(), pty.screen());
      URI uri = URI.create(server.group() + "/v1/actors/Counter/one/add");
      HttpRequest call = HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString("{}")).build();
      try (HttpClient http = HttpClient.newHttpClient()) {
        assertEquals(200, http.send(call, BodyHandlers.ofString()).statusCode());
      }
      pty.await("twice");
      assertTrue(
          screen(pty)
              .contains(
                  "  twice      Counter@1.0.0: add depends on what is not in this.state: result 1,"
                      + " or 0 after a restart"),
          screen(pty));
      // The log does not write over the status, which stays below it.
      pty.await("the log", it -> it.contains("WARN") && it.contains("seen"));
      pty.await("the status", it -> it.endsWith("h for keys"));
      assertEquals(1, pty.lines().stream().filter(it -> it.contains("1 class · ")).count());
      pty.type("q");
      assertEquals(0, pty.awaitExit());
    }
  }

  @Test
  void sigtermLeavesTheTerminalAsItWas() throws Exception {
    folder();
    Path pid = dir.resolve("pid");
    String line =
        "stty -a | sed 's/^/before /'; (sh -c 'echo $$ >pid; exec \"$@\"' sh \"$@\");"
            + " echo \"ended $?\"; stty -a | sed 's/^/after /'";
    List<String> command = new ArrayList<>(List.of("sh", "-c", line, "sh"));
    command.addAll(Pty.command(160, "dev", "carts", "--port", "0", "--ephemeral"));
    Map<String, String> environment = Map.of("ACTJS_CONFIG_DIR", dir.resolve("config").toString());
    try (Pty pty = Pty.of(160, 50).in(dir).with(environment).run(command)) {
      pty.await("Press h for the keys");
      ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow().destroy();
      pty.awaitExit();
      String screen = pty.screen();
      assertTrue(screen.contains("ended 143"), screen);
      assertEquals(settings(screen, "before "), settings(screen, "after "));
      assertTrue(settings(screen, "after ").contains(" icanon "), screen);
      assertTrue(!screen.contains("calls/s"), screen);
    }
  }

  private static String settings(String screen, String prefix) {
    return String.join(
        "\n",
        screen
            .lines()
            .filter(it -> it.startsWith(prefix))
            .map(it -> it.substring(prefix.length()))
            .toList());
  }
}
