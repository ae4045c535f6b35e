package io.actjs.actctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The small texts that commands read and write. */
class TextTest {

  @Test
  void aProblemIsOneLineAndItsDiagnosticsFollow() {
    var problem =
        new ActjsException(
            ProblemCode.TypeInvalid,
            "the source\n  has errors",
            Map.of("diagnostics", "[\"Cart.ts:1:2: no\", \"Cart.ts:3:4: no\"]"),
            null);

    assertEquals(
        List.of(
            "actctl: TypeInvalid: the source has errors", "  Cart.ts:1:2: no", "  Cart.ts:3:4: no"),
        ErrorLines.of(problem));
  }

  @Test
  void textOfOthersCannotCommandTheTerminal() {
    assertEquals("a?[31mb c", ErrorLines.oneLine("a\u001b[31mb\r\n\tc"));
    assertTrue(ErrorLines.oneLine("x".repeat(5000)).length() < 2100);
  }

  @ParameterizedTest
  @CsvSource({"Crat,Cart,1", "cart,cart,0", "Stok,Stock,1", "Room,Ledger,6", "'',abc,3"})
  void distanceCountsEdits(String a, String b, int edits) {
    assertEquals(edits, Suggestion.distance(a, b));
    assertEquals(edits, Suggestion.distance(b, a));
  }

  @Test
  void shellWordsComeBackFromTheirQuotes() {
    assertEquals(
        List.of("call", "a b", "{\"x\": \"it's\"}", ""),
        ShellWords.split("call 'a b'  \"{\\\"x\\\": \\\"it's\\\"}\" ''"));
    String text = "it's {\"a\": \"\\\"}";
    assertEquals(List.of(text), ShellWords.split(ShellWords.quote(text)));
  }

  @Test
  void aCallLineBecomesACurlLine() {
    URI server = URI.create("http://127.0.0.1:3000");

    assertEquals(
        Optional.of(
            "curl -X POST http://127.0.0.1:3000/v1/actors/Cart/a%20b/add"
                + " -H 'content-type: application/json' -d '{\"n\": 1}'"),
        Curl.of(server, "actctl call Cart 'a b' add '{\"n\": 1}'"));
    assertEquals(Optional.empty(), Curl.of(server, "actctl actor watch Cart a"));
  }

  @Test
  void pathsKeepEverySegmentApart() {
    assertEquals("/v1/a%2Fb/%C3%A9%20%3F/%2E%2E", Server.path("v1", "a/b", "é ?", ".."));
  }

  @Test
  void numbersKeepEveryDigit() {
    String text = "{\"a\":12345678901234567890123,\"b\":0.10}";

    assertEquals(text, Json.compact(Json.parse(text)));
  }

  @Test
  void tablesAreAsWideAsTheirCells() {
    Table table = new Table("A", "BBB");
    table.row("long", "x");

    assertEquals(List.of("A     BBB", "long  x"), table.toString().lines().toList());
  }

  @Test
  void theLatestVersionIsARelease() {
    assertTrue(Versions.isNewer("1.10.0", "1.9.0"));
    assertTrue(Versions.isNewer("1.0.0", "2.0.0-rc.1"));
    assertFalse(Versions.isNewer("1.0.0", "1.0.0"));
  }

  @Test
  void waitsGrowButStayBounded() {
    Backoff backoff = new Backoff(new Random(1));
    long longest = 0;
    for (int i = 0; i < 200; i++) {
      long wait = backoff.nextMs();
      assertTrue(wait >= 1 && wait <= 10_000, "waits " + wait);
      longest = Math.max(longest, wait);
    }
    assertTrue(longest > 5_000, "longest is " + longest);
    backoff.reset();
    assertTrue(backoff.nextMs() <= 250);
  }
}
