package io.actjs.storage;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import org.junit.jupiter.api.Test;

/** The packages below the port: drivers build on it and on what they share, in one direction. */
final class StoragePackagesTest {
  private static final String STORAGE = "io.actjs.storage";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(STORAGE);

  /** Each package is a slice of its own, those inside another package too. */
  private static final SliceAssignment PACKAGES =
      new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
          String name = javaClass.getPackageName();
          return name.startsWith(STORAGE) ? SliceIdentifier.of(name) : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
          return "the packages of storage";
        }
      };

  @Test
  void noTwoPackagesUseEachOther() {
    slices().assignedFrom(PACKAGES).should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void whatDriversShareKnowsNoDriver() {
    noClasses()
        .that()
        .resideInAnyPackage(STORAGE, STORAGE + ".jdbc..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            STORAGE + ".memory..",
            STORAGE + ".sqlite..",
            STORAGE + ".postgres..",
            STORAGE + ".valkey..",
            STORAGE + ".move..")
        .check(CLASSES);
  }
}
