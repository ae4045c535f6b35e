package io.actjs.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.engine.source.SourceMap;
import io.actjs.model.ActjsException;
import io.actjs.model.ClassRef;
import io.actjs.model.Version;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceMapTest {
  private static final ClassRef REF = new ClassRef("Shop", Version.parse("1.0.0"));

  private static TypeScriptCompiler compiler;
  private static Engine engine;

  @BeforeAll
  static void open() {
    compiler = TypeScriptCompiler.open();
    engine = Engine.open(EngineLimits.DEFAULT);
  }

  @AfterAll
  static void close() {
    engine.close();
    compiler.close();
  }

  /** The stack of what the source throws while it is defined, as its author should read it. */
  private static String stack(String source) {
    CompiledClass compiled = compiler.compile(REF, source, false);
    try (Isolate isolate = engine.newIsolate()) {
      ActjsException e = assertThrows(ActjsException.class, () -> isolate.load(1, compiled));
      assertTrue(e.detail().contains("Shop@1.0.0.ts:"), e::detail);
      return SourceMap.of(REF, compiled.sourceMap()).remap(e.detail());
    }
  }

  @Test
  void aModuleIsMappedToItsLines() {
    String stack =
        stack(
            """
            import { Actor, handler } from 'actjs';

            interface Line {
              price: number;
            }

            function total(lines: Line[]): number {
              throw new Error(String((new Error('at').stack)));
            }

            export class Shop extends Actor<{ lines: Line[] }> {
              @handler('sum') sum(): number { return total(this.state.lines); }
              static first: number = total([]);
            }
            """);

    assertTrue(stack.contains("at total (Shop@1.0.0.ts:8:27)"), stack);
    assertTrue(stack.contains("(Shop@1.0.0.ts:13:26)"), stack);
  }

  @Test
  void aFunctionBodyIsMappedFromItsFirstColumn() {
    assertTrue(
        stack("type A = 1; throw new Error(String(new Error('at').stack));\n")
            .contains("Shop@1.0.0.ts:1:36"));
    assertTrue(
        stack("throw new Error(String(new Error('at').stack));\n").contains("Shop@1.0.0.ts:1:24"));
    assertTrue(
        stack("type A = {\n a: 1 };\n\nthrow new Error(String(new Error('at').stack));\n")
            .contains("Shop@1.0.0.ts:4:24"));
  }

  @Test
  void onlyPositionsOfTheClassAreRewritten() {
    CompiledClass compiled = compiler.compile(REF, "type A = 1;\nreturn 42 + 1;", false);
    SourceMap map = SourceMap.of(REF, compiled.sourceMap());
    String others =
        "Error: x\n at Shop@1.0.0.ts\n at MyShop@1.0.0.ts:1:90\n at Shop@1.0.01.ts:1:90"
            + "\n at Shop@2.0.0.ts:1:90 kernel.js:1:90";

    assertEquals(others, map.remap(others));
    assertEquals("at Shop@1.0.0.js:999:1", map.remap("at Shop@1.0.0.ts:999:1"));
    assertEquals("at Shop@1.0.0.js:1:3", map.remap("at Shop@1.0.0.ts:1:3"));
    assertEquals("Shop@1.0.0.ts:1:3", SourceMap.of(REF, "").remap("Shop@1.0.0.ts:1:3"));
  }

  @Test
  void decodesDifferencesOfBothSigns() {
    SourceMap map =
        SourceMap.of(
            REF, "{\"version\":3,\"sources\":[\"Shop.ts\"],\"mappings\":\"AAgCA,IAFA;;gBADC,C\"}");

    assertEquals("Shop@1.0.0.ts:33:1", map.remap("Shop@1.0.0.ts:1:4"));
    assertEquals("Shop@1.0.0.ts:31:1", map.remap("Shop@1.0.0.ts:1:5"));
    assertEquals("Shop@1.0.0.js:2:1", map.remap("Shop@1.0.0.ts:2:1"));
    assertEquals("Shop@1.0.0.js:3:16", map.remap("Shop@1.0.0.ts:3:16"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{}",
        "{\"version\":2,\"mappings\":\"\"}",
        "{\"version\":3,\"mappings\":\"A!\"}",
        "{\"version\":3,\"mappings\":\"g\"}",
        "{\"version\":3,\"mappings\":\"gggggggggA\"}",
        "{\"version\":3,\"mappings\":\"A,,A\"}"
      })
  void refusesWhatIsNoSourceMap(String json) {
    assertThrows(IllegalArgumentException.class, () -> SourceMap.of(REF, json));
  }

  @Test
  void aCompiledClassDoesNotNameItsMap() {
    CompiledClass compiled = compiler.compile(REF, "return class {};", false);

    assertTrue(!compiled.javaScript().contains("sourceMappingURL"), compiled::javaScript);
    assertTrue(compiled.sourceMap().contains("\"sources\":[\"Shop.ts\"]"), compiled::sourceMap);
  }

  @Test
  void aLineOfTheAuthorThatLooksLikeTheNameOfAMapStays() {
    String text = "`\n//# sourceMappingURL=mine\n`";
    CompiledClass compiled = compiler.compile(REF, "return class { a = " + text + " };", false);

    assertTrue(compiled.javaScript().contains(text), compiled::javaScript);
    assertTrue(!compiled.javaScript().contains("Shop.js.map"), compiled::javaScript);
  }
}
