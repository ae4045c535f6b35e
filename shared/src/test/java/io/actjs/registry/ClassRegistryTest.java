package io.actjs.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.engine.Engine;
import io.actjs.engine.EngineLimits;
import io.actjs.engine.TypeScriptCompiler;
import io.actjs.model.ActjsException;
import io.actjs.model.ClassKind;
import io.actjs.model.ClassRef;
import io.actjs.model.ClassShape;
import io.actjs.model.ClassVersion;
import io.actjs.model.ProblemCode;
import io.actjs.model.Version;
import io.actjs.storage.memory.MemoryDriver;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassRegistryTest {
  private static final String TINY = "return class Tiny extends actjs.Actor {};\n";
  private static final String TINY_SHA =
      "d6b51a9af7cc577fa0fdded0b9361276e36a82b8b5b70484935d9e4f5665d632";

  private static TypeScriptCompiler compiler;
  private static Engine engine;

  private final MemoryDriver storage = new MemoryDriver();
  private final ClassRegistry registry = registry();

  @BeforeAll
  static void open() {
    compiler = TypeScriptCompiler.open();
    engine = Engine.open(EngineLimits.DEFAULT.withHandlerCpuMs(2_000).withHeapBytes(64 << 20));
  }

  @AfterAll
  static void close() {
    engine.close();
    compiler.close();
  }

  private ClassRegistry registry() {
    return ClassRegistry.over(
        storage.registry(), compiler, engine, () -> 1_700_000_000_000L, RegistryOptions.DEFAULT);
  }

  private ProblemCode refused(String name, String version, String source) {
    return assertThrows(
            ActjsException.class,
            () -> registry.publish(PublishRequest.of(name, version, source), "test"))
        .code();
  }

  @Test
  void scenario6PublishAnswersTheShaOfTheSourceBytes() {
    List<ClassRef> heard = new ArrayList<>();
    registry.onPublished(heard::add);

    ClassVersion tiny = registry.publish(PublishRequest.of("Tiny", "1.0.0", TINY), "test");

    assertEquals(TINY_SHA, tiny.sha256());
    assertEquals(
        new ClassShape(ClassKind.STATE, ClassShape.Durability.STRICT, List.of()), tiny.shape());
    assertEquals(1_700_000_000_000L, tiny.publishedAt());
    assertEquals(List.of(tiny.ref()), heard);
    assertEquals(tiny, registry.get(tiny.ref()).version());
    assertEquals(registry.get(tiny.ref()), storage.registry().loadClass(tiny.ref()));
  }

  @Test
  void scenario8TheFirstSourceOfAVersionStays() {
    ClassVersion first = registry.publish(PublishRequest.of("Tiny", "1.0.0", TINY), "test");

    assertEquals(ProblemCode.VersionAlreadyPublished, refused("Tiny", "1.0.0", TINY));
    assertEquals(ProblemCode.VersionAlreadyPublished, refused("Tiny", "v1.0.0", "// b\n" + TINY));
    assertEquals(List.of(first), registry.versions("Tiny"));
  }

  @Test
  void scenario9BrokenTypeScriptIsRefusedWithDiagnostics() {
    ActjsException e =
        assertThrows(
            ActjsException.class,
            () -> registry.publish(PublishRequest.of("Bad", "1.0.0", "\n  class {"), "test"));

    assertEquals(ProblemCode.SyntaxInvalid, e.code());
    assertTrue(e.members().get("diagnostics").startsWith("[\"Bad.ts:2:"), e.members()::toString);
    assertEquals(List.of(), registry.names());
  }

  @ParameterizedTest
  @ValueSource(strings = {"not-a-version", "", "1", "1.2", "1.2.3+build", "^1.0.0"})
  void scenario10OnlySemanticVersions(String version) {
    assertEquals(ProblemCode.InvalidVersion, refused("Tiny", version, TINY));
  }

  @Test
  void scenario11ForbiddenImports() {
    assertEquals(
        ProblemCode.ForbiddenImport, refused("Tiny", "1.0.0", "import x from 'fs';\n" + TINY));
  }

  @Test
  void scenario14TheSourceComesBackByteForByte() {
    String source = "// é \uD83D\uDE00\r\n" + TINY + "\r\n\t ";
    ClassRef ref = registry.publish(PublishRequest.of("Tiny", "1.0.0", source), "test").ref();

    assertEquals(source, registry().get(ref).source());
    assertNotEquals(TINY_SHA, registry.version(ref).sha256());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "return class Plain {};",
        "export class A {}",
        "import { Actor } from 'actjs';\nexport class A extends Actor {}\nexport class B extends Actor {}",
        "return 42;",
        "const x = 1;",
        "throw new Error('no');",
        "let f: any; f();",
      })
  void aSourceMustDefineOneActorClass(String source) {
    assertEquals(ProblemCode.ClassInvalid, refused("A", "1.0.0", source));
    assertEquals(List.of(), registry.names());
  }

  @Test
  void aSourceThatRunsForEverIsRefused() {
    assertEquals(ProblemCode.HandlerTimeout, refused("A", "1.0.0", "for (;;) {}\n" + TINY));
    assertEquals(
        ProblemCode.HeapExhausted,
        refused(
            "A",
            "1.0.0",
            "const a: any[] = [];\nfor (;;) a.push(new Array(100_000).fill(0));\n" + TINY));
  }

  @Test
  void latestIsTheHighestRelease() {
    assertNull(registry.latest("Tiny"));
    for (String version : List.of("1.0.0-rc.1", "1.2.0", "1.10.0", "2.0.0-rc.1", "1.9.0")) {
      registry.publish(PublishRequest.of("Tiny", version, TINY).unchecked(), "test");
    }

    assertEquals(
        new ClassRef("Tiny", Version.parse("1.10.0")),
        Objects.requireNonNull(registry.latest("Tiny")).ref());
    assertEquals(registry.latest("Tiny"), registry().latest("Tiny"));
    assertEquals(
        List.of("1.0.0-rc.1", "1.2.0", "1.10.0", "2.0.0-rc.1", "1.9.0"),
        registry().versions("Tiny").stream().map(c -> c.ref().version().toString()).toList());
  }

  @Test
  void anUnknownVersionIsNamed() {
    registry.publish(PublishRequest.of("Tiny", "1.0.0", TINY).unchecked(), "test");
    ActjsException e =
        assertThrows(
            ActjsException.class, () -> registry.get(new ClassRef("Tiny", Version.parse("2.0.0"))));

    assertEquals(ProblemCode.UnknownVersion, e.code());
    assertTrue(e.detail().contains("Tiny@1.0.0"), e.detail());
    assertEquals(List.of(), registry.versions("Nobody"));
  }

  @Test
  void aVersionThatAnotherPublisherStoredIsFound() {
    ClassRegistry other = registry();
    ClassVersion tiny = other.publish(PublishRequest.of("Tiny", "1.0.0", TINY).unchecked(), "test");

    assertEquals(tiny, registry.version(tiny.ref()));
    assertEquals(tiny, registry.latest("Tiny"));
  }

  @Test
  void onlyOneOfManyPublishersOfAVersionWins() throws Exception {
    List<Future<Boolean>> wins = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 8; i++) {
        String source = TINY + "// " + i;
        wins.add(threads.submit(() -> tryPublish(source)));
      }
    }
    int won = 0;
    for (Future<Boolean> win : wins) {
      won += win.get() ? 1 : 0;
    }
    assertEquals(1, won);
    assertEquals(1, registry.versions("Tiny").size());
  }

  private boolean tryPublish(String source) {
    try {
      registry.publish(PublishRequest.of("Tiny", "1.0.0", source), "test");
      return true;
    } catch (ActjsException e) {
      assertEquals(ProblemCode.VersionAlreadyPublished, e.code());
      return false;
    }
  }
}
