package io.actjs.runtime.version;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.actjs.model.ActjsException;
import io.actjs.model.ClassRef;
import io.actjs.model.Manifest;
import io.actjs.model.ProblemCode;
import io.actjs.model.Version;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VersionChoiceTest {
  private static final String NAME = "Counter";
  private static final long NOW = 1_000;

  private final KnownVersions registry =
      new KnownVersions().sticky(NAME, "1.0.0").sticky(NAME, "2.0.0");
  private final KnownVersions floating =
      new KnownVersions().floating(NAME, "1.0.0").floating(NAME, "2.0.0");

  private static VersionChoice choose(
      KnownVersions registry, @Nullable String stored, @Nullable String pin, boolean own) {
    return VersionChoice.of(
        registry,
        NAME,
        stored == null ? null : Version.parse(stored),
        pin == null ? null : Manifest.of(Map.of(NAME, Version.parse(pin))),
        own,
        NOW);
  }

  private static void runs(String version, VersionChoice choice) {
    assertInstanceOf(VersionChoice.Run.class, choice);
    assertEquals(Version.parse(version), choice.version().ref().version());
  }

  private static void moves(String version, VersionChoice choice) {
    assertInstanceOf(VersionChoice.Move.class, choice);
    assertEquals(Version.parse(version), choice.version().ref().version());
  }

  private static ProblemCode refused(
      KnownVersions registry, @Nullable String stored, @Nullable String pin, boolean own) {
    return assertThrows(ActjsException.class, () -> choose(registry, stored, pin, own)).code();
  }

  @Test
  void aNewActorRunsWhatIsWanted() {
    runs("2.0.0", choose(registry, null, null, false));
    runs("1.0.0", choose(registry, null, "1.0.0", false));
    runs("2.0.0", choose(floating, null, null, false));
  }

  @Test
  void aStoredActorOfAStickyClassStays() {
    runs("1.0.0", choose(registry, "1.0.0", null, false));
    runs("1.0.0", choose(registry, "1.0.0", "2.0.0", false));
  }

  @Test
  void aStoredActorOfAFloatingClassMovesToWhatIsWanted() {
    moves("2.0.0", choose(floating, "1.0.0", null, false));
    moves("2.0.0", choose(floating, "1.0.0", "2.0.0", false));
    runs("1.0.0", choose(floating, "1.0.0", "1.0.0", false));
  }

  @Test
  void anActorThatIsNewerThanThePinIsARegressionUnlessItAskedItself() {
    assertEquals(ProblemCode.ManifestRegression, refused(registry, "2.0.0", "1.0.0", false));
    assertEquals(ProblemCode.ManifestRegression, refused(floating, "2.0.0", "1.0.0", false));
    runs("2.0.0", choose(registry, "2.0.0", "1.0.0", true));
  }

  @Test
  void aPinOfOtherClassesPinsNothing() {
    Manifest other = Manifest.of(Map.of("Cart", Version.parse("1.0.0")));
    runs("2.0.0", VersionChoice.of(registry, NAME, null, other, false, NOW));
  }

  @Test
  void whatIsNotPublishedIsNotChosen() {
    assertEquals(ProblemCode.UnknownClass, refused(new KnownVersions(), null, null, false));
    assertEquals(ProblemCode.UnknownVersion, refused(registry, null, "3.0.0", false));
    assertEquals(ProblemCode.UnknownVersion, refused(registry, "3.0.0", null, false));
  }

  @Test
  void aVersionPastItsGraceWindowRunsNoMore() {
    ClassRef first = new ClassRef(NAME, Version.parse("1.0.0"));
    registry.deprecate(first, NOW + 1);
    runs("1.0.0", choose(registry, "1.0.0", null, false));
    registry.deprecate(first, null);
    runs("1.0.0", choose(registry, "1.0.0", null, false));
    registry.deprecate(first, NOW);
    assertEquals(ProblemCode.Gone, refused(registry, "1.0.0", null, false));
    runs("2.0.0", choose(registry, null, null, false));
  }
}
