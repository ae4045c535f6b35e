package io.actjs.actjsd.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestNameTest {
  private static final String MADE_UP = "[0-9a-z]{4}-[0-9a-z]+";

  @Test
  void fault30_aRequestOfAConnectionIsNamedByBoth() {
    assertEquals("k7x2-9:17", RequestName.of("k7x2-9", "17"));
    assertEquals("k7x2-9:add-1", RequestName.of("k7x2-9", "\"add-1\""));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"\"\"", "\"two words\"", "\"\\n\"", "\"größe\"", "1e+7"})
  void fault30_anIdThatCannotBeToldIsReplaced(String id) {
    assertTrue(RequestName.of("k7x2-9", id).matches(MADE_UP), () -> RequestName.of("k7x2-9", id));
  }

  @Test
  void fault30_madeUpNamesDiffer() {
    String first = RequestName.next();
    String second = RequestName.next();
    assertTrue(first.matches(MADE_UP), first);
    assertNotEquals(first, second);
  }
}
