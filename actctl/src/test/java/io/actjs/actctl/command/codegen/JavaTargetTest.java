package io.actjs.actctl.command.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actctl.Ran;
import io.actjs.actctl.ShelfCommands;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code actctl codegen --target java}: compiled as Java 17, and run against a daemon. */
class JavaTargetTest extends ShelfCommands {
  private static final String HAND =
      """
      import { Actor, EventSourced, handler } from 'actjs';
      interface Card { suit: 'clubs' | 'not red'; rank: number; note?: string; under: Card | null }
      type Move = { kind: 'draw'; count: number } | { kind: 'fold' };
      type Bag = Bag[];
      export class Hand extends Actor<{ cards: Card[]; last: Move | null; size: Record<string, number> }> {
        state = { cards: [] as Card[], last: null as Move | null, size: { n: 0 } as Record<string, number> };
        onInit(args?: { owner: string }) { if (args?.owner) this.state.size = { [args.owner]: 7 }; }
        @handler('deal') deal(args: Card): number { return this.state.cards.push(args); }
        @handler('move') move(args: Move): Move[] { this.state.last = args; return [args, { kind: 'fold' }]; }
        @handler('bump-it') bump(args?: { by?: number }): number { return this.state.size.n += args?.by ?? 1; }
        @handler('class') keyword(): void {}
        @handler('read') read(): string { return 'the handler'; }
        @handler('fail') fail(): void { this.actjs.abort('no more'); }
        @handler('rows') async *rows(args: { to: number }) { for (let i = 0; i < args.to; i++) yield { i }; }
        @handler('odd') odd(args: { 'a-b': string | null; bag: Bag; any: unknown; pair: [number, string] }): string | null {
          return args['a-b'];
        }
        @handler('either') either(args: string | number): string | number { return args; }
      }
      """;

  private static final String USE =
      """
      import com.example.cards.*;
      import com.example.cards.Hand.*;
      import com.fasterxml.jackson.databind.node.*;
      import java.net.URI;
      import java.time.Duration;
      import java.util.List;
      import java.util.Map;

      public final class Use implements Runnable {
        private static void same(Object wanted, Object is) {
          if (!wanted.equals(is)) {
            throw new AssertionError(wanted + " expected, and is " + is);
          }
        }

        private static void refused(String code, Runnable call) {
          try {
            call.run();
          } catch (ActorException e) {
            same(code, e.code());
            return;
          }
          throw new AssertionError(code + " expected");
        }

        @Override
        public void run() {
          ActorClient client =
              ActorClient.of(URI.create(System.getProperty("test.server")))
                  .withToken(() -> System.getProperty("test.token"))
                  .pinned();
          Hand hand = new Hand(client, "a/b ü");
          Card under = new Card(CardSuit.CLUBS, 2, null, null);
          same(1.0, hand.deal(under));
          same(2.0, hand.deal(new Card(CardSuit.NOT_RED, 3, "held", under)));
          same(List.of(new MoveDraw(4), new MoveFold()), hand.move(new MoveDraw(4)));
          same(1.0, hand.bump_it());
          same(6.0, hand.bump_it(new BumpItArgs(5.0)));
          same(7.0, hand.bump_it(new BumpItArgs(null)));
          hand.class_();
          same("the handler", hand.read_2());
          same(List.of(new RowsValue(0), new RowsValue(1)), hand.rows(new RowsArgs(2)));
          ArrayNode list = JsonNodeFactory.instance.arrayNode();
          same("x", hand.odd(new OddArgs("x", List.of(list), list, List.of(IntNode.valueOf(1), TextNode.valueOf("b")))));
          same(null + "", hand.odd(new OddArgs(null, List.of(), list, List.of(IntNode.valueOf(1), TextNode.valueOf("b")))) + "");
          same(TextNode.valueOf("x"), hand.either(TextNode.valueOf("x")));
          State state = hand.read();
          same(new MoveDraw(4), state.last());
          same("held", state.cards().get(1).note());
          same(under, state.cards().get(1).under());
          same(7.0, state.size().get("n"));
          same(true, hand.tell("bump-it", Map.of("by", 1)).length() > 10);
          same(7.0, Hand.create(client, new CreateArgs("ann")).read().size().get("ann"));
          same(0.0, Hand.create(client).read().size().get("n"));
          refused("ActorAbort", hand::fail);
          refused("Unauthorized", () -> new Hand(client.withToken(() -> "wrong"), "a").class_());
          hand.delete();
          refused("Gone", hand::class_);
          ActorClient nobody = ActorClient.of(URI.create("http://127.0.0.1:1")).withDeadline(Duration.ofSeconds(3));
          refused("Unreachable", () -> new Hand(nobody, "a").class_());
        }
      }
      """;

  private static Path generated;

  @BeforeAll
  static void generate() throws IOException {
    Path classes = Files.createDirectory(dir.resolve("hands"));
    Files.writeString(classes.resolve("Hand.ts"), HAND);
    ok("publish", classes.resolve("Hand.ts").toString(), "--version", "1.0.0");
    generated = dir.resolve("src/com/example/cards");
    codegen("--package", "com.example.cards");
  }

  private static String codegen(String... more) {
    String[] args = {
      "codegen", daemon.uri().toString(), "--out", generated.toString(), "--target", "java"
    };
    return ok(Stream.concat(Stream.of(args), Stream.of(more)).toArray(String[]::new));
  }

  @Test
  void whatIsGeneratedCompilesAndSpeaksWithADaemon() throws Exception {
    Path use = Files.writeString(dir.resolve("Use.java"), USE);
    Path out = Files.createDirectory(dir.resolve("out"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
        Stream<Path> sources = Files.list(generated)) {
      List<Path> all =
          Stream.concat(sources.filter(it -> it.toString().endsWith(".java")), Stream.of(use))
              .toList();
      List<String> options = List.of("--release", "17", "-proc:none", "-d", out.toString());
      boolean compiles =
          compiler
              .getTask(said, files, null, options, null, files.getJavaFileObjectsFromPaths(all))
              .call();
      assertTrue(compiles, said.toString());
    }
    System.setProperty("test.server", daemon.uri().toString());
    System.setProperty("test.token", TOKEN);
    try (URLClassLoader loader = new URLClassLoader(new URL[] {out.toUri().toURL()})) {
      ((Runnable) loader.loadClass("Use").getConstructor().newInstance()).run();
    }
  }

  @Test
  void theSameClassesGiveTheSameFiles() {
    assertTrue(codegen("--package", "com.example.cards").startsWith("all files are current"));
    assertEquals(
        0,
        at(
                "codegen",
                "--out",
                generated.toString(),
                "--target",
                "java",
                "--package",
                "com.example.cards",
                "--check")
            .exit());
  }

  @Test
  void aPackageIsANameAndOfJavaAlone() {
    String[] args = {"codegen", "--out", generated.toString(), "--package", "com.class"};
    Ran other = at(args);
    assertEquals(2, other.exit());
    assertTrue(
        other.err().contains("--package is for --target java, not for typescript"), other.err());
    Ran named =
        Ran.actctl(
            Stream.concat(Stream.of(args), Stream.of("--target", "java")).toArray(String[]::new));
    assertEquals(2, named.exit());
    assertTrue(named.err().contains("\"com.class\" is not the name of a package"), named.err());
  }
}
