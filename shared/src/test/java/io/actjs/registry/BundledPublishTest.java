package io.actjs.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.engine.source.BundledSource;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ProblemCode;
import io.actjs.runtime.ActorRuntime;
import io.actjs.runtime.CallOptions;
import io.actjs.storage.memory.MemoryDriver;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bundles as whoever sends them: what they hold is not trusted. */
class BundledPublishTest {
  private static final String CODE =
      """
      "use strict"; const module = { exports: {} };
      const kit = require('actjs');
      class Counter extends kit.Actor { state = { n: 0 }; static _handlers = { add: self => 1 }; }
      module.exports = { Counter };
      return module.exports;""";

  private static ActorRuntime runtime;

  @BeforeAll
  static void start() {
    runtime = ActorRuntime.builder(new MemoryDriver()).workers(1).start();
  }

  @AfterAll
  static void stop() {
    runtime.close();
  }

  private static BundledSource bundle(String code) {
    return new BundledSource(
        code,
        "Counter.ts",
        "hand",
        List.of(new BundledSource.Input("Counter.ts", 1, 3, "ab")),
        Map.of("Counter.ts", "/* a */ text that ends */ comments\n"),
        "",
        "{\"version\":3,\"sources\":[],\"names\":[],\"mappings\":\"\"}");
  }

  private static void publish(String name, String source) {
    runtime.registry().publish(PublishRequest.of(name, "1.0.0", source), "test");
  }

  @Test
  void theTextOfABundleIsReadBack() {
    BundledSource bundle = bundle(CODE);
    assertEquals(bundle, BundledSource.of(bundle.text()));
    assertEquals(bundle.text(), BundledSource.of(bundle.text()).text());
    assertNull(BundledSource.of("export const n = 1;"));
    assertEquals("/* a */ text that ends */ comments\n", BundledSource.authorsText(bundle.text()));
  }

  @Test
  void aBundleRuns() {
    publish("Runs", bundle(CODE).text());
    assertEquals(
        "1", runtime.call(new ActorRef("Runs", "a"), "add", "{}", CallOptions.DEFAULT).join());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "})()); globalThis.leak = 1; (() => (() => { | SyntaxInvalid",
        "}; { | SyntaxInvalid",
        "return import('node:fs'); | ForbiddenImport",
        "import fs from 'fs'; return {}; | ForbiddenImport",
        "return { Counter: require('fs') }; | ClassInvalid",
        "return 1; | ClassInvalid",
        "return { A: class extends actjs.Actor {}, B: class extends actjs.Actor {} }; | ClassInvalid",
        "for (;;); | HandlerTimeout"
      })
  void codeThatIsNotTheBodyOfAFunctionIsRefused(String code, ProblemCode expected) {
    ActjsException refused =
        assertThrows(ActjsException.class, () -> publish("Refused", bundle(code).text()));
    assertEquals(expected, refused.code(), refused.detail());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"entry\":\"A.ts\"",
        "{\"entry\":\"A.ts\",\"schemas\":[],\"map\":{\"version\":3,\"mappings\":\"\"}}",
        "{\"entry\":\"A.ts\",\"schemas\":{\"handlers\":{\"add\":1}},\"map\":{\"version\":3,\"mappings\":\"\"}}",
        "{\"entry\":\"A.ts\",\"map\":{\"version\":3,\"sources\":[],\"mappings\":\"AAAA\"}}",
        "{\"entry\":\"A.ts\"}"
      })
  void whatIsBehindTheCodeIsChecked(String json) {
    String source = CODE + "\n/* actjs-bundle\n" + json + "\n*/\n";
    ActjsException refused = assertThrows(ActjsException.class, () -> publish("Damaged", source));
    assertEquals(ProblemCode.ClassInvalid, refused.code());
    assertTrue(refused.detail().contains("actjs-bundle"), refused.detail());
  }
}
