package io.actjs.actctl.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.actjs.actctl.Ran;
import io.actjs.actctl.client.ShellWords;
import io.actjs.actctl.command.BuildVersion;
import io.actjs.actjsd.Daemon;
import io.actjs.actjsd.DaemonConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What {@code actctl init} begins with compiles, is published, and does what its comments say. */
class TemplateTest {
  private static final Pattern CLASS = Pattern.compile("(?m)^export class (\\w+)");
  private static final Pattern EXAMPLE = Pattern.compile("(?m)^ \\* @example (actctl .*)$");

  @TempDir private static Path dir;
  private static Daemon daemon;

  @BeforeAll
  static void start() {
    daemon = Daemon.start(DaemonConfig.ephemeral().withPort(0));
  }

  @AfterAll
  static void stop() {
    daemon.close();
  }

  private static Path init(Template template) {
    Path project = dir.resolve(template.toString());
    ok("init", project.toString(), "--template", template.toString());
    return project;
  }

  private static String ok(String... args) {
    Ran ran = Ran.actctl(args);
    assertEquals(0, ran.exit(), ran::toString);
    assertEquals("", ran.err());
    return ran.out();
  }

  private static List<String> matches(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult it) -> it.group(1)).toList();
  }

  @ParameterizedTest
  @EnumSource
  void everyFileIsThere(Template template) throws IOException {
    Path project = init(template);

    for (String file : template.files()) {
      assertEquals(template.text(file), Files.readString(project.resolve(file)));
    }
    for (String file : List.of("tsconfig.json", "package.json", ".gitignore")) {
      assertTrue(Files.size(project.resolve(file)) > 0, file);
    }
    assertEquals(List.of(), new EditorTypes(project, BuildVersion.text()).outdated());
    assertFalse(
        ok("init", project.toString(), "--template", template.toString()).contains("wrote"));
  }

  @Test
  void theCompilerFindsEverything(@TempDir Path lib) throws Exception {
    assumeTrue(Tsc.canRun(), "there is no Node");
    Tsc tsc = Tsc.unpackedTo(lib);
    Map<Template, Process> running = new EnumMap<>(Template.class);
    for (Template template : Template.values()) {
      Path project = init(template);
      Files.writeString(
          project.resolve("probe.ts"),
          """
          import { Actor } from '@jplevyak/actjs';
          import type { TestRuntime } from 'actjs/test';
          const wrong: number = 'a text';
          export const all = [Actor, URL, wrong, null as TestRuntime | null];
          """);
      running.put(template, tsc.start(project));
    }

    for (Map.Entry<Template, Process> each : running.entrySet()) {
      assertEquals(
          "probe.ts(3,7): error TS2322: Type 'string' is not assignable to type 'number'.",
          Tsc.printed(each.getValue()),
          each.getKey().toString());
    }
  }

  @Test
  void theirTestsPass() {
    List<String> folders = new ArrayList<>(List.of("test"));
    for (Template template : Template.values()) {
      if (template != Template.EMPTY) {
        folders.add(init(template).toString());
      }
    }
    String out = ok(folders.toArray(String[]::new));
    assertTrue(out.contains("5 files: 18 passed"), out);
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"EMPTY"})
  void theClassesArePublishedAndTheirExamplesWork(Template template) throws IOException {
    Path project = init(template);
    List<String> examples = new ArrayList<>();
    for (String file : template.files()) {
      String text = Files.readString(project.resolve(file));
      if (!matches(CLASS, text).isEmpty()) {
        assertEquals(List.of(file.replace(".ts", "")), matches(CLASS, text));
        at("publish", project.resolve(file).toString(), "--version=1.0.0");
        examples.addAll(matches(EXAMPLE, text));
      }
    }

    assertTrue(examples.contains(template.example().orElseThrow()), examples.toString());
    for (String example : examples) {
      List<String> words = new ArrayList<>(ShellWords.split(example));
      words.removeFirst();
      if (words.contains("watch")) {
        words.add("--count=1");
      }
      at(words.toArray(String[]::new));
    }
  }

  private static void at(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--server=" + daemon.uri());
    ok(all.toArray(String[]::new));
  }

  @Test
  void gettingStartedShowsTheClassThatIsWritten() throws IOException {
    String page = Files.readString(Path.of("../docs/getting-started.md"));
    assertTrue(page.contains(Template.COUNTER.text("Counter.ts")));
  }

  @Test
  void theCompilerOfTheProjectIsThatOfThisBuild() throws IOException {
    String packages = Files.readString(init(Template.EMPTY).resolve("package.json"));
    assertTrue(packages.contains("\"typescript\": \"^" + Tsc.version() + "\""), packages);
  }
}
