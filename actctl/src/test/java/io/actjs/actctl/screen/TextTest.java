package io.actjs.actctl.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The small texts that commands print. */
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
}
