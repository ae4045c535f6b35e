package io.actjs.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The production classes of all modules keep to the {@link Rules}. */
class ArchitectureTest {
  private static final JavaClasses CLASSES = Production.CLASSES;

  private static void check(ArchRule rule) {
    rule.check(CLASSES);
  }

  static Stream<String> parts() {
    return Rules.MAY_USE.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("parts")
  void usesOnlyWhatIsBelow(String part) {
    check(Rules.usesOnlyWhatIsBelow(part));
  }

  @Test
  void everyPackageHasItsPlace() {
    check(Rules.EVERY_PACKAGE_HAS_ITS_PLACE);
  }

  @Test
  void everyPlaceIsSeen() {
    Set<String> seen =
        CLASSES.stream()
            .map(it -> it.getPackageName().split("\\.", -1)[2])
            .collect(Collectors.toSet());
    assertEquals(new TreeSet<>(Rules.MAY_USE.keySet()), new TreeSet<>(seen));
  }

  @Test
  void noPackageIsInACycle() {
    check(Rules.NO_PACKAGE_CYCLE);
  }

  @Test
  void packagesCanBeSurveyed() {
    check(Rules.PACKAGES_CAN_BE_SURVEYED);
  }

  @Test
  void everyExceptionIsStillNeeded() {
    Set<String> exceptions = new TreeSet<>(PackageSize.LARGER_BY_NATURE.keySet());
    Set<String> large =
        PackageSize.of(CLASSES).stream()
            .filter(it -> it.classes() > PackageSize.MAX)
            .map(PackageSize::name)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(large, exceptions, "an exception that has become small enough is to be removed");
  }

  @Test
  void theRuntimeKnowsNoDriver() {
    check(Rules.THE_RUNTIME_KNOWS_NO_DRIVER);
  }

  @Test
  void whatDriversShareKnowsNoDriver() {
    check(Rules.WHAT_DRIVERS_SHARE_KNOWS_NO_DRIVER);
  }

  @Test
  void theTestkitIsForTests() {
    check(Rules.THE_TESTKIT_IS_FOR_TESTS);
  }

  @Test
  void onlyTheEngineKnowsJavet() {
    check(Rules.ONLY_THE_ENGINE_KNOWS_JAVET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"engine", "registry"})
  void implementationsArePackagePrivate(String packageOfPorts) {
    check(Rules.implementationsArePackagePrivate(packageOfPorts));
  }
}
