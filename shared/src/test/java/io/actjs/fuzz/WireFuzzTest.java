package io.actjs.fuzz;

import io.actjs.model.PositionFuzz;
import io.actjs.registry.ManifestFuzz;
import io.actjs.registry.rules.PolicyFuzz;
import io.actjs.storage.codec.EnvelopeFuzz;
import io.actjs.storage.move.ExportFuzz;
import io.actjs.testservers.fuzz.Fuzzer;
import io.actjs.wire.FrameFuzz;
import io.actjs.wire.PatchFuzz;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes over a wire or out of a file, for moments; {@code scripts/fuzz-wire} for long. */
class WireFuzzTest {
  @ParameterizedTest
  @ValueSource(
      classes = {
        FrameFuzz.class,
        PatchFuzz.class,
        PositionFuzz.class,
        EnvelopeFuzz.class,
        ExportFuzz.class,
        ManifestFuzz.class,
        PolicyFuzz.class
      })
  void nothingButWhatIsPromisedIsThrown(Class<?> target) throws Exception {
    Fuzzer.of(target).run();
  }
}
