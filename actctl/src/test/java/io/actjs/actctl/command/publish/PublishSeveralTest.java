package io.actjs.actctl.command.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.Ran;
import io.actjs.actctl.screen.Json;
import io.actjs.actjsd.Daemon;
import io.actjs.actjsd.DaemonConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several classes and folders, published by one command, and versions that are counted on. */
class PublishSeveralTest {
  private static Daemon daemon;
  @TempDir private Path dir;

  @BeforeAll
  static void start() {
    daemon = Daemon.start(DaemonConfig.ephemeral().withPort(0));
  }

  @AfterAll
  static void stop() {
    daemon.close();
  }

  private static Ran at(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--server=" + daemon.uri());
    return Ran.actctl(all.toArray(String[]::new));
  }

  private static String ok(String... args) {
    Ran ran = at(args);
    assertEquals(0, ran.exit(), ran.err());
    assertEquals("", ran.err());
    return ran.out();
  }

  private static String refused(String... args) {
    Ran ran = at(args);
    assertEquals(1, ran.exit(), ran.out());
    assertEquals("", ran.out());
    return ran.err();
  }

  private String write(String name, String text) throws IOException {
    Path file = dir.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text).toString();
  }

  /** A class with one handler, whose parameter and body are given. */
  private String counting(String name, String parameter, String more) throws IOException {
    return write(
        name + ".ts",
        """
        import { Actor, handler } from 'actjs';
        export class %s extends Actor<{ n: number }> {
          state = { n: 0 };
          @handler('add') add(args: %s): number { return (this.state.n += 1); }
          %s
        }
        """
            .formatted(name, parameter, more));
  }

  /** A class that calls another. */
  private String using(String name, String other, String argument) throws IOException {
    return write(
        name + ".ts",
        """
        import { Actor, handler } from 'actjs';
        import type { %2$s } from './%2$s';
        export class %1$s extends Actor<{ n: number }> {
          state = { n: 0 };
          @handler('go') async go() { return this.actjs.actor<%2$s>('%2$s', 'a').add(%3$s); }
        }
        """
            .formatted(name, other, argument));
  }

  private static boolean isPublished(String name) {
    return at("list", name).exit() == 0;
  }

  private static List<String> firstWords(String out) {
    return out.lines()
        .filter(line -> !line.startsWith(" "))
        .map(line -> line.replaceFirst(" \\(.*", ""))
        .toList();
  }

  @Test
  void aFolderStandsForItsClassesAndThoseThatOthersUseComeFirst() throws IOException {
    using("Above", "Zero", "{ by: 1 }");
    counting("Zero", "{ by: number }", "");
    write("prices.ts", "export const CENTS = 100;\n");
    write("Above.test.ts", "this is no class");

    String out = ok("publish", dir.toString(), "--version", "1.0.0");

    assertEquals(List.of("published Zero@1.0.0", "published Above@1.0.0"), firstWords(out));
    assertEquals("1", ok("call", "Above", "x", "go"));
  }

  @Test
  void aMistakeInOnePublishesNone() throws IOException {
    String first = counting("Sound", "{ by: number }", "");
    String second = using("Unsound", "Sound", "{ by: 'one' }");

    String err = refused("publish", first, second, "--version=1.0.0");

    assertTrue(err.startsWith("actctl: TypeInvalid: nothing is published: Unsound.ts:5:"), err);
    assertTrue(err.contains("Type 'string' is not assignable to type 'number'"), err);
    assertFalse(isPublished("Sound"));
    write("Sound.ts", "import { Actor } from 'actjs'; export class Sound extends Actor { x: }");
    write("Unsound.ts", "import { Actor } from 'actjs'; export class Unsound extends Actor { y: }");
    String both = refused("publish", first, second, "--version=1.0.0");
    assertTrue(both.contains("nothing is published: 2 of 2 classes cannot be"), both);
    assertTrue(both.contains("\n  Sound: SyntaxInvalid: Sound.ts:1:"), both);
    assertTrue(both.contains("\n  Unsound: SyntaxInvalid: Unsound.ts:1:"), both);
  }

  @Test
  void classesThatUseEachOtherAreNoMistake() throws IOException {
    write(
        "Ping.ts",
        """
        import { Actor, handler } from 'actjs';
        import type { Pong } from './Pong';
        export class Ping extends Actor {
          @handler('add') async add(args: { by: number }): Promise<number> { return args.by; }
          @handler('go') async go() { return this.actjs.actor<Pong>('Pong', 'a').add({ by: 2 }); }
        }
        """);
    write(
        "elsewhere/Pong.ts",
        """
        import { Actor, handler } from 'actjs';
        import type { Ping } from './Ping';
        export class Pong extends Actor {
          @handler('add') async add(args: { by: number }): Promise<number> {
            return this.actjs.actor<Ping>('Ping', 'b').add(args);
          }
        }
        """);

    String[] publish = {"publish", "" + dir, "" + dir.resolve("elsewhere"), "--bump=auto"};
    assertEquals(2, firstWords(ok(publish)).size());
    assertEquals("2", ok("call", "Ping", "a", "go"));
    assertEquals(
        List.of("unchanged Ping@1.0.0", "unchanged Pong@1.0.0"),
        firstWords(ok(publish)).stream().sorted().toList());
  }

  @Test
  void theTypesDecideWhichVersionComesNext() throws IOException {
    String file = counting("Auto", "{ by?: number }", "");
    assertTrue(ok("publish", file, "--bump=auto").startsWith("published Auto@1.0.0 ("));
    assertEquals("unchanged Auto@1.0.0", ok("publish", file, "--bump=auto"));

    counting("Auto", "{ by?: number }", "// a comment");
    assertTrue(ok("publish", file, "--bump=auto").startsWith("published Auto@1.0.1 ("));

    counting(
        "Auto", "{ by?: number; note?: string }", "@handler('get') get(): number { return 1; }");
    List<String> minor = ok("publish", file, "--bump=auto").lines().toList();
    assertTrue(minor.getFirst().startsWith("published Auto@1.1.0 ("), minor.toString());
    assertEquals(
        List.of("  minor: Auto.add: /note is new", "  minor: Auto.get is new"),
        minor.subList(1, 3));

    counting(
        "Auto", "{ by: number; note?: string }", "@handler('get') get(): number { return 1; }");
    List<String> dry = ok("publish", file, "--bump=auto", "--dry-run").lines().toList();
    assertTrue(dry.getFirst().startsWith("dry run: Auto@2.0.0 is valid, nothing"), dry.toString());
    JsonNode major = Json.parse(ok("publish", file, "--bump=auto", "--json"));
    assertEquals("2.0.0", major.path("version").asText());
    assertEquals("major", major.path("bump").asText());
    assertEquals(
        "[{\"asks\":\"major\",\"change\":\"Auto.add: /by is required now\"}]",
        major.path("changes").toString());
    assertFalse(major.has("schemas"));
  }

  @Test
  void aBumpThatHidesABreakingChangeIsRefused() throws IOException {
    String file = counting("Hidden", "{ by?: number }", "");
    ok("publish", file, "--bump=patch");
    counting("Hidden", "{ by: number }", "");

    String err = refused("publish", file, "--bump=minor");

    assertEquals(
        "actctl: BumpTooSmall: a breaking change of handlers, state or events asks for a major"
            + " version, and --bump minor hides it: Hidden.add: /by is required now; use --bump"
            + " major or auto, or --no-check",
        err);
    assertTrue(ok("publish", file, "--bump=minor", "--no-check").contains("Hidden@1.1.0"));
    counting("Hidden", "{ by: number }", "// again");
    String unknown = refused("publish", file, "--bump=auto");
    assertTrue(unknown.contains("Hidden@1.1.0 has no schemas to compare with"), unknown);
    assertTrue(ok("publish", file, "--bump=major").contains("published Hidden@2.0.0"));
  }

  @Test
  void versionsAreCountedOnFromTheHighest() throws IOException {
    String file = counting("Counted", "{ by?: number }", "");
    ok("publish", file, "--version=1.9.0");
    counting("Counted", "{ by?: number }", "// 2");
    ok("publish", file, "--version=2.0.0");
    ok("deprecate", "Counted@2.0.0");
    counting("Counted", "{ by?: number }", "// 3");
    ok("publish", file, "--version=1.10.0");
    counting("Counted", "{ by?: number }", "// 4");

    assertTrue(ok("publish", file, "--bump=patch").startsWith("published Counted@2.0.1 ("));
  }

  @Test
  void severalAreOneDocumentForPrograms() throws IOException {
    counting("Json1", "{ by?: number }", "");
    counting("Json2", "{ by?: number }", "");

    JsonNode dry = Json.parse(ok("publish", "" + dir, "--bump=auto", "--dry-run", "--json"));
    assertTrue(dry.at("/published/0/dryRun").asBoolean());
    assertFalse(isPublished("Json1"));
    ok("publish", "" + dir, "--bump=auto", "--floating");
    counting("Json2", "{ by?: number }", "// more");
    JsonNode again = Json.parse(ok("publish", "" + dir, "--bump=auto", "--json"));
    assertEquals("Json1", again.at("/published/0/name").asText());
    assertTrue(again.at("/published/0/unchanged").asBoolean());
    assertEquals("1.0.1", again.at("/published/1/version").asText());
    JsonNode listed = Json.parse(ok("list", "Json1", "--json"));
    assertTrue(listed.at("/versions/0/floating").asBoolean());
  }

  @Test
  void eachIsSignedWithTheVersionThatItGets() throws IOException {
    String key = dir.resolve("release.pem").toString();
    assertEquals(0, Ran.actctl("key", "generate", key).exit());
    ok("key", "add", "--kid", "release", "--pem", key + ".pub");
    String[] publish = {"publish", "" + dir, "--bump=auto", "--sign", key, "--kid=release"};
    counting("Signed1", "{ by?: number }", "");
    counting("Signed2", "{ by?: number }", "");
    assertTrue(ok(publish).lines().allMatch(it -> it.endsWith(", signed by release)")));

    counting("Signed2", "{ by: number }", "");
    String out = ok(publish);
    assertTrue(out.startsWith("unchanged Signed1@1.0.0"), out);
    assertTrue(out.contains("published Signed2@2.0.0 ("), out);
    assertTrue(out.contains("signed by release"), out);
  }

  @Test
  void storedStatesThatDoNotFitOneKeepAllFromBeingPublished() throws IOException {
    String state =
        """
        import { Actor, handler } from 'actjs';
        export class Held extends Actor<any> {
          state: %s = { n: 1 };
          @handler('set') set(to: any) { (this.state as any) = to; }
        }
        """;
    String held = write("Held.ts", state.formatted("any"));
    ok("publish", held, "--version=1.0.0");
    ok("call", "Held", "a", "set", "{\"m\":1}");
    write("Held.ts", state.formatted("{ n: number }"));
    counting("Beside", "{ by?: number }", "");

    String err = refused("publish", "" + dir, "--bump=major", "--check-states=all");

    assertTrue(err.contains("StatesUnfit: nothing is published: 1 of 1 stored"), err);
    assertTrue(err.contains("/n is missing"), err);
    assertFalse(isPublished("Beside"));
    ok("publish", "" + dir, "--bump=major", "--check-states=none");
  }

  @Test
  void aFolderWithoutAClassOrWithSeveralInAFileIsRefused() throws IOException {
    write("prices.ts", "export const CENTS = 100;\n");
    String none = refused("publish", dir.toString(), "--bump=auto");
    assertTrue(none.contains("there is no class file in " + dir), none);
    assertTrue(none.contains("exports one actor class"), none);

    write(
        "Two.ts",
        """
        import { Actor } from 'actjs';
        export class Two extends Actor {}
        export class Three extends Actor {}
        """);
    String several = refused("publish", dir.toString(), "--bump=auto");
    assertTrue(several.contains("exports Three and Two: put each class into"), several);
    String one = counting("Twin", "{}", "");
    String other = write("elsewhere/Twin.ts", Files.readString(Path.of(one)));
    String twins = refused("publish", one, other, "--bump=auto");
    assertTrue(twins.contains("two files are the class Twin"), twins);
    assertTrue(
        refused("publish", one, "" + dir.resolve("No.ts"), "--bump=auto")
            .contains("no such file: "));
  }
}
