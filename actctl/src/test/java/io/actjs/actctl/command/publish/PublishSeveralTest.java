package io.actjs.actctl.command.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.Ran;
import io.actjs.actctl.screen.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Several classes and folders, published by one command. */
class PublishSeveralTest extends PublishFixture {

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
