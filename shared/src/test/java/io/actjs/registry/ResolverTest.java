package io.actjs.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.actjs.model.ActjsException;
import io.actjs.model.Manifest;
import io.actjs.model.ProblemCode;
import io.actjs.model.Version;
import io.actjs.registry.Manifests.Constraint;
import io.actjs.registry.Manifests.Resolution;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResolverTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static ActjsException refused(Universe universe, String... roots) {
    return assertThrows(ActjsException.class, () -> universe.resolve(roots));
  }

  private static String member(ActjsException e, String name) throws Exception {
    return JSON.readTree(e.members().get(name)).toString();
  }

  @Test
  void scenario18ResolvesARootAndItsDependency() {
    Resolution resolution =
        new Universe()
            .with("Cart@1.4.2", "Item@^1.0.0")
            .with("Item@1.0.0")
            .with("Item@1.0.9")
            .with("Item@2.0.0")
            .resolve("Cart@1.4.2");

    assertEquals(
        "420f7b66275745b3d6953560fb34ad29b47711c81ac82ef202f58ac63fa50eff",
        resolution.manifest().sha());
    assertEquals(
        Map.of(
            "Cart",
            List.of(new Constraint("1.4.2", List.of("Cart@1.4.2"))),
            "Item",
            List.of(new Constraint("^1.0.0", List.of("Cart@1.4.2", "Cart@1.4.2", "Item@^1.0.0")))),
        resolution.constraints());
  }

  @Test
  void scenario19DepConflictNamesEveryDisagreeingRangeAndItsPath() throws Exception {
    ActjsException e =
        refused(
            new Universe()
                .with("Cart@1.0.0", "Item@^1.0.0")
                .with("Shop@1.0.0", "Item@^2.0.0")
                .with("Item@1.0.0")
                .with("Item@2.0.0"),
            "Shop@*",
            "Cart@1");

    assertEquals(ProblemCode.DepConflict, e.code());
    assertEquals("\"Item\"", member(e, "class"));
    assertEquals(
        "[{\"range\":\"^1.0.0\",\"path\":[\"Cart@1\",\"Cart@1.0.0\",\"Item@^1.0.0\"]},"
            + "{\"range\":\"^2.0.0\",\"path\":[\"Shop@*\",\"Shop@1.0.0\",\"Item@^2.0.0\"]}]",
        member(e, "ranges"));
    assertTrue(e.detail().contains("Item"), e.detail());
  }

  @Test
  void scenario20ResolverTakesTheHighestInTheCaret() {
    Universe universe =
        new Universe().with("A@1.2.0").with("A@1.10.0").with("A@2.0.0").with("A@1.9.0");

    assertEquals("{\"A\":\"1.10.0\"}", universe.outcome("A@^1.0.0"));
    assertEquals("{\"A\":\"2.0.0\"}", universe.outcome("A@"));
    assertEquals("{\"A\":\"1.2.0\"}", new Universe().with("A@1.2.0").outcome("A@*"));
    assertEquals("DepConflict", universe.outcome("A@^3"));
  }

  @Test
  void scenario20ResolverSkipsDeprecated() {
    Universe universe = new Universe().with("A@1.0.0").deprecated("A@1.1.0");

    assertEquals("{\"A\":\"1.0.0\"}", universe.outcome("A@^1.0.0"));
    assertEquals("DepConflict", universe.outcome("A@1.1.0"));
    assertEquals("DepConflict", new Universe().deprecated("A@1.0.0").outcome("A@*"));
  }

  @Test
  void scenario20ALaterDependencyTightensAnEarlierChoice() {
    Universe universe =
        new Universe()
            .with("Item@1.0.0")
            .with("Item@1.5.0")
            .with("Cart@1.0.0", "Item@^1.0.0", "Stock@*")
            .with("Stock@1.0.0", "Item@<1.5.0");

    assertEquals(
        "{\"Cart\":\"1.0.0\",\"Item\":\"1.0.0\",\"Stock\":\"1.0.0\"}", universe.outcome("Cart@*"));
  }

  @Test
  void scenario20TheShaDoesNotDependOnTheOrderOfRoots() {
    Universe universe =
        new Universe()
            .with("A@2.0.0", "C@1")
            .with("A@1.0.0", "C@2")
            .with("B@2.0.0", "C@2")
            .with("B@1.0.0", "C@1")
            .with("C@1.0.0")
            .with("C@2.0.0");

    assertEquals(
        "{\"A\":\"2.0.0\",\"B\":\"1.0.0\",\"C\":\"1.0.0\"}", universe.outcome("A@*", "B@*"));
    assertEquals(universe.outcome("A@*", "B@*"), universe.outcome("B@*", "A@*", "B@*"));
  }

  @Test
  void scenario20ALongChainPassesTheLimitOfClasses() {
    Universe universe = new Universe();
    for (int i = 0; i < 300; i++) {
      universe.with("C" + i + "@1.0.0", "C" + (i + 1) + "@*");
    }
    universe.with("C300@1.0.0");

    ActjsException e =
        assertThrows(
            ActjsException.class,
            () ->
                Resolver.resolve(
                    List.of(Universe.root("C0@*")),
                    universe,
                    new ResolverLimits(1_000, 64, 100_000)));
    assertEquals(ProblemCode.LimitExceeded, e.code());
    assertTrue(e.detail().contains("64"), e.detail());
  }

  @Test
  void aSolutionHasAtMost256Classes() {
    assertEquals(256, fan(255).resolve("Root@*").manifest().resolved().size());
    assertEquals("LimitExceeded", fan(256).outcome("Root@*"));
  }

  private static Universe fan(int leaves) {
    Universe universe = new Universe();
    String[] deps = new String[leaves];
    for (int i = 0; i < leaves; i++) {
      deps[i] = "Leaf" + i + "@^1";
      universe.with("Leaf" + i + "@1.0.0");
    }
    return universe.with("Root@1.0.0", deps);
  }

  @Test
  void scenario20AnUnknownClassIsNamed() {
    Universe universe = new Universe().with("A@1.0.0", "Ghost@^1");

    assertEquals(ProblemCode.ClassNotFound, refused(universe, "Nobody@*").code());
    ActjsException e = refused(universe, "A@*");
    assertEquals(ProblemCode.ClassNotFound, e.code());
    assertTrue(e.detail().contains("A@* → A@1.0.0 → Ghost@^1"), e.detail());
  }

  @Test
  void aVersionWhoseDependencyWasNeverPublishedGivesWayToAnother() {
    Universe universe = new Universe().with("A@1.0.0").with("A@1.1.0", "Ghost@^1");

    assertEquals("{\"A\":\"1.0.0\"}", universe.outcome("A@^1"));
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 17})
  void scenario21AChainOf16ClassesIsFineAndOneOf17IsNot(int length) {
    Universe universe = new Universe();
    for (int i = 1; i < length; i++) {
      universe.with("C" + i + "@1.0.0", "C" + (i + 1) + "@^1");
    }
    universe.with("C" + length + "@1.0.0");

    if (length == 16) {
      assertEquals(16, universe.resolve("C1@*").manifest().resolved().size());
    } else {
      assertEquals(ProblemCode.LimitExceeded, refused(universe, "C1@*").code());
    }
  }

  @Test
  void scenario21CyclesResolve() {
    Universe universe =
        new Universe()
            .with("A@1.0.0", "B@^1")
            .with("A@2.0.0", "B@^1")
            .with("B@1.0.0", "C@^1")
            .with("C@1.0.0", "A@^1");

    assertEquals("{\"A\":\"1.0.0\",\"B\":\"1.0.0\",\"C\":\"1.0.0\"}", universe.outcome("A@*"));
    assertEquals("DepConflict", universe.outcome("A@2"));
  }

  @Test
  void scenario21PrereleasesAreChosenOnlyWhenARangeNamesThem() {
    Universe universe = new Universe().with("A@1.0.0").with("A@1.1.0-rc.1");

    assertEquals("{\"A\":\"1.0.0\"}", universe.outcome("A@^1.0.0"));
    assertEquals("{\"A\":\"1.1.0-rc.1\"}", universe.outcome("A@^1.1.0-rc.0"));
  }

  @Test
  void scenario22TheShaIsThatOfTheSortedText() {
    assertEquals(
        "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
        Manifest.of(Map.of()).sha());
    assertEquals(
        "0f0025bc7bb8ad3e8826e746c34fcbc2e921502752ccc9e027810b527b18ec54",
        Manifest.of(Map.of("A", Version.parse("1.0.0"))).sha());
    Manifest manifest =
        Manifest.of(Map.of("Item", Version.parse("1.0.9"), "Cart", Version.parse("1.4.2")));
    assertEquals("{\"Cart\":\"1.4.2\",\"Item\":\"1.0.9\"}", manifest.canonical());
    assertEquals(
        "420f7b66275745b3d6953560fb34ad29b47711c81ac82ef202f58ac63fa50eff", manifest.sha());
  }

  @Test
  void goesBackWhereAGreedyChoiceFails() {
    Universe universe =
        new Universe()
            .with("Root@1.0.0", "A@*", "B@*")
            .with("A@1.0.0", "Lib@1")
            .with("A@2.0.0", "Lib@2")
            .with("B@1.0.0", "Lib@1")
            .with("Lib@1.0.0")
            .with("Lib@2.0.0");

    assertEquals(
        "{\"A\":\"1.0.0\",\"B\":\"1.0.0\",\"Lib\":\"1.0.0\",\"Root\":\"1.0.0\"}",
        universe.outcome("Root@*"));
  }

  /** Twenty free choices lie between the cause of the conflict and the conflict. */
  @Test
  void skipsDecisionsThatHaveNoPartInAConflict() {
    Universe universe = new Universe().with("A@1.0.0", "Z@1").with("A@2.0.0", "Z@2");
    for (int i = 10; i < 30; i++) {
      for (int v = 0; v < 20; v++) {
        universe.with("M" + i + "@1." + v + ".0");
      }
    }
    universe.with("Z@1.0.0").with("Z@2.0.0", "Y@*").with("Y@1.0.0", "X@1").with("Y@1.1.0", "X@1");
    universe.with("X@1.0.0", "Z@1").with("X@1.1.0", "Z@1");
    String[] roots = new String[21];
    roots[0] = "A@*";
    for (int i = 10; i < 30; i++) {
      roots[i - 9] = "M" + i + "@*";
    }

    assertEquals(Version.parse("1.0.0"), universe.resolve(roots).manifest().resolved().get("A"));
  }

  /** Ten classes that must all differ have nine values to take: there is no short proof. */
  @Test
  void aHopelessSearchEndsAtTheLimitOfSteps() {
    Universe universe = new Universe();
    int holes = 9;
    for (int pigeon = 0; pigeon <= holes; pigeon++) {
      for (int hole = 1; hole <= holes; hole++) {
        universe.with(
            "P" + pigeon + "@" + hole + ".0.0", "Hole" + hole + "@" + (pigeon + 1) + ".0.0");
      }
    }
    for (int hole = 1; hole <= holes; hole++) {
      for (int pigeon = 0; pigeon <= holes; pigeon++) {
        universe.with("Hole" + hole + "@" + (pigeon + 1) + ".0.0");
      }
    }
    String[] roots = new String[holes + 1];
    for (int pigeon = 0; pigeon <= holes; pigeon++) {
      roots[pigeon] = "P" + pigeon + "@*";
    }

    assertEquals("LimitExceeded", universe.outcome(roots));
  }
}
