package io.actjs.actctl.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actctl.Ran;
import io.actjs.actctl.dev.DevEvent;
import io.actjs.actctl.dev.TypesAtStart;
import io.actjs.actctl.screen.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EditorTypesTest {
  private static final FileTime LONG_AGO = FileTime.fromMillis(0);

  @TempDir private Path dir;

  private Path file(String name) {
    return dir.resolve(EditorTypes.FOLDER).resolve(name);
  }

  private String types(String... more) {
    String[] args =
        Stream.concat(Stream.of("types", dir.toString()), Stream.of(more)).toArray(String[]::new);
    Ran ran = Ran.actctl(args);
    assertEquals(0, ran.exit(), ran::toString);
    return ran.out();
  }

  @Test
  void onlyWhatDiffersIsWritten() throws IOException {
    assertEquals(
        "wrote %s%nwrote %s%nwrote %s"
            .formatted(file("actjs.d.ts"), file("globals.d.ts"), file("actjs-test.d.ts")),
        types());
    Files.setLastModifiedTime(file("actjs.d.ts"), LONG_AGO);
    assertEquals("", types());

    Files.writeString(file("globals.d.ts"), "older");
    assertEquals("{\"written\":[\"" + file("globals.d.ts") + "\"]}", types("--json"));
    assertEquals("{\"written\":[]}", types("--json"));
    assertEquals(LONG_AGO, Files.getLastModifiedTime(file("actjs.d.ts")));
    try (Stream<Path> all = Files.list(file("."))) {
      assertEquals(3, all.count());
    }
  }

  @Test
  void theFirstLineSaysWhoWroteThem() throws IOException {
    new EditorTypes(dir, "1.2.3").update();

    assertEquals(
        "// Written by actctl 1.2.3; \"actctl types\" writes it again.",
        Files.readAllLines(file("actjs.d.ts")).getFirst());
    assertEquals(3, new EditorTypes(dir, "1.2.4").outdated().size());
  }

  @Test
  void aCheckWritesNothing() throws IOException {
    types();
    assertEquals("", types("--check"));
    Files.writeString(file("actjs.d.ts"), "older");

    Ran ran = Ran.actctl("types", "--check", dir.toString(), "--json");

    assertEquals(1, ran.exit());
    assertEquals("", ran.out());
    assertEquals(
        "not current: " + file("actjs.d.ts") + "; run \"actctl types " + dir + "\"",
        Json.parse(ran.err()).path("error").path("detail").asText());
    assertEquals("older", Files.readString(file("actjs.d.ts")));
  }

  @Test
  void aFolderThatIsNotThereIsNotMade() {
    Ran ran = Ran.actctl("types", dir + "/none");

    assertEquals(1, ran.exit());
    assertEquals("actctl: no such folder: " + dir + "/none", ran.err());
  }

  @Test
  void devWritesThemOnce() throws IOException {
    DevEvent written = TypesAtStart.update(dir, "1.2.3");

    assertEquals(new DevEvent.TypesWritten(dir.resolve(EditorTypes.FOLDER), true, false), written);
    assertNull(TypesAtStart.update(dir, "1.2.3"));
    Files.createFile(dir.resolve("tsconfig.json"));
    assertEquals(
        new DevEvent.TypesWritten(dir.resolve(EditorTypes.FOLDER), false, true),
        TypesAtStart.update(dir, "1.2.4"));
  }

  @Test
  void devGoesOnWithoutThem() throws IOException {
    Files.createFile(dir.resolve(".actjs"));

    var unwritten = assertInstanceOf(DevEvent.TypesUnwritten.class, TypesAtStart.update(dir, "1"));

    assertTrue(
        unwritten.reason().startsWith("cannot write to " + dir + "/.actjs/types: "),
        unwritten.reason());
  }
}
