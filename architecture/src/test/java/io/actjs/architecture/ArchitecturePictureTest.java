package io.actjs.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** docs/architecture.svg shows the packages as they are. */
class ArchitecturePictureTest {
  private static final Path PICTURE = Path.of("../docs/architecture.svg");

  /** Set by scripts/draw-architecture. */
  private static final boolean REDRAW = Boolean.getBoolean("actjs.redraw");

  @Test
  void itIsOfThisCode() throws IOException {
    String drawn = ArchitecturePicture.of(PackageGraph.of(Production.CLASSES));
    if (REDRAW) {
      Files.writeString(PICTURE, drawn);
    }
    assertEquals(
        drawn,
        Files.exists(PICTURE) ? Files.readString(PICTURE) : "",
        "docs/architecture.svg shows other packages than there are: run scripts/draw-architecture");
  }

  @Test
  void usesThatFollowFromOthersAreLeftOut() {
    Map<String, Set<String>> uses =
        Map.of("a", Set.of("b", "c"), "b", Set.of("c"), "c", Set.of(), "d", Set.of("c"));
    assertEquals(
        Map.of("a", Set.of("b"), "b", Set.of("c"), "c", Set.of(), "d", Set.of("c")),
        PackageGraph.reduced(uses));
  }

  @Test
  void everythingIsAboveWhatItUses() {
    Map<String, Set<String>> uses =
        Map.of("a", Set.of("b", "c"), "b", Set.of("c"), "c", Set.of(), "d", Set.of("c"));
    assertEquals(Map.of("a", 0, "b", 1, "c", 2, "d", 1), PackageGraph.rows(uses));
  }
}
