package io.actjs.registry.migration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MethodTextTest {
  private static void same(String one, String other) {
    assertEquals(MethodText.of(one), MethodText.of(other));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          migrate(s) { return {a: 1, b: s.x}; } | migrate( s ){return{ a:1,b : s.x, }}
          m(s) { return s; }                    | m(s) { /* all of it */ return s // as it is
          m(s) { return 'it'; }                 | m(s) { return "it"; }
          m(s) { return `a ${s.b} // c`; }      | m(s) {return `a ${s.b} // c`}
          m(s) { return /[/"]/.test(s); }       | m(s){ return /[/"]/ .test(s) }
          m(s) { return s.a / 2; // "half"      | m(s) { return s.a/2;
          """)
  void whatDoesNotMatterIsNotCompared(String one, String other) {
    if (other.endsWith("// as it is")) {
      same(one, other + "\n }");
    } else {
      same(one, other);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          m(s) { return s * 100; }    | m(s) { return s * 10; }
          m(s) { return 'a  b'; }     | m(s) { return 'a b'; }
          m(s) { return `a // b`; }   | m(s) { return `a `; }
          m(s) { return "a /* b */"; }| m(s) { return "a "; }
          m(s) { return "it's"; }     | m(s) { return 'it"s'; }
          m(s) { return /a b/; }      | m(s) { return /ab/; }
          m(s) { return ab; }         | m(s) { return a.b; }
          m(s) { return `${`}`} x`; } | m(s) { return `${`}`} y`; }
          """)
  void whatMattersIs(String one, String other) {
    assertNotEquals(MethodText.of(one), MethodText.of(other));
  }

  @Test
  void unfinishedTextsEnd() {
    for (String text : new String[] {"'a", "`a${", "/a", "/* a", "// a", "'\\", "`\\", "/\\"}) {
      assertFalse(MethodText.of(text).contains("\n"));
    }
  }

  @Test
  void aBoundFunctionTellsNothing() {
    assertFalse(MethodText.tells("function () { [native code] }"));
    assertTrue(MethodText.tells("migrate(s) { return s; }"));
  }
}
