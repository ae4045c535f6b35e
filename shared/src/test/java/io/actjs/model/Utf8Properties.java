package io.actjs.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class Utf8Properties {
  /** Characters at the borders of one, two, three and four bytes, and any others. */
  @Provide
  Arbitrary<String> texts() {
    Arbitrary<Integer> borders =
        Arbitraries.of(0, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x10ffff);
    Arbitrary<Integer> others =
        Arbitraries.integers()
            .between(0, Character.MAX_CODE_POINT)
            .filter(it -> it < Character.MIN_SURROGATE || it > Character.MAX_SURROGATE);
    return Arbitraries.oneOf(borders, others)
        .list()
        .ofMaxSize(30)
        .map(
            points -> {
              StringBuilder text = new StringBuilder();
              points.forEach(text::appendCodePoint);
              return text.toString();
            });
  }

  @Property
  void theLengthIsThatOfTheBytes(@ForAll("texts") String text) {
    assertEquals(text.getBytes(UTF_8).length, Utf8.length(text));
  }

  @Example
  void aLoneSurrogateCountsAsThree() {
    assertEquals(3, Utf8.length("\uD83D"));
    assertEquals(3, Utf8.length("\uDE00"));
    assertEquals(6, Utf8.length("\uDE00\uD83D"));
    assertEquals(7, Utf8.length("\uD83D\uDE00\uDE00"));
    assertEquals(7, Utf8.length("\uD83D\uD83D\uDE00"));
  }
}
