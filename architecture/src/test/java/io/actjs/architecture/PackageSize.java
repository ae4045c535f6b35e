package io.actjs.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.AbstractClassesTransformer;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ClassesTransformer;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How many files a package has.
 *
 * @param classes top-level classes, each in a file of its own
 */
record PackageSize(String name, long classes) {
  static final int MAX = 30;

  /**
   * Packages with a limit of their own. The model is the vocabulary that all share, and each of its
   * words is small.
   */
  static final Map<String, Integer> LARGER_BY_NATURE = Map.of("io.actjs.model", 40);

  static List<PackageSize> of(JavaClasses classes) {
    Map<String, Long> counts =
        classes.stream()
            .filter(it -> it.isTopLevelClass() && !it.getSimpleName().equals("package-info"))
            .collect(
                Collectors.groupingBy(
                    JavaClass::getPackageName, TreeMap::new, Collectors.counting()));
    return counts.entrySet().stream()
        .map(it -> new PackageSize(it.getKey(), it.getValue()))
        .toList();
  }

  static ClassesTransformer<PackageSize> packages() {
    return new AbstractClassesTransformer<>("packages") {
      @Override
      public Iterable<PackageSize> doTransform(JavaClasses classes) {
        return of(classes);
      }
    };
  }

  static ArchCondition<PackageSize> beSmallEnough() {
    return new ArchCondition<>("have at most " + MAX + " classes") {
      @Override
      public void check(PackageSize size, ConditionEvents events) {
        boolean right = size.classes <= LARGER_BY_NATURE.getOrDefault(size.name, MAX);
        events.add(
            new SimpleConditionEvent(
                size, right, size.name + " has " + size.classes + " top-level classes"));
      }
    };
  }
}
