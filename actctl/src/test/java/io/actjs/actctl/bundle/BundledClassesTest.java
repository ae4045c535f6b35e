package io.actjs.actctl.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.Ran;
import io.actjs.actctl.screen.Json;
import io.actjs.actjsd.Daemon;
import io.actjs.actjsd.DaemonConfig;
import io.actjs.engine.CompiledClass;
import io.actjs.engine.source.SourceMap;
import io.actjs.model.PublishedClass;
import io.actjs.registry.ClassRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classes of several files, as {@code actctl publish} brings them to a real daemon. */
class BundledClassesTest {
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

  private void write(String name, String text) throws IOException {
    Path file = dir.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private Ran at(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--server=" + daemon.uri());
    return Ran.actctl(all.toArray(String[]::new));
  }

  private Ran publish(String name, String version, String... options) {
    List<String> all = new ArrayList<>(List.of("publish", dir.resolve(name + ".ts").toString()));
    all.addAll(List.of("--version", version));
    all.addAll(List.of(options));
    return at(all.toArray(String[]::new));
  }

  private static String out(Ran ran) {
    assertEquals(0, ran.exit(), ran.err());
    return ran.out();
  }

  /** A class, a module beside it, one in a folder, and packages in both forms. */
  private void project(String name) throws IOException {
    write(
        name + ".ts",
        """
        import { Actor, handler } from 'actjs';
        import { priced } from './pricing';
        import type { Item } from './lib/item';
        import { shout } from 'loud';
        import quiet from '@scope/quiet';

        interface S { items: Item[]; total: number }
        export class NAME extends Actor<S> {
          state = { items: [], total: 0 };
          @handler('add') add(item: Item): string {
            this.state.items.push(item);
            this.state.total += priced(item);
            return shout(item.sku) + quiet(item.sku);
          }
        }
        """
            .replace("NAME", name));
    write(
        "pricing.ts",
        """
        import type { Item } from './lib/item';
        import { CENTS } from './lib/item.js';
        export function priced(item: Item): number {
          if (item.count > 99) {
            throw new RangeError('too many');
          }
          return item.count * CENTS;
        }
        """);
    write(
        "lib/item.ts",
        "export interface Item { sku: string; count: number }\nexport const CENTS = 100;\n");
    write(
        "node_modules/loud/package.json",
        """
        {"name": "loud", "version": "1.2.3", "type": "module", "types": "./index.d.ts",
         "exports": {".": {"types": "./index.d.ts", "node": "./node.js", "default": "./index.js"}}}
        """);
    write("node_modules/loud/index.d.ts", "export declare function shout(text: string): string;\n");
    write("node_modules/loud/node.js", "import fs from 'node:fs'; export const shout = fs;\n");
    write(
        "node_modules/loud/index.js",
        """
        globalThis.__loud ??= { times: 0 };
        export function shout(text) { globalThis.__loud.times++; return text.toUpperCase() + '!'; }
        """);
    write(
        "node_modules/@scope/quiet/package.json",
        "{\"name\": \"@scope/quiet\", \"version\": \"0.1.0\", \"main\": \"main.js\", \"types\": \"main.d.ts\"}");
    write(
        "node_modules/@scope/quiet/main.js",
        """
        var root = typeof self === 'object' && self;
        module.exports = function (text) { return root.Array.from(text).join('-'); };
        """);
    write(
        "node_modules/@scope/quiet/main.d.ts",
        "declare function quiet(text: string): string;\nexport default quiet;\n");
  }

  @Test
  void aClassImportsModulesAndPackages() throws IOException {
    project("Basket");
    out(publish("Basket", "1.0.0"));

    String answer = out(at("call", "Basket", "a", "add", "{\"sku\": \"ape\", \"count\": 2}"));
    assertEquals("\"APE!a-p-e\"", answer);
    JsonNode actor = Json.parse(out(at("actor", "inspect", "Basket", "a", "--json")));
    assertEquals(
        "{\"items\":[{\"sku\":\"ape\",\"count\":2}],\"total\":200}",
        actor.path("state").toString());
  }

  @Test
  void theTypesAreThoseOfTheAuthorsFiles() throws IOException {
    project("Typed");
    out(publish("Typed", "1.0.0"));

    Ran refused = at("call", "Typed", "a", "add", "{\"sku\": \"ape\", \"count\": \"2\"}");
    assertTrue(refused.err().contains("/count must be a number, not a string"), refused.err());
    JsonNode schema = Json.parse(out(at("schema", "Typed", "--json")));
    assertTrue(schema.toString().contains("\"sku\""), schema.toString());

    write(
        "pricing.ts",
        "export function priced(item: { sku: string }): string { return item.sku; }\n");
    Ran mistyped = publish("Typed", "1.1.0");
    assertEquals(1, mistyped.exit());
    assertTrue(
        mistyped.err().contains("Typed.ts:12:5: Type 'string' is not assignable"), mistyped.err());

    write("pricing.ts", "export const priced = (item: { sku: string }): number => item.skuu;\n");
    mistyped = publish("Typed", "1.1.0");
    assertTrue(
        mistyped.err().contains("pricing.ts:1:63: Property 'skuu' does not exist"), mistyped.err());
    out(publish("Typed", "1.1.0", "--no-check"));
  }

  @Test
  void anErrorNamesTheAuthorsFileAndLine() throws IOException {
    project("Failing");
    out(publish("Failing", "1.0.0"));
    Ran failed = at("call", "Failing", "a", "add", "{\"sku\": \"ape\", \"count\": 100}");
    assertTrue(failed.err().contains("RangeError: too many"), failed.err());
    // What the server's log has of it.
    PublishedClass published = newest("Failing");
    String script = CompiledClass.of(published).javaScript();
    int at = script.indexOf("new RangeError");
    int line = 1 + (int) script.substring(0, at).chars().filter(c -> c == '\n').count();
    int column = at - script.lastIndexOf('\n', at);
    assertEquals(
        "at priced (Failing@1.0.0/pricing.ts:5:11)",
        SourceMap.of(published.ref(), published.sourceMap())
            .remap("at priced (Failing@1.0.0.ts:%d:%d)".formatted(line, column)));
  }

  private static PublishedClass newest(String name) {
    ClassRegistry registry = daemon.runtime().registry();
    return registry.get(registry.latest(name).ref());
  }

  @Test
  void whatWentInIsListedAndHashed() throws IOException {
    project("Listed");
    out(publish("Listed", "1.0.0"));
    JsonNode first = Json.parse(out(at("list", "Listed", "--sources", "--json")));
    assertEquals("esbuild " + Esbuild.VERSION, first.path("bundler").asText());
    assertEquals(
        List.of("Listed.ts", "lib/item.ts", "pricing.ts", "@scope/quiet@0.1.0", "loud@1.2.3"),
        first.path("sources").findValuesAsText("path"));

    // The same files make the same bundle, wherever they are.
    JsonNode dry = Json.parse(out(publish("Listed", "1.0.1", "--dry-run", "--json")));
    String sha = versions("Listed").path(0).path("sourceSha256").asText();
    assertEquals(sha, dry.path("sha256").asText());
    write(
        "node_modules/loud/index.js",
        Files.readString(dir.resolve("node_modules/loud/index.js")).replace("'!'", "'?'"));
    dry = Json.parse(out(publish("Listed", "1.0.1", "--dry-run", "--json")));
    assertNotEquals(sha, dry.path("sha256").asText());

    String table = out(at("list", "Listed@1.0.0", "--sources"));
    assertTrue(table.contains("loud@1.2.3"), table);
    assertEquals(2, at("list", "--sources").exit());
  }

  private JsonNode versions(String name) {
    return Json.parse(out(at("list", name, "--json"))).path("versions");
  }

  @Test
  void aClassThatImportsOnlyTypesIsPublishedAsItWasWritten() throws IOException {
    project("Alone");
    String text =
        """
        import { Actor, handler } from 'actjs';
        import type { Basket } from './Basket2';
        export class Alone extends Actor<{ n: number }> {
          state = { n: 0 };
          @handler('go') async go(): Promise<void> { await this.actjs.actor<Basket>('Basket2', 'a').add({}); }
        }
        """;
    write("Alone.ts", text);
    write(
        "Basket2.ts",
        """
        import { Actor, handler } from 'actjs';
        export class Basket extends Actor { @handler('add') add(_: {}): void {} }
        """);
    out(publish("Alone", "1.0.0"));

    assertEquals(text, newest("Alone").source());
  }

  @Test
  void aClassExtendsOneOfAnotherFile() throws IOException {
    write(
        "base.ts",
        """
        import { Actor, handler } from 'actjs';
        export abstract class Base<S extends { n: number }> extends Actor<S> {
          @handler('add') add({ by }: { by: number }): number { return (this.state.n += by); }
        }
        """);
    write(
        "Derived.ts",
        """
        import { Base } from './base';
        export class Derived extends Base<{ n: number }> { state = { n: 40 }; }
        """);
    out(publish("Derived", "1.0.0"));

    assertEquals("42", out(at("call", "Derived", "a", "add", "{\"by\": 2}")));
    assertEquals(1, at("call", "Derived", "a", "add", "{\"by\": \"2\"}").exit());
  }

  @Test
  void theTypesOfAPublishedClassNeedNoFile() throws IOException {
    project("Stocked");
    out(publish("Stocked", "1.0.0"));
    Files.delete(dir.resolve("Stocked.ts"));
    write(
        "Buyer.ts",
        """
        import { Actor, handler } from 'actjs';
        import { priced } from './pricing';
        import type { Stocked } from './Stocked';
        export class Buyer extends Actor<{ n: number }> {
          state = { n: 0 };
          @handler('buy') buy(): Promise<string> {
            const n: string = priced({ sku: 'x', count: 1 }).toFixed();
            return this.actjs.actor<Stocked>('Stocked', n).add({ sku: 'x', count: 1 });
          }
        }
        """);
    out(publish("Buyer", "1.0.0"));

    assertEquals("\"X!x\"", out(at("call", "Buyer", "a", "buy")));
    write("Buyer.ts", Files.readString(dir.resolve("Buyer.ts")).replace(".add(", ".ad("));
    Ran mistyped = publish("Buyer", "1.1.0");
    assertTrue(mistyped.err().contains("Property 'ad' does not exist"), mistyped.err());
  }

  @Test
  void aPackageThatNeedsNodeIsRefusedWithTheWayToIt() throws IOException {
    project("Nodeful");
    write("node_modules/loud/index.js", "export { shout } from './deep/file.js';\n");
    write(
        "node_modules/loud/deep/file.js",
        "import { readFile } from 'node:fs'; export const shout = readFile;\n");

    Ran refused = publish("Nodeful", "1.0.0");

    assertEquals(1, refused.exit());
    assertTrue(
        refused
            .err()
            .contains(
                "ForbiddenImport: node_modules/loud/deep/file.js:1:26: 'node:fs' is a module of Node, which actors do not have "
                    + "(Nodeful.ts imports node_modules/loud/index.js imports node_modules/loud/deep/file.js imports node:fs)"),
        refused.err());
  }

  @Test
  void whatIsNotThereIsSaidWithWhatToDo() throws IOException {
    project("Lost");
    String text = Files.readString(dir.resolve("Lost.ts"));
    write("Lost.ts", text.replace("'./pricing'", "'./prising'"));
    assertTrue(
        publish("Lost", "1.0.0").err().contains("Lost.ts:2:24: there is no file './prising'"));
    write("Lost.ts", text.replace("'loud'", "'louder/now'"));
    String err = publish("Lost", "1.0.0").err();
    assertTrue(
        err.contains("Lost.ts:4:23: the package 'louder/now' is not installed: npm install louder"),
        err);
    write("Lost.ts", text.replace("state = {", "state = {{"));
    err = publish("Lost", "1.0.0").err();
    assertTrue(err.contains("SyntaxInvalid: Lost.ts:9:"), err);
  }

  @Test
  void rulesBesideAClassGoWithItsBundle() throws IOException {
    project("Ruled");
    write("Ruled.policy.yaml", "rules:\n  - effect: deny\n    reason: closed\n");
    out(publish("Ruled", "1.0.0"));

    Ran refused = at("call", "Ruled", "a", "add", "{\"sku\": \"ape\", \"count\": 2}");
    assertTrue(refused.err().contains("PolicyDenied"), refused.err());
  }
}
