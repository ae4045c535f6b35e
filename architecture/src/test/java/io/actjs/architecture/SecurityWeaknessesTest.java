package io.actjs.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Each weakness that the original had in its security (the numbers are those of its register) has a
 * test that is named after it.
 */
class SecurityWeaknessesTest {
  private static final Set<Integer> WEAKNESSES =
      Set.of(
          5, 6, 8, 9, 11, 12, 13, 14, 15, 16, 19, 26, 29, 32, 34, 35, 36, 37, 38, 48, 49, 52, 54,
          55, 62, 69, 86, 94, 95, 96, 97, 98, 99, 100, 101, 103, 113);

  private static final Path ROOT = Path.of("..");
  private static final Pattern TEST = Pattern.compile("(?m)^  (?:final )?void (\\w+)\\(");
  private static final Pattern NUMBER = Pattern.compile("(?:^|_|And|\\d)[wW]([0-9]+)(?![0-9])");

  @Test
  void eachHasATestThatNamesIt() throws IOException {
    Set<Integer> named = new TreeSet<>();
    for (String module : List.of("shared", "actjsd", "actctl", "testkit")) {
      for (Path file : sources(ROOT.resolve(module).resolve("src"))) {
        Matcher tests = TEST.matcher(Files.readString(file));
        while (tests.find()) {
          NUMBER
              .matcher(tests.group(1))
              .results()
              .forEach(it -> named.add(Integer.valueOf(it.group(1))));
        }
      }
    }
    Set<Integer> missing = new TreeSet<>(WEAKNESSES);
    missing.removeAll(named);
    assertEquals(Set.of(), missing);
  }

  private static List<Path> sources(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(it -> it.toString().matches(".*(Test|Tck)\\.java"))
          .sorted(Comparator.naturalOrder())
          .collect(Collectors.toList());
    }
  }
}
