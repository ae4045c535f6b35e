package io.actjs.actctl.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {

  @ParameterizedTest
  @CsvSource({"Crat,Cart,1", "cart,cart,0", "Stok,Stock,1", "Room,Ledger,6", "'',abc,3"})
  void distanceCountsEdits(String a, String b, int edits) {
    assertEquals(edits, Nearest.distance(a, b));
    assertEquals(edits, Nearest.distance(b, a));
  }

  @ParameterizedTest
  @CsvSource({
    "insepct,inspect",
    "CALL,call",
    "comp,compact",
    "x,none",
    "lsit,list",
    "tel,tell",
    "cal,call"
  })
  void theNearestIsAFewEditsAwayOrBeginsWithTheWord(String word, String nearest) {
    Stream<String> names =
        Stream.of("inspect", "cap", "call", "tell", "list", "compact", "completion");

    assertEquals(nearest, Nearest.to(word, names).orElse("none"));
  }
}
