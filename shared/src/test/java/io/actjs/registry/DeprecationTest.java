package io.actjs.registry;

import static io.actjs.registry.Fixture.NOW;
import static io.actjs.registry.Fixture.ref;
import static io.actjs.registry.Fixture.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.AuditEntry;
import io.actjs.model.ClassRef;
import io.actjs.model.ClassVersion;
import io.actjs.model.Deprecation;
import io.actjs.model.ProblemCode;
import io.actjs.model.Promotion;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DeprecationTest {
  private static final long HOUR = 3_600_000;

  private final Fixture fixture = new Fixture();
  private final ClassRegistry registry = stored("A@1.0.0", "A@1.1.0", "A@2.0.0", "A@2.1.0-rc.1");

  private ClassRegistry stored(String... refs) {
    for (String ref : refs) {
      fixture.store(ref);
    }
    return fixture.open(false);
  }

  private String latest(ClassRegistry of) {
    return Objects.requireNonNull(of.latest("A")).ref().toString();
  }

  private void deprecate(String ref, Long graceUntil) {
    registry.deprecate(ref(ref), graceUntil, null, "test");
  }

  @Test
  void scenario17ADeprecationIsListedAndAudited() {
    ClassVersion deprecated =
        registry.deprecate(ref("A@2.0.0"), NOW + HOUR, "use 1.1.0", "somebody");

    assertEquals(new Deprecation(NOW, NOW + HOUR, "use 1.1.0"), deprecated.deprecation());
    assertSame(deprecated, registry.version(ref("A@2.0.0")));
    assertEquals(deprecated, registry.versions("A").get(2));
    assertEquals(deprecated, registry.get(ref("A@2.0.0")).version());
    assertEquals(registry.versions("A"), fixture.open(false).versions("A"));
    AuditEntry entry = fixture.store.auditLog(1).getFirst();
    assertEquals("class.deprecated", entry.action());
    assertEquals("A@2.0.0", entry.target());
    assertEquals("somebody", entry.principal());
    assertEquals("{\"graceUntilMs\":" + (NOW + HOUR) + ",\"reason\":\"use 1.1.0\"}", entry.meta());
  }

  @Test
  void scenario17AnUnknownVersionIsNotDeprecated() {
    assertEquals(ProblemCode.UnknownVersion, refused(() -> deprecate("A@9.0.0", null)));
    assertEquals(ProblemCode.UnknownVersion, refused(() -> deprecate("Nobody@1.0.0", null)));
    assertEquals(ProblemCode.SchemaInvalid, refused(() -> deprecate("A@1.0.0", -1L)));
    assertEquals(List.of(), fixture.store.auditLog(1));
  }

  @Test
  void aLaterDeprecationReplacesTheEarlierOne() {
    deprecate("A@1.0.0", NOW + HOUR);
    fixture.clock.advance(5);
    deprecate("A@1.0.0", null);

    assertEquals(
        new Deprecation(NOW + 5, null, null), registry.version(ref("A@1.0.0")).deprecation());
  }

  @Test
  void latestSkipsDeprecatedVersions() {
    assertEquals("A@2.0.0", latest(registry));
    deprecate("A@2.0.0", null);
    assertEquals("A@1.1.0", latest(registry));
    deprecate("A@1.1.0", NOW + HOUR);
    deprecate("A@1.0.0", NOW + HOUR);
    assertEquals("A@2.1.0-rc.1", latest(registry));
    assertEquals(latest(registry), latest(fixture.open(false)));
  }

  @Test
  void whenAllAreDeprecatedLatestIsTheHighestThatStillRuns() {
    deprecate("A@2.1.0-rc.1", null);
    deprecate("A@2.0.0", NOW + HOUR);
    deprecate("A@1.1.0", NOW + 2 * HOUR);
    deprecate("A@1.0.0", NOW + HOUR);

    assertEquals("A@2.0.0", latest(registry));
    fixture.clock.advance(HOUR - 1);
    assertEquals("A@2.0.0", latest(registry));
    fixture.clock.advance(1);
    assertEquals("A@1.1.0", latest(registry));
    fixture.clock.advance(HOUR);
    assertEquals("A@2.1.0-rc.1", latest(registry));
    deprecate("A@2.1.0-rc.1", 0L);
    assertEquals("A@2.0.0", latest(registry));
  }

  @Test
  void whatIsAskedForStaysTheSameInstanceUntilAChange() {
    ClassVersion before = registry.version(ref("A@1.0.0"));
    List<ClassVersion> versions = registry.versions("A");

    assertSame(before, registry.version(ref("A@1.0.0")));
    assertSame(versions, registry.versions("A"));
    assertSame(registry.latest("A"), registry.latest("A"));
    deprecate("A@1.1.0", null);
    assertSame(before, registry.version(ref("A@1.0.0")));
    assertNotEquals(versions, registry.versions("A"));
  }

  @Test
  void theGenerationGrowsWithEveryChange() {
    long first = registry.generation();
    deprecate("A@1.0.0", null);
    long second = registry.generation();
    registry.publish(Fixture.request("B", "1.0.0"), "test");

    assertTrue(first < second && second < registry.generation());
  }

  @Test
  void theChainIsTheReleasesBetweenAndTheTarget() {
    deprecate("A@1.1.0", null);

    assertEquals(chain("A@1.1.0", "A@2.0.0"), registry.chain(ref("A@1.0.0"), ref("A@2.0.0")));
    assertEquals(
        chain("A@1.0.0", "A@1.1.0", "A@2.0.0", "A@2.1.0-rc.1"),
        registry.chain(ref("A@0.9.0"), ref("A@2.1.0-rc.1")));
    assertEquals(chain(), registry.chain(ref("A@2.0.0"), ref("A@2.0.0")));
    assertEquals(chain(), registry.chain(ref("A@2.0.0"), ref("A@1.0.0")));
    assertEquals(
        ProblemCode.UnknownVersion, refused(() -> registry.chain(ref("A@1.0.0"), ref("A@3.0.0"))));
    assertThrows(
        IllegalArgumentException.class, () -> registry.chain(ref("B@1.0.0"), ref("A@2.0.0")));

    deprecate("A@1.1.0", 0L);
    assertEquals(
        chain("A@2.0.0"),
        registry.chain(ref("A@1.0.0"), ref("A@2.0.0")),
        "an expired release is out of the way");
  }

  private static List<ClassRef> chain(String... refs) {
    return Arrays.stream(refs).map(Fixture::ref).toList();
  }

  @Test
  void aVersionIsPromotedOnce() {
    Promotion first = registry.promote(ref("A@1.0.0"), "prod", "test");
    fixture.clock.advance(5);
    registry.promote(ref("A@1.1.0"), "dev", "test");

    assertEquals(new Promotion("prod", ref("A@1.0.0"), NOW), first);
    assertEquals(first, registry.promote(ref("A@1.0.0"), "prod", "test"));
    assertEquals(
        List.of(new Promotion("dev", ref("A@1.1.0"), NOW + 5), first), registry.promotions());
    assertEquals("class.promoted", fixture.store.auditLog(1).getFirst().action());
  }

  @Test
  void badPromotionsAreRefused() {
    assertEquals(
        ProblemCode.UnknownVersion, refused(() -> registry.promote(ref("A@9.0.0"), "prod", "t")));
    for (String name : List.of("", "Prod", "a b", "-x", "x".repeat(64))) {
      assertEquals(
          ProblemCode.SchemaInvalid, refused(() -> registry.promote(ref("A@1.0.0"), name, "t")));
    }
    assertEquals(List.of(), registry.promotions());
  }
}
