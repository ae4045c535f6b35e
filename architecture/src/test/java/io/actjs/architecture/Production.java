package io.actjs.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The production classes of all modules, without those that JMH generates of its benchmarks. */
final class Production {
  /**
   * A class in a module's output folder: the module, and the name of the source without its end.
   */
  private static final Pattern COMPILED =
      Pattern.compile("(.*)/target/classes/(.*?)(?:\\$.*)?\\.class");

  static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("/jmh_generated/"))
          .withImportOption(Production::hasItsSource)
          .importPackages("io.actjs");

  /** An output folder keeps the class of a source that has since moved, until it is cleaned. */
  private static boolean hasItsSource(Location location) {
    if (!location.asURI().getScheme().equals("file")) {
      return true;
    }
    Matcher compiled = COMPILED.matcher(Path.of(location.asURI()).toString());
    return !compiled.matches()
        || Files.exists(Path.of(compiled.group(1), "src/main/java", compiled.group(2) + ".java"));
  }

  private Production() {}
}
