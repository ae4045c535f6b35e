package io.actjs.registry;

import static io.actjs.registry.Fixture.TINY;
import static io.actjs.registry.Fixture.ref;
import static io.actjs.registry.Fixture.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.actjs.model.ActjsException;
import io.actjs.model.AuditEntry;
import io.actjs.model.ClassKind;
import io.actjs.model.ClassShape.Durability;
import io.actjs.model.ClassVersion;
import io.actjs.model.ProblemCode;
import io.actjs.model.PublishedClass;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublishTest {
  private static final String EVENTS =
      """
      import { EventSourced, handler } from 'actjs';
      type Added = { type: 'added' };
      export class Ledger extends EventSourced<number, Added> {
        initialState(): number { return 0; }
        reduce(state: number, event: Added): number { return state + 1; }
        @handler('add') add(): Added[] { return [{ type: 'added' }]; }
      }
      """;

  private final Fixture fixture = new Fixture();
  private final ClassRegistry registry = fixture.registry;

  @Test
  void fault11_aSourceIsWellFormed() {
    String source = TINY + "\n// \ud800";
    PublishRequest request = PublishRequest.of("Tiny", "1.0.0", source);
    ActjsException refused =
        assertThrows(ActjsException.class, () -> registry.publish(request, "test"));
    assertEquals(ProblemCode.ClassInvalid, refused.code());
    long line = 1 + source.chars().filter(c -> c == '\n').count();
    assertTrue(refused.detail().startsWith("Tiny.ts:" + line + ":4: "), refused.detail());
    assertTrue(refused.detail().endsWith("write it as \\ud800"), refused.detail());
    registry.publish(
        PublishRequest.of("Tiny", "1.0.0", TINY + "\n// \\ud800 \ud83d\ude00"), "test");
  }

  private static PublishRequest with(Map<String, String> deps, Map<String, String> engines) {
    return Fixture.request("Tiny", "1.0.0", deps, engines, false, null);
  }

  private ProblemCode refusedDep(String name, String range) {
    return refused(() -> registry.publish(with(Map.of(name, range), Map.of()), "test"));
  }

  private ProblemCode refusedEngine(String range) {
    return refused(() -> registry.publish(with(Map.of(), Map.of("actjs", range)), "test"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"not-a-range", "^^1", "1.2.3.4", "file:../x", "latest"})
  void scenario10DepRangesAreNpmRanges(String range) {
    assertEquals(ProblemCode.InvalidDepRange, refusedDep("Item", range));
    assertEquals(List.of(), registry.names());
  }

  @Test
  void scenario10DepsAreNamedByClasses() {
    assertEquals(ProblemCode.InvalidDepRange, refusedDep("", "^1"));
    assertEquals(ProblemCode.InvalidDepRange, refusedDep("no-class", "^1"));
    assertEquals(ProblemCode.InvalidDepRange, refusedDep("1", "^1"));
  }

  @Test
  void aClassDoesNotDependOnItself() {
    assertEquals(ProblemCode.InvalidDepRange, refusedDep("Tiny", "^1"));
  }

  @Test
  void aDependencyNeedNotBePublished() {
    ClassVersion version = registry.publish(with(Map.of("Later", ""), Map.of()), "test");

    assertEquals(Map.of("Later", ""), version.deps());
  }

  @Test
  void scenario10EnginesActjsIsComparedWithTheServer() {
    assertEquals(ProblemCode.IncompatibleEngine, refusedEngine("^9"));
    assertEquals(ProblemCode.IncompatibleEngine, refusedEngine("not-a-range"));
    Map<String, String> engines = Map.of("actjs", ">=0.1.0", "node", "whatever");

    assertEquals(engines, registry.publish(with(Map.of(), engines), "test").engines());
  }

  @Test
  void depsAndEnginesAreBounded() {
    Map<String, String> many = new HashMap<>();
    for (int i = 0; i < 256; i++) {
      many.put("C" + i, "*");
    }

    assertEquals(
        ProblemCode.LimitExceeded, refused(() -> registry.publish(with(many, Map.of()), "test")));
    assertEquals(
        ProblemCode.LimitExceeded, refused(() -> registry.publish(with(Map.of(), many), "test")));
    assertEquals(
        ProblemCode.SchemaInvalid,
        refused(() -> registry.publish(with(Map.of(), Map.of("é", "*")), "test")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "import x from 'lib';",
        "import { x } from 'lib';",
        "  import 'lib';",
        "export { x } from 'lib';",
        "/* a */ import x = require('lib');",
        "const x = import('actjs');"
      })
  void scenario11OnlyTheKitIsImported(String line) {
    assertEquals(
        ProblemCode.ForbiddenImport,
        refused(() -> registry.publish(PublishRequest.of("Tiny", "1.0.0", line + TINY), "test")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "// import x from 'lib';\n",
        "/*\nimport x from 'lib';\n*/",
        "`\nimport x`;\n",
        ""
      })
  void scenario11WhatOnlyLooksLikeAnImportIsAccepted(String text) {
    registry.publish(PublishRequest.of("Tiny", "1.0.0", text + TINY).unchecked(), "test");
  }

  @Test
  void scenario12FlagsAndAllVersionsComeBack() {
    registry.publish(PublishRequest.of("Ledger", "1.0.0", EVENTS), "test");
    registry.publish(PublishRequest.of("Ledger", "2.0.0", EVENTS).unchecked().floats(), "test");

    List<ClassVersion> versions = fixture.open(false).versions("Ledger");
    assertEquals(
        List.of("Ledger@1.0.0", "Ledger@2.0.0"),
        versions.stream().map(version -> version.ref().toString()).toList());
    assertFalse(versions.get(0).floating());
    assertTrue(versions.get(1).floating());
    assertEquals(ClassKind.EVENTS, versions.get(0).shape().kind());
    assertEquals(registry.versions("Ledger"), versions);
  }

  @Test
  void whatThePublisherSaysOfTheClassMustBeSo() {
    assertEquals(
        ProblemCode.ClassInvalid,
        refused(() -> registry.publish(declared(ClassKind.EVENTS, null), "test")));
    assertEquals(
        ProblemCode.ClassInvalid,
        refused(() -> registry.publish(declared(null, Durability.NONE), "test")));
    assertEquals(List.of(), registry.names());
    registry.publish(declared(ClassKind.STATE, Durability.STRICT), "test");
  }

  private static PublishRequest declared(ClassKind kind, Durability durability) {
    return new PublishRequest(
        "Tiny", "1.0.0", TINY, Map.of(), Map.of(), false, kind, durability, null, false, Map.of());
  }

  @Test
  void scenario13PublishIsAuditedOnce() throws JsonProcessingException {
    ClassVersion tiny = registry.publish(Fixture.request("Tiny", "v1.0.0"), "admin");
    List<AuditEntry> audit = fixture.store.auditLog(10);

    assertEquals(1, audit.size());
    AuditEntry entry = audit.getFirst();
    assertEquals("class.published", entry.action());
    assertEquals("Tiny@1.0.0", entry.target());
    assertEquals("admin", entry.principal());
    assertEquals(Fixture.NOW, entry.at());
    assertEquals(
        new ObjectMapper()
            .createObjectNode()
            .put("sha256", tiny.sha256())
            .put("floating", false)
            .put("eventSourced", false),
        new ObjectMapper().readTree(entry.meta()));
  }

  @Test
  void whatIsRefusedIsNotAudited() {
    fixture.publish("Tiny", "1.0.0");
    assertEquals(
        ProblemCode.VersionAlreadyPublished, refused(() -> fixture.publish("Tiny", "1.0.0")));
    refusedDep("Item", "^^");

    assertEquals(1, fixture.store.auditLog(10).size());
  }

  @Test
  void aDryRunStoresNothingAndFailsAsPublishingDoes() {
    long generation = registry.generation();
    ClassVersion dry = registry.dryRun(Fixture.request("Tiny", "1.0.0"));

    assertEquals(List.of(), registry.names());
    assertEquals(List.of(), fixture.store.classVersions());
    assertEquals(List.of(), fixture.store.auditLog(10));
    assertEquals(generation, registry.generation());
    assertEquals(dry, fixture.publish("Tiny", "1.0.0"));
    assertEquals(
        ProblemCode.VersionAlreadyPublished,
        refused(() -> registry.dryRun(Fixture.request("Tiny", "1.0.0"))));
    assertEquals(
        ProblemCode.ClassInvalid,
        refused(() -> registry.dryRun(PublishRequest.of("A", "1.0.0", "return 42;"))));
  }

  @Test
  void theSourceMapIsKept() {
    ClassVersion tiny = fixture.publish("Tiny", "1.0.0");
    PublishedClass stored = fixture.open(false).get(tiny.ref());

    assertTrue(stored.sourceMap().contains("\"version\":3"), stored::sourceMap);
    assertFalse(stored.compiled().contains("sourceMappingURL"), stored::compiled);
  }

  @Test
  void tenThousandVersionsAreFastAndOneMoreIsRefused() {
    for (int i = 0; i < 10_000; i++) {
      fixture.store("Tiny@1." + (i * 7 % 10_000) + ".0");
    }
    assertTimeout(
        Duration.ofSeconds(5),
        () -> {
          ClassRegistry full = fixture.open(false);
          assertEquals(
              ProblemCode.LimitExceeded,
              refused(() -> full.publish(Fixture.request("Tiny", "2.0.0"), "test")));
          assertEquals(
              ProblemCode.VersionAlreadyPublished,
              refused(() -> full.publish(Fixture.request("Tiny", "1.0.0"), "test")));
          for (int i = 9_999; i > 0; i--) {
            assertEquals(ref("Tiny@1." + i + ".0"), full.latest("Tiny").ref());
            full.deprecate(ref("Tiny@1." + i + ".0"), null, null, "test");
          }
          assertEquals(10_000, full.versions("Tiny").size());
          assertEquals(9_999, full.chain(ref("Tiny@1.0.0"), ref("Tiny@1.9999.0")).size());
        });
    assertEquals(10_000, fixture.store.classVersions().size());
  }

  @Test
  void fault27_aLoopAtTheTopLevelOfAClassEndsThePublishSoon() {
    PublishRequest request = PublishRequest.of("Tiny", "1.0.0", "for (;;) {}\n" + TINY).unchecked();

    ActjsException e = assertThrows(ActjsException.class, () -> registry.publish(request, "test"));

    assertEquals(ProblemCode.HandlerTimeout, e.code());
    assertTrue(e.detail().contains("more than 500 ms of CPU time"), e::detail);
    assertEquals(List.of(), registry.names());
  }
}
