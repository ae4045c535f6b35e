package io.actjs.engine.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SnippetCompilerTest {
  private static final SnippetCompiler COMPILER = SnippetCompiler.open();

  @AfterAll
  static void close() {
    COMPILER.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "foo(",
        "const x = ",
        "`abc",
        "/* abc",
        "if (x) {",
        "a +",
        "x.",
        "[1,",
        "class A {"
      })
  void moreTextCuresTheseInputs(String text) {
    assertInstanceOf(Snippet.Incomplete.class, COMPILER.compile(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "const a = {b: [1,2}|1|19",
        "foo(1))|1|7",
        "const a = 'abc|1|15",
        "let x = 1;\\nx x|2|1"
      })
  void nothingCuresThose(String text, int line, int column) {
    Snippet snippet = COMPILER.compile(text.replace("\\n", "\n"));
    var wrong = assertInstanceOf(Snippet.Wrong.class, snippet);
    assertEquals(List.of(line, column), List.of(wrong.line(), wrong.column()), wrong.message());
  }

  @Test
  void declarationsBecomeGlobals() {
    var code =
        assertInstanceOf(
            Snippet.Code.class,
            COMPILER.compile(
                "const { a, b: [c = 1, ...d] } = await f(); function g(): void {} class H<T> {}"
                    + " enum E { X } type T = string; let i"));
    assertEquals(List.of("a", "c", "d", "g", "H", "E", "i"), sortedAs(code.names()));
    assertTrue(code.uses().contains("f"), code.uses() + "");
  }

  private static List<String> sortedAs(List<String> names) {
    return List.of("a", "c", "d", "g", "H", "E", "i").stream().filter(names::contains).toList();
  }

  @Test
  void textsThatNestTooDeeplyAreRefused() {
    assertInstanceOf(
        Snippet.Wrong.class, COMPILER.compile("(".repeat(100_000) + ")".repeat(100_000)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Ca                              | name",
        "await Cart('                    | id",
        "Cart('c1').ad                   | method",
        "Cart('c1').tell('               | handler",
        "Cart('c1').add(                 | argument",
        "Cart('c1').add({ sku: 'x', q    | member",
        "Cart('c1').add({ lines: [{ s    | member",
        "Cart('c1').add({ sku: '         | value",
        "cart.add.tell({                 | member",
        "Cart('c1') + 1                  | nothing"
      })
  void whatCanStandAtTheEndIsKnown(String text, String kind) {
    assertEquals(kind, COMPILER.place(text).path("kind").asText(), COMPILER.place(text) + "");
  }
}
