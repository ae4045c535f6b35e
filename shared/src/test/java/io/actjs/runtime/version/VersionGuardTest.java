package io.actjs.runtime.version;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ClassRef;
import io.actjs.model.Manifest;
import io.actjs.model.ProblemCode;
import io.actjs.model.Version;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VersionGuardTest {
  private static final String NAME = "Counter";
  private static final ClassRef SECOND = new ClassRef(NAME, Version.parse("2.0.0"));

  private final KnownVersions registry =
      new KnownVersions().floating(NAME, "1.0.0").floating(NAME, "2.0.0");
  private final VersionGuard guard = new VersionGuard(registry, registry.version(SECOND));

  private static Manifest pin(String version) {
    return Manifest.of(Map.of(NAME, Version.parse(version)));
  }

  private boolean serves(Manifest pin, boolean own, long nowMs) {
    return guard.serves(SECOND.version(), pin, own, nowMs);
  }

  private void refuses(ProblemCode code, Manifest pin) {
    ActjsException refused = assertThrows(ActjsException.class, () -> serves(pin, false, 0));
    assertEquals(code, refused.code());
  }

  @Test
  void servesWhatWantsTheVersionThatRuns() {
    assertTrue(serves(null, false, 0));
    assertTrue(serves(pin("2.0.0"), false, 0));
  }

  @Test
  void whatWasFoundHoldsForTheSameRequestOnly() {
    assertTrue(serves(null, false, 0));
    refuses(ProblemCode.ManifestRegression, pin("1.0.0"));
    refuses(ProblemCode.ManifestRegression, pin("1.0.0"));
    assertTrue(serves(pin("1.0.0"), true, 0));
    refuses(ProblemCode.ManifestRegression, pin("1.0.0"));
    assertTrue(serves(null, false, 0));
  }

  @Test
  void aVersionThatIsPublishedMovesTheActor() {
    assertTrue(serves(null, false, 0));
    registry.floating(NAME, "3.0.0");
    assertFalse(serves(null, false, 0));
    assertFalse(serves(null, false, 0));
    assertTrue(serves(pin("2.0.0"), false, 0));
  }

  @Test
  void whatRunsInMemoryAloneGivesWay() {
    assertTrue(guard.serves(null, pin("2.0.0"), false, 0));
    assertFalse(guard.serves(null, pin("1.0.0"), false, 0), "there is no actor yet");
    assertFalse(guard.serves(Version.parse("1.0.0"), pin("1.0.0"), false, 0), "it is stored older");
  }

  @Test
  void aGraceWindowEndsWhileTheActorRuns() {
    assertTrue(serves(null, false, 0));
    registry.deprecate(SECOND, 1_000L);
    assertTrue(serves(null, false, 999));
    ActjsException gone = assertThrows(ActjsException.class, () -> serves(null, false, 1_000));
    assertEquals(ProblemCode.Gone, gone.code());
  }
}
