package io.actjs.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {

  @Test
  void itsTextNamesIt() {
    Position position = Position.of(42, 7, 1_764_000_000_123L);
    assertTrue(position.isMarked());
    assertEquals(position, Position.parse(position.toString()));
    assertEquals(new Position(5, Position.UNMARKED), Position.parse("5"));
    assertEquals("5", new Position(5, Position.UNMARKED).toString());
    Position largest = new Position(Long.MAX_VALUE, -1);
    assertEquals(largest, Position.parse(largest.toString()));
  }

  @Test
  void theMarkNeverChangesItsMeaning() {
    // Clients hold positions that other versions of the server told them.
    assertEquals("42.nm75upnidq1h", Position.of(42, 7, 1_764_000_000_123L).toString());
    assertEquals("1.1", Position.of(1, 0, 0).toString());
  }

  @Test
  void anotherOwnerOrTimeIsAnotherPast() {
    Position position = Position.of(3, 7, 1_000);
    assertNotEquals(position, Position.of(3, 8, 1_000));
    assertNotEquals(position, Position.of(3, 7, 1_001));
    assertNotEquals(Position.of(3, 1, 0), Position.of(3, 0, 1));
    assertFalse(new Position(3, Position.UNMARKED).isMarked());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "-1",
        "+1",
        "1.",
        ".",
        ".a",
        "1.0",
        "a",
        "c7",
        "1.A",
        "1.a.b",
        "1 ",
        "0x1",
        "1e3",
        "9223372036854775808",
        "1.zzzzzzzzzzzzz",
        "1.aaaaaaaaaaaaaa",
        "١",
        "1.é",
        "12345678901234567890"
      })
  void whatIsNoPositionIsNone(String text) {
    assertNull(Position.parse(text));
  }
}
