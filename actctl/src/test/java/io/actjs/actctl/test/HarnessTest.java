package io.actjs.actctl.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actctl.Ran;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tests of {@code actjs/test} are test files themselves; and so are those of the examples. */
class HarnessTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  @TempDir private Path dir;

  private Ran run(Path from) throws IOException {
    try (var files = Files.list(from)) {
      for (Path file : files.filter(HarnessTest::isOfClasses).toList()) {
        Files.copy(file, dir.resolve(file.getFileName().toString()));
      }
    }
    return Ran.actctl("test", dir.toString());
  }

  /** Classes, their tests and their rules. */
  private static boolean isOfClasses(Path file) {
    return file.toString().endsWith(".ts") || file.toString().endsWith(".policy.yaml");
  }

  @Test
  void theApiKeepsItsPromises() throws IOException, URISyntaxException {
    URL tests = HarnessTest.class.getResource("harness/harness.test.ts");
    Ran ran = run(Path.of(tests.toURI()).getParent());
    assertEquals(0, ran.exit(), ran.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop"})
  void theTestsOfAnExamplePass(String example) throws IOException {
    Path folder = ROOT.resolve("examples").resolve(example);
    Ran ran = run(folder);
    assertEquals(0, ran.exit(), ran.out());
    assertTrue(ran.out().contains("passed"), ran.out());
    assertEquals(names(folder, ".ts"), names(folder, ".test.ts"), "each class has a test file");
  }

  private static Set<String> names(Path folder, String ending) throws IOException {
    try (var files = Files.list(folder)) {
      List<String> names =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(ending))
              .map(name -> name.substring(0, name.indexOf('.')))
              .toList();
      return new TreeSet<>(names);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"counter", "ledger", "room", "shop"})
  void theTestsOfATemplatePass(String template) throws IOException {
    Ran ran =
        run(ROOT.resolve("actctl/src/main/resources/io/actjs/actctl/templates").resolve(template));
    assertEquals(0, ran.exit(), ran.out());
  }
}
