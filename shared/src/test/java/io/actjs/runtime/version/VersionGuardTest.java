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

  private void refuses(ProblemCode code, Manifest pin) {
    ActjsException refused = assertThrows(ActjsException.class, () -> guard.serves(pin, false, 0));
    assertEquals(code, refused.code());
  }

  @Test
  void servesWhatWantsTheVersionThatRuns() {
    assertTrue(guard.serves(null, false, 0));
    assertTrue(guard.serves(pin("2.0.0"), false, 0));
  }

  @Test
  void whatWasFoundHoldsForTheSameRequestOnly() {
    assertTrue(guard.serves(null, false, 0));
    refuses(ProblemCode.ManifestRegression, pin("1.0.0"));
    refuses(ProblemCode.ManifestRegression, pin("1.0.0"));
    assertTrue(guard.serves(pin("1.0.0"), true, 0));
    refuses(ProblemCode.ManifestRegression, pin("1.0.0"));
    assertTrue(guard.serves(null, false, 0));
  }

  @Test
  void aVersionThatIsPublishedMovesTheActor() {
    assertTrue(guard.serves(null, false, 0));
    registry.floating(NAME, "3.0.0");
    assertFalse(guard.serves(null, false, 0));
    assertFalse(guard.serves(null, false, 0));
    assertTrue(guard.serves(pin("2.0.0"), false, 0));
  }

  @Test
  void aGraceWindowEndsWhileTheActorRuns() {
    assertTrue(guard.serves(null, false, 0));
    registry.deprecate(SECOND, 1_000L);
    assertTrue(guard.serves(null, false, 999));
    ActjsException gone =
        assertThrows(ActjsException.class, () -> guard.serves(null, false, 1_000));
    assertEquals(ProblemCode.Gone, gone.code());
  }
}
