package io.actjs.registry;

import static io.actjs.registry.Fixture.NOW;
import static io.actjs.registry.Fixture.ref;
import static io.actjs.registry.Fixture.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.Manifest;
import io.actjs.model.ManifestUse;
import io.actjs.model.ProblemCode;
import io.actjs.model.Version;
import io.actjs.registry.Manifests.Health;
import io.actjs.registry.Manifests.Requirement;
import io.actjs.registry.Manifests.Uses;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ManifestsTest {
  private static final long HOUR = 3_600_000;

  private final Fixture fixture = new Fixture();
  private ClassRegistry registry;
  private Manifests manifests;

  @BeforeEach
  void open() {
    fixture.store("Cart@1.4.2", "Item@^1.0.0");
    fixture.store("Item@1.0.0");
    fixture.store("Item@1.0.9");
    fixture.store("Item@2.0.0");
    registry = fixture.open(false);
    manifests = Manifests.over(registry, fixture.store, fixture.clock);
  }

  @AfterEach
  void close() {
    manifests.close();
  }

  private Manifests restarted() {
    manifests.close();
    registry = fixture.open(false);
    manifests = Manifests.over(registry, fixture.store, fixture.clock);
    return manifests;
  }

  private Manifest resolve(String... roots) {
    return manifests.resolve(Arrays.stream(roots).map(Universe::root).toList(), null).manifest();
  }

  private ProblemCode refusedRoots(Requirement... roots) {
    return refused(() -> manifests.resolve(List.of(roots), null));
  }

  @Test
  void scenario18AResolvedManifestIsStored() {
    Manifest manifest = resolve("Cart@1.4.2");

    assertEquals("{\"Cart\":\"1.4.2\",\"Item\":\"1.0.9\"}", manifest.canonical());
    assertSame(manifest, manifests.get(manifest.sha()));
    assertEquals(manifest, restarted().get(manifest.sha()));
    assertSame(manifests.get(manifest.sha()), manifests.get(manifest.sha()));
  }

  @Test
  void scenario19NothingToResolveIsRefused() {
    assertEquals(ProblemCode.SchemaInvalid, refusedRoots());
    assertEquals(ProblemCode.SchemaInvalid, refusedRoots(new Requirement("no-class", "*")));
    assertEquals(ProblemCode.SchemaInvalid, refusedRoots(new Requirement("Cart", "latest")));
    assertEquals(ProblemCode.ClassNotFound, refusedRoots(new Requirement("Ghost", "*")));
    assertEquals(ProblemCode.DepConflict, refusedRoots(new Requirement("Cart", "^9")));
  }

  @Test
  void scenario20WhatIsDeprecatedIsNotResolvedFromThenOn() {
    registry.deprecate(ref("Item@1.0.9"), null, null, "test");

    assertEquals("{\"Cart\":\"1.4.2\",\"Item\":\"1.0.0\"}", resolve("Cart@*").canonical());
  }

  @Test
  void anEnvironmentIsWhatWasPromotedToIt() {
    registry.promote(ref("Cart@1.4.2"), "prod", "test");
    List<Requirement> roots = List.of(new Requirement("Cart", "*"));
    assertEquals(ProblemCode.ClassNotFound, refused(() -> manifests.resolve(roots, "prod")));
    assertEquals(ProblemCode.ClassNotFound, refused(() -> manifests.resolve(roots, "dev")));
    assertEquals(ProblemCode.SchemaInvalid, refused(() -> manifests.resolve(roots, "No!")));
    registry.promote(ref("Item@1.0.0"), "prod", "test");

    assertEquals(
        "{\"Cart\":\"1.4.2\",\"Item\":\"1.0.0\"}",
        manifests.resolve(roots, "prod").manifest().canonical());
  }

  @Test
  void aGivenSetIsRegistered() {
    Manifest manifest = manifests.register(Map.of("Item", "v2.0.0", "Cart", "1.4.2"));

    assertEquals("{\"Cart\":\"1.4.2\",\"Item\":\"2.0.0\"}", manifest.canonical());
    assertEquals(manifest, restarted().get(manifest.sha()));
    registry.deprecate(ref("Item@2.0.0"), null, null, "test");
    assertEquals(manifest, manifests.register(Map.of("Item", "2.0.0", "Cart", "1.4.2")));
  }

  @Test
  void aSetWithAnUnknownClassIsNotRegistered() {
    assertEquals(
        ProblemCode.UnknownVersion,
        refused(() -> manifests.register(Map.of("Cart", "1.4.2", "Ghost", "1.0.0"))));
    assertEquals(
        ProblemCode.UnknownVersion, refused(() -> manifests.register(Map.of("Cart", "9.0.0"))));
    assertEquals(
        ProblemCode.SchemaInvalid, refused(() -> manifests.register(Map.of("a b", "1.0.0"))));
    assertEquals(
        ProblemCode.InvalidVersion, refused(() -> manifests.register(Map.of("Cart", "^1"))));
  }

  @Test
  void anUnknownShaIsRefused() {
    for (String sha : List.of("", "x", "0".repeat(64), "x".repeat(100_000), UseTracker.OTHER)) {
      assertEquals(ProblemCode.ManifestUnknown, refused(() -> manifests.get(sha)));
    }
  }

  @Test
  void manifestsInUseAreKeptAndNeverMoreThanTheLimit() {
    RecentManifests recent = new RecentManifests();
    Manifest used = version(0);
    recent.put(used);
    int last = 2 * RecentManifests.MAX_MANIFESTS;
    for (int i = 1; i <= last; i++) {
      recent.put(version(i));
      assertNotNull(recent.get(used.sha()));
    }
    long kept =
        IntStream.rangeClosed(1, last).filter(i -> recent.get(version(i).sha()) != null).count();
    assertTrue(kept > 0 && kept < RecentManifests.MAX_MANIFESTS, kept + " are kept");
  }

  private static Manifest version(int minor) {
    return Manifest.of(Map.of("Item", new Version(1, minor, 0, "")));
  }

  @Test
  void healthOfAManifestThatIsNotInMemoryIsTold() {
    Manifest manifest = resolve("Cart@*");
    try (Manifests other = Manifests.over(registry, fixture.store, fixture.clock)) {
      registry.deprecate(ref("Cart@1.4.2"), 0L, null, "test");

      assertEquals(List.of(ref("Cart@1.4.2")), other.health(manifest).expired());
    }
  }

  @Test
  void scenario23HealthTellsTheDeprecatedFromTheExpiredOnTime() {
    Manifest manifest = resolve("Cart@*");
    assertEquals(new Health(List.of(), List.of()), manifests.health(manifest));
    registry.deprecate(ref("Item@1.0.9"), NOW + HOUR, null, "test");
    registry.deprecate(ref("Cart@1.4.2"), null, null, "test");

    Health inGrace = manifests.health(manifest);
    assertEquals(new Health(List.of(ref("Cart@1.4.2"), ref("Item@1.0.9")), List.of()), inGrace);
    fixture.clock.advance(HOUR - 1);
    assertSame(inGrace, manifests.health(manifest));
    fixture.clock.advance(1);
    assertEquals(
        new Health(List.of(ref("Cart@1.4.2")), List.of(ref("Item@1.0.9"))),
        manifests.health(manifest));
    registry.deprecate(ref("Item@1.0.9"), null, null, "test");
    assertEquals(
        new Health(List.of(ref("Cart@1.4.2"), ref("Item@1.0.9")), List.of()),
        manifests.health(manifest));
  }

  @Test
  void scenario25UsesAreCountedAndOrdered() {
    Manifest cart = resolve("Cart@*");
    Manifest item = resolve("Item@*");
    manifests.used(item);
    fixture.clock.advance(7);
    manifests.used(cart);
    assertEquals(
        new Uses(
            List.of(new ManifestUse(cart.sha(), 1, NOW + 7), new ManifestUse(item.sha(), 1, NOW)),
            0,
            0),
        manifests.uses());
    manifests.used(item);

    assertEquals(
        List.of(new ManifestUse(item.sha(), 2, NOW + 7), new ManifestUse(cart.sha(), 1, NOW + 7)),
        manifests.uses().entries());
  }

  @Test
  void scenario25UsesSurviveARestart() {
    Manifest cart = resolve("Cart@*");
    manifests.used(cart);
    manifests.used(cart);
    Uses before = manifests.uses();

    assertEquals(before, restarted().uses());
    fixture.clock.advance(1);
    manifests.used(cart);
    restarted();
    assertEquals(
        before.entries().getFirst().count() + 1, restarted().uses().entries().getFirst().count());
    assertEquals(NOW + 1, manifests.uses().entries().getFirst().lastSeen());
  }

  @Test
  void scenario25ManifestsBeyondTheCountedOnesAreCountedTogether() {
    List<Manifest> many = new ArrayList<>();
    for (int i = 0; i < UseTracker.MAX_COUNTED + 2; i++) {
      Fixture.store(fixture.store, "Many@1." + i + ".0");
      many.add(manifests.register(Map.of("Many", "1." + i + ".0")));
      manifests.used(many.getLast());
    }
    manifests.used(many.getLast());
    manifests.used(many.getFirst());

    Uses uses = manifests.uses();
    assertEquals(UseTracker.MAX_COUNTED, uses.entries().size());
    assertEquals(new ManifestUse(many.getFirst().sha(), 2, NOW), uses.entries().getFirst());
    assertEquals(3, uses.otherCount());
    assertEquals(NOW, uses.otherLastSeen());
    assertEquals(uses, restarted().uses());
    manifests.used(many.getLast());
    assertEquals(4, manifests.uses().otherCount());
  }

  @Test
  void noUseIsLostAmongManyThreads() throws Exception {
    Manifest cart = resolve("Cart@*");
    int threads = 8;
    long each = 20_000;
    List<Future<?>> all = new ArrayList<>();
    try (UseTracker tracker = new UseTracker(fixture.store, fixture.clock);
        ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      for (int i = 0; i < threads; i++) {
        all.add(
            executor.submit(
                () -> {
                  for (int n = 0; n < each; n++) {
                    tracker.used(cart.sha());
                    if (n % 1_000 == 0) {
                      tracker.flush();
                    }
                  }
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
      assertEquals(threads * each, tracker.uses().entries().getFirst().count());
    }
    assertEquals(threads * each, fixture.store.manifestUses().getFirst().count());
  }
}
