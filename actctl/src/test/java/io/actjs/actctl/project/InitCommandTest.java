package io.actjs.actctl.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.Ran;
import io.actjs.actctl.screen.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitCommandTest {
  @TempDir private Path dir;

  private Map<String, String> files() throws IOException {
    Map<String, String> texts = new TreeMap<>();
    try (Stream<Path> all = Files.walk(dir)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        texts.put(dir.relativize(file).toString(), Files.readString(file));
      }
    }
    return texts;
  }

  @Test
  void itSaysWhatItWroteAndWhatToTypeNext() {
    Path project = dir.resolve("a/counters");
    assertEquals(
        """
        wrote to %1$s:
          Counter.ts
          Counter.test.ts
          tsconfig.json
          package.json
          .gitignore
          .actjs/config.toml
          .actjs/types/actjs.d.ts
          .actjs/types/globals.d.ts
          .actjs/types/actjs-test.d.ts

        Next, the last in a second terminal:
          actctl test %1$s
          actctl dev %1$s
          actctl call Counter clicks add

        VS Code finds actjs as it is. To check types elsewhere, such as in CI (needs Node):
          cd %1$s && npm install && npx tsc --noEmit"""
            .formatted(project),
        Ran.actctl("init", project.toString()).out());
  }

  @Test
  void programsGetOneDocument() {
    Path project = dir.resolve("it's");
    Ran ran = Ran.actctl("init", "--json", project.toString(), "--template=room");
    JsonNode document = Json.parse(ran.out());

    assertEquals("room", document.path("template").asText());
    assertEquals(project + "/Room.ts", document.path("written").path(0).asText());
    assertEquals("actctl test '" + dir + "/it'\\''s'", document.path("next").path(0).asText());
    Ran again = Ran.actctl("init", "--json", project.toString(), "--template=room");
    assertEquals("[]", Json.parse(again.out()).path("written").toString());
  }

  @Test
  void aFileThatIsThereIsNeverOverwritten() throws IOException {
    Files.writeString(dir.resolve("Counter.ts"), "mine");
    Files.writeString(dir.resolve("package.json"), "{}");
    Map<String, String> before = files();

    Ran ran = Ran.actctl("init", dir.toString());

    assertEquals(1, ran.exit());
    assertEquals(
        "actctl: Counter.ts, package.json are in " + dir + " already; nothing was written",
        ran.err());
    assertEquals(before, files());
  }

  @Test
  void whatIsInTheWayOfAFolderIsNamed() throws IOException {
    Files.createFile(dir.resolve(".actjs"));
    Map<String, String> before = files();

    assertEquals(
        "actctl: .actjs is in " + dir + " already; nothing was written",
        Ran.actctl("init", dir.toString()).err());
    assertEquals(before, files());
    assertEquals(
        "actctl: " + dir + "/.actjs is not a folder", Ran.actctl("init", dir + "/.actjs").err());
  }

  @Test
  void aFolderThatHasClassesKeepsWhatCameWithThem() throws IOException {
    Files.writeString(dir.resolve("Mine.ts"), "mine");
    Files.writeString(dir.resolve("package.json"), "{}");

    String text = Ran.actctl("init", dir.toString(), "--template=empty").out();

    assertTrue(text.contains("kept as they are:\n  package.json\n"), text);
    assertTrue(text.contains("Next:\n  actctl dev " + dir + "\n"), text);
    assertEquals("{}", files().get("package.json"));
    assertTrue(files().get("tsconfig.json").contains("actjs-test.d.ts"));
    Files.writeString(dir.resolve("tsconfig.json"), "{}");
    assertEquals(
        "actctl: tsconfig.json is in " + dir + " already; nothing was written",
        Ran.actctl("init", dir.toString(), "--template=empty").err());
  }

  @Test
  void whatIsMissingIsAddedAndTypesAreBroughtUpToDate() throws IOException {
    Ran.actctl("init", dir.toString());
    Map<String, String> before = files();
    Files.delete(dir.resolve("Counter.test.ts"));
    Files.writeString(dir.resolve(".actjs/types/actjs.d.ts"), "older");

    Ran ran = Ran.actctl("init", dir.toString());

    assertTrue(
        ran.out().contains(":\n  Counter.test.ts\n  .actjs/types/actjs.d.ts\n\n"), ran.out());
    assertEquals(before, files());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "sho     | no template \"sho\"; did you mean \"shop\"?",
        "COUNTER | no template \"COUNTER\"; did you mean \"counter\"?",
        "chess   | no template \"chess\"; there are counter, shop, room, ledger, empty"
      })
  void aTemplateThatIsNotThereIsWrongUsage(String name, String message) throws IOException {
    Ran ran = Ran.actctl("init", dir.toString(), "--template", name);

    assertEquals(2, ran.exit());
    assertTrue(ran.err().contains(message), ran.err());
    assertEquals(Map.of(), files());
  }

  @ParameterizedTest
  @CsvSource({
    "shop, shop",
    "My Shop!, my-shop",
    "_under.score-, under.score",
    "日本, actors",
    "/, actors"
  })
  void thePackageIsNamedAfterTheFolder(String folder, String name) {
    assertEquals(name, NewProject.packageName(Path.of(folder)));
  }
}
