package io.actjs.actctl.command.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.Ran;
import io.actjs.actctl.screen.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of what breaks clients, and what version says so. */
class CodegenDiffTest {
  private static final String BASE =
      """
      import { EventSourced, handler } from 'actjs';
      type Entry = { type: 'in'; amount: number };
      export class Books extends EventSourced<{ sum: number }, Entry> {
        initialState() { return { sum: 0 }; }
        reduce(state: { sum: number }, event: Entry) { state.sum += event.amount; }
        @handler('add') add(args: { amount: number }): Entry[] { return []; }
        @handler('sum') sum() { return { events: [], result: this.state.sum }; }
        //
      }
      """;

  @TempDir private static Path dir;

  @BeforeAll
  static void generate() throws IOException {
    Ran ran = Ran.actctl("codegen", folder("old", "1.2.0", BASE).toString(), "--out", dir + "/out");
    assertEquals(0, ran.exit(), ran.err());
  }

  private static Path folder(String name, String version, String source) throws IOException {
    Path folder = dir.resolve(name).resolve("Books");
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(version + ".ts"), source);
    return folder.getParent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "handler    | //                         | @handler('no') no(): Entry[] { return []; } | minor | is new",
        "event      | type: 'in'; amount: number | type: 'in'; amount: number; by?: string | minor | /by",
        "field      | (args: { amount: number }) | (args: { amount: number; at: number }) | major | /at is required now",
        "gone       | @handler('sum') sum        | private sum                   | major | Books.sum is gone",
        "meaning    | result: this.state.sum     | result: 'x'                   | major | Books.sum: the result",
        "renamed    | { sum: number }            | { total: number; sum?: any }  | major | /total",
        "fix        | return [];                 | return [{ type: 'in', amount: 1 }]; | patch | "
      })
  void theTable(String what, String from, String to, String asks, String text) throws IOException {
    String source = BASE.replace(from, to).replace("state.sum += event.amount", "state.sum = 1");
    if (what.equals("renamed")) {
      source = source.replace("{ sum: 0 }", "{ total: 0 }");
    }
    boolean breaks = asks.equals("major");
    Ran small = diff(folder(what + "-small", "1.3.0", source), "--json");
    assertEquals(breaks ? 1 : 0, small.exit(), small.out() + small.err());
    JsonNode books = Json.parse(small.out()).path("classes").path(0);
    assertEquals(asks, books.path("asks").asText(), small.out());
    assertTrue(small.out().contains(text == null ? "" : text), small.out());
    if (breaks) {
      assertTrue(
          small.err().contains("publish it as Books@2.0.0 or higher, not 1.3.0"), small.err());
      assertEquals(0, diff(folder(what + "-large", "2.0.0", source)).exit());
    }
  }

  private static Ran diff(Path now, String... more) {
    String[] args = {"codegen", "diff", dir + "/out/manifest.json", now.toString()};
    String[] all = java.util.Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return Ran.actctl(all);
  }

  @Test
  void aClassThatIsGoneBreaksItsClients() throws IOException {
    Path other = folder("other", "1.2.0", BASE);
    Files.move(other.resolve("Books"), other.resolve("Diary"));
    Ran ran = diff(other);
    assertEquals(1, ran.exit());
    assertEquals(
        """
        Books 1.2.0 -> gone
          major: Books is gone
        Diary new -> 1.2.0
          minor: Diary is new""",
        ran.out());
    assertTrue(ran.err().contains("Books is gone, which breaks clients"), ran.err());
  }

  @Test
  void theSameClassesHaveNoDifferences() {
    Ran ran = Ran.actctl("codegen", "diff", dir + "/old", dir + "/out");
    assertEquals("no differences", ran.out());
    assertEquals(0, ran.exit());
  }

  @Test
  void whatIsNotThereIsSaid() {
    Ran ran = Ran.actctl("codegen", "diff", dir + "/none", dir + "/out");
    assertEquals(1, ran.exit());
    assertEquals("actctl: no such folder: " + dir + "/none", ran.err());
    assertTrue(
        Ran.actctl("codegen", "diff", dir + "/none/manifest.json", dir + "/out")
            .err()
            .contains("no such file: "));
  }
}
