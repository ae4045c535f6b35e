package io.actjs.actctl.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {

  @ParameterizedTest
  @CsvSource({"Crat,Cart,1", "cart,cart,0", "Stok,Stock,1", "Room,Ledger,6", "'',abc,3"})
  void distanceCountsEdits(String a, String b, int edits) {
    assertEquals(edits, Suggestion.distance(a, b));
    assertEquals(edits, Suggestion.distance(b, a));
  }
}
