package io.actjs.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.engine.Engine;
import io.actjs.engine.EngineLimits;
import io.actjs.engine.TypeScriptCompiler;
import io.actjs.model.ActjsException;
import io.actjs.model.ClassShape;
import io.actjs.model.ProblemCode;
import io.actjs.storage.memory.MemoryDriver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much a class lets itself be used, as it says itself. */
class ClassLimitsTest {
  private static Engine engine;
  private static TypeScriptCompiler compiler;

  private final MemoryDriver storage = new MemoryDriver();
  private final ClassRegistry registry =
      ClassRegistry.over(
          storage.registry(), compiler, engine, () -> 1_700_000_000_000L, RegistryOptions.DEFAULT);

  @BeforeAll
  static void open() {
    engine = Engine.open(EngineLimits.DEFAULT);
    compiler = TypeScriptCompiler.open();
  }

  @AfterAll
  static void close() {
    engine.close();
    compiler.close();
  }

  private ClassShape.Limits published(String statics) {
    String source =
        "import { Actor } from 'actjs';\nexport class Cart extends Actor {\n" + statics + "\n}";
    return registry
        .publish(PublishRequest.of("Cart", "1.0.0", source).unchecked(), "test")
        .shape()
        .limits();
  }

  @Test
  void aClassSaysNothingUnlessItDoes() {
    assertEquals(ClassShape.Limits.NONE, published(""));
  }

  @Test
  void bothAreReadAtPublishAndStored() {
    ClassShape.Limits limits = published("static rate = '600/m:50'; static maxActive = 20;");
    assertEquals(new ClassShape.Limits("600/m:50", 20), limits);
    assertEquals(limits, storage.registry().classVersions().getFirst().shape().limits());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rate = ''",
        "rate = 100",
        "rate = null",
        "rate = '0/s'",
        "rate = '1/s:0'",
        "rate = '1/d'",
        "rate = '-1/s'",
        "rate = '1.5/s'",
        "rate = '1/s:'",
        "rate = '9999999999/s'",
        "rate = '1/s:9999999999'",
        "rate = { call: '1/s' }",
        "maxActive = 0",
        "maxActive = 1.5",
        "maxActive = '5'",
        "maxActive = 100_000_000"
      })
  void w100AMalformedLimitIsRefusedAtPublish(String wrong) {
    ActjsException e = assertThrows(ActjsException.class, () -> published("static " + wrong + ";"));
    assertEquals(ProblemCode.ClassInvalid, e.code());
    String member = wrong.substring(0, wrong.indexOf(' '));
    assertTrue(e.detail().contains("static " + member + " is"), e::detail);
    assertTrue(registry.names().isEmpty());
  }
}
