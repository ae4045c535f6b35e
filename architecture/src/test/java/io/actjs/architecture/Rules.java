package io.actjs.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.all;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What holds of every class of every module. */
final class Rules {
  private static final List<String> LIBRARY =
      List.of("model", "agent", "wire", "storage", "engine", "registry", "policy", "runtime");

  /** What each part may use besides itself: lower never uses higher, and nothing uses the bench. */
  static final Map<String, List<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("model", List.of()),
          Map.entry("agent", List.of("model")),
          Map.entry("wire", List.of("model")),
          Map.entry("storage", List.of("model", "agent")),
          Map.entry("engine", List.of("model")),
          Map.entry("registry", List.of("model", "storage", "engine")),
          Map.entry("policy", List.of("model", "storage")),
          Map.entry("runtime", LIBRARY),
          Map.entry("testkit", LIBRARY),
          Map.entry("testservers", List.of()),
          Map.entry("actjsd", LIBRARY),
          Map.entry("actctl", and(LIBRARY, "actjsd", "testkit")),
          Map.entry("bench", and(LIBRARY, "actjsd", "actctl", "testservers")));

  static final ArchRule EVERY_PACKAGE_HAS_ITS_PLACE =
      classes().should().resideInAnyPackage(patterns(List.copyOf(MAY_USE.keySet())));

  /** Every package is a slice of its own, apart from the packages below it. */
  static final ArchRule NO_PACKAGE_CYCLE =
      slices().matching("io.actjs.(**)").should().beFreeOfCycles();

  static final ArchRule PACKAGES_CAN_BE_SURVEYED =
      all(PackageSize.packages()).should(PackageSize.beSmallEnough());

  /** The runtime knows the ports; which driver is behind them, only who opens a store knows. */
  static final ArchRule THE_RUNTIME_KNOWS_NO_DRIVER =
      noClasses()
          .that()
          .resideInAPackage("io.actjs.runtime..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.actjs.storage.memory..",
              "io.actjs.storage.jdbc..",
              "io.actjs.storage.sqlite..",
              "io.actjs.storage.postgres..",
              "io.actjs.storage.valkey..");

  /** The port, its codecs and what SQL drivers share are below every driver. */
  static final ArchRule WHAT_DRIVERS_SHARE_KNOWS_NO_DRIVER =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.actjs.storage", "io.actjs.storage.codec..", "io.actjs.storage.jdbc..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.actjs.storage.memory..",
              "io.actjs.storage.sqlite..",
              "io.actjs.storage.postgres..",
              "io.actjs.storage.valkey..",
              "io.actjs.storage.move..");

  /** Those of authors are run by a command, which alone brings it along. */
  static final ArchRule THE_TESTKIT_IS_FOR_TESTS =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.actjs.testkit..", "io.actjs.actctl.test..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.actjs.testkit..");

  /** V8 stays behind the engine's interfaces. */
  static final ArchRule ONLY_THE_ENGINE_KNOWS_JAVET =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.actjs.engine..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.caoccao..");

  private Rules() {}

  static ArchRule usesOnlyWhatIsBelow(String part) {
    List<String> allowed = and(MAY_USE.get(part), part);
    return noClasses()
        .that()
        .resideInAPackage("io.actjs." + part + "..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("io.actjs..")
                .and(not(resideInAnyPackage(patterns(allowed))))
                .as("our packages other than %s", allowed));
  }

  /** What others use are interfaces, records and enums; what implements them is package-private. */
  static ArchRule implementationsArePackagePrivate(String packageOfPorts) {
    return classes()
        .that()
        .resideInAPackage("io.actjs." + packageOfPorts)
        .and()
        .areNotInterfaces()
        .and()
        .areNotRecords()
        .and()
        .areNotEnums()
        .and()
        .areTopLevelClasses()
        .should()
        .notBePublic();
  }

  private static List<String> and(List<String> parts, String... more) {
    List<String> all = new ArrayList<>(parts);
    all.addAll(List.of(more));
    return List.copyOf(all);
  }

  private static String[] patterns(List<String> parts) {
    return parts.stream().map(name -> "io.actjs." + name + "..").toArray(String[]::new);
  }
}
