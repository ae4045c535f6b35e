package io.actjs.architecture;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import io.actjs.actctl.planted.UsesTheBench;
import io.actjs.actjsd.planted.UsesTheTestkit;
import io.actjs.engine.PublicImplementation;
import io.actjs.planted.left.Left;
import io.actjs.planted.nest.Outer;
import io.actjs.planted.nest.inner.Inner;
import io.actjs.planted.right.Right;
import io.actjs.runtime.planted.KnowsADriver;
import io.actjs.runtime.planted.KnowsV8;
import io.actjs.storage.planted.LooksUp;
import org.junit.jupiter.api.Test;

/** The rules bite: classes that were planted to break one are reported by it. */
class RulesTest {

  private static JavaClasses classes(Class<?>... planted) {
    return new ClassFileImporter().importClasses(planted);
  }

  private static void assertReports(ArchRule rule, String what, JavaClasses planted) {
    EvaluationResult result = rule.evaluate(planted);
    assertTrue(result.hasViolation(), rule.getDescription());
    String report = result.getFailureReport().toString();
    assertTrue(report.contains(what), report);
  }

  @Test
  void aCycleOfPackages() {
    assertReports(Rules.NO_PACKAGE_CYCLE, "planted.left", classes(Left.class, Right.class));
  }

  @Test
  void aCycleOfAPackageAndOneBelowIt() {
    assertReports(Rules.NO_PACKAGE_CYCLE, "planted.nest.inner", classes(Outer.class, Inner.class));
    assertFalse(Rules.NO_PACKAGE_CYCLE.evaluate(classes(Left.class, Outer.class)).hasViolation());
  }

  @Test
  void anOverfullPackage() {
    JavaClasses crowd = new ClassFileImporter().importPackages("io.actjs.planted.crowd");
    assertReports(
        Rules.PACKAGES_CAN_BE_SURVEYED, "io.actjs.planted.crowd has 31 top-level classes", crowd);
  }

  @Test
  void aDriverInTheRuntime() {
    assertReports(Rules.THE_RUNTIME_KNOWS_NO_DRIVER, "MemoryDriver", classes(KnowsADriver.class));
  }

  @Test
  void aLayerThatLooksUp() {
    assertReports(Rules.usesOnlyWhatIsBelow("storage"), "ActorRuntime", classes(LooksUp.class));
    assertReports(Rules.usesOnlyWhatIsBelow("actctl"), "Bench", classes(UsesTheBench.class));
  }

  @Test
  void aPackageWithoutAPlace() {
    assertReports(Rules.EVERY_PACKAGE_HAS_ITS_PLACE, "planted.left", classes(Left.class));
  }

  @Test
  void theTestkitInProduction() {
    assertReports(Rules.THE_TESTKIT_IS_FOR_TESTS, "ManualClock", classes(UsesTheTestkit.class));
  }

  @Test
  void v8OutsideTheEngine() {
    assertReports(Rules.ONLY_THE_ENGINE_KNOWS_JAVET, "V8Value", classes(KnowsV8.class));
  }

  @Test
  void aPublicImplementation() {
    assertReports(
        Rules.implementationsArePackagePrivate("engine"),
        "PublicImplementation",
        classes(PublicImplementation.class));
  }
}
