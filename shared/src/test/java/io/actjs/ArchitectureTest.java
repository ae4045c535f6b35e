package io.actjs;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The layers of the library: lower never imports higher. */
class ArchitectureTest {
  /** What each package may use besides itself. */
  private static final Map<String, List<String>> MAY_USE =
      Map.of(
          "model", List.of(),
          "wire", List.of("model"),
          "storage", List.of("model"),
          "engine", List.of("model"),
          "registry", List.of("model", "storage", "engine"),
          "runtime", List.of("model", "wire", "storage", "engine", "registry"),
          "testkit", List.of("model", "wire", "storage", "engine", "registry", "runtime"));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(
              location ->
                  ImportOption.Predefined.DO_NOT_INCLUDE_TESTS.includes(location)
                      || location.contains("/testkit/"))
          .withImportOption(location -> !location.contains("/testservers/"))
          .importPackages("io.actjs");

  static Stream<String> packages() {
    return MAY_USE.keySet().stream().sorted();
  }

  private static String[] patterns(List<String> packages) {
    return packages.stream().map(name -> "io.actjs." + name + "..").toArray(String[]::new);
  }

  @ParameterizedTest
  @MethodSource("packages")
  void usesOnlyWhatIsBelow(String name) {
    List<String> allowed = new ArrayList<>(MAY_USE.get(name));
    allowed.add(name);
    DescribedPredicate<JavaClass> ours = resideInAnyPackage("io.actjs..");
    noClasses()
        .that()
        .resideInAPackage("io.actjs." + name + "..")
        .should()
        .dependOnClassesThat(
            ours.and(DescribedPredicate.not(resideInAnyPackage(patterns(allowed))))
                .as("our packages other than %s", allowed))
        .check(CLASSES);
  }

  @Test
  void everyPackageHasItsPlace() {
    classes().should().resideInAnyPackage(patterns(List.copyOf(MAY_USE.keySet()))).check(CLASSES);
  }

  /** V8 stays behind the engine's interfaces. */
  @Test
  void onlyTheEngineKnowsJavet() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.actjs.engine..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.caoccao..")
        .check(CLASSES);
  }

  /** What others use are interfaces, records and enums; what implements them is package-private. */
  @ParameterizedTest
  @MethodSource("packagesOfPorts")
  void implementationsArePackagePrivate(String name) {
    classes()
        .that()
        .resideInAPackage("io.actjs." + name)
        .and()
        .areNotInterfaces()
        .and()
        .areNotRecords()
        .and()
        .areNotEnums()
        .and()
        .areTopLevelClasses()
        .should()
        .notBePublic()
        .check(CLASSES);
  }

  static Stream<String> packagesOfPorts() {
    return Stream.of("engine", "registry");
  }
}
