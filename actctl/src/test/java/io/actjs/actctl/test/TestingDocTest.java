package io.actjs.actctl.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actctl.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files in the page about tests pass, and its commands are commands. */
class TestingDocTest {
  private static final Pattern FILE = Pattern.compile("(?ms)^```ts\\n// (\\S+)\\n(.*?)^```$");
  private static final Pattern COMMANDS = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");

  @TempDir private Path dir;

  @Test
  void theTestsInThePagePass() throws IOException {
    String page = Files.readString(Path.of("../docs/testing.md"));
    Matcher file = FILE.matcher(page);
    while (file.find()) {
      Files.writeString(dir.resolve(file.group(1)), file.group(2));
    }
    Matcher commands = COMMANDS.matcher(page);
    assertTrue(commands.find());
    List<String> lines = commands.group(1).lines().toList();
    for (String line : lines) {
      Ran ran = Ran.actctl(words(line.replaceFirst(" *#.*", "")));
      assertEquals(0, ran.exit(), line + "\n" + ran.out() + ran.err());
    }
    assertTrue(Files.exists(dir.resolve("report.xml")));
    assertTrue(Files.exists(dir.resolve("coverage/lcov.info")));
  }

  /** In the folder of the page's files; one that watches would not end. */
  private String[] words(String line) {
    List<String> words = new ArrayList<>(Arrays.asList(line.split(" ")));
    words.removeFirst();
    words.remove("--watch");
    words.replaceAll(word -> word.matches(".*\\.(ts|xml)") ? dir.resolve(word).toString() : word);
    if (words.stream().noneMatch(word -> word.endsWith(".ts"))) {
      words.add(1, dir.toString());
    }
    if (words.contains("--coverage")) {
      words.addAll(List.of("--coverage-dir", dir.resolve("coverage").toString()));
    }
    return words.toArray(String[]::new);
  }
}
