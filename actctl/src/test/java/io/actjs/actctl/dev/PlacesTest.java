package io.actjs.actctl.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacesTest {
  private static final Path SHOP = Path.of("examples/shop");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "at Cart.add (Cart@1.0.0.ts:3:5) | at Cart.add (examples/shop/Cart.ts:3:5)",
        "at priced (Cart@1.2.3-rc.1/lib/money.ts:3:5) | at priced (examples/shop/lib/money.ts:3:5)",
        "at x (Cart@1.0.0/../common/a.ts:3:5) | at x (examples/common/a.ts:3:5)",
        "at zod (Cart@1.0.0.js:2:900) | at zod (Cart@1.0.0.js:2:900)",
        "mail me@1.0.0 at once | mail me@1.0.0 at once"
      })
  void aStackTraceLeadsToFiles(String line, String shown) {
    assertEquals(shown, new Places(List.of(SHOP)).inStack(line));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Cart.ts:3:5: Type 'a' (TS1); lib/m.ts:1:2: no | examples/shop/Cart.ts:3:5: Type 'a' (TS1); examples/shop/lib/m.ts:1:2: no",
        "Cart.ts exports nothing | Cart.ts exports nothing",
        "the file Cart.ts:3:5: is not there | the file Cart.ts:3:5: is not there"
      })
  void aDiagnosticLeadsToAFile(String text, String shown) {
    assertEquals(shown, Places.inDiagnostics(SHOP, text));
  }
}
