package io.actjs.actctl.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.caoccao.javet.exceptions.JavetException;
import io.actjs.actctl.Node;
import io.actjs.actctl.Ran;
import io.actjs.actctl.screen.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code actctl codegen} writes of class files, as a client's build takes it. */
class GeneratedTypesTest {
  private static final String CART =
      """
      import { Actor, handler } from 'actjs';
      class Price { constructor(readonly cents: number) {} }
      interface Line { sku: string; qty: number; note?: string }
      type Node = { id: string; children: Node[]; kind: 'leaf' | 'branch' };
      type CalendarEvent = { at: number };
      export class Cart extends Actor<{ items: Line[]; tree: Node | null; tags: Record<string, string> }> {
        state = { items: [] as Line[], tree: null as Node | null, tags: {} as Record<string, string> };
        onInit(args: { owner: string }) {}
        @handler('addItem') addItem(args: { sku: string; qty: number }): { total: number } { return { total: new Price(1).cents }; }
        @handler('clear') clear(args: Record<string, never>): void {}
        @handler('total') total(): number { return 1; }
        @handler('is odd') odd(args?: { by?: number }): string | undefined { return undefined; }
        @handler('new') fresh(args: string | number): Line[] { return []; }
        @handler('any') any(args: any): unknown { return 1; }
        @handler('pair') pair(args: [string, number?, ...boolean[]]): CalendarEvent[] { return []; }
        @handler('follow') async *follow(args: { to: number }) { yield 1; return 'done'; }
        @handler('__proto__') proto(args: { 'a-b': string | null }): void {}
      }
      """;
  private static final String LEDGER =
      """
      import { EventSourced, handler } from 'actjs';
      export type Entry = { type: 'credit'; amount: number } | { type: 'debit'; amount: number };
      export class Ledger extends EventSourced<{ balance: number }, Entry> {
        initialState() { return { balance: 0 }; }
        reduce(state: { balance: number }, event: Entry) { state.balance += event.amount; }
        @handler('credit') credit({ amount }: { amount: number }): Entry[] { return [{ type: 'credit', amount }]; }
      }
      """;

  @TempDir private static Path dir;
  private static StrictTypes types;

  @BeforeAll
  static void generate() throws IOException, JavetException {
    Path classes = Files.createDirectory(dir.resolve("classes"));
    Files.writeString(classes.resolve("Cart.ts"), CART);
    Files.writeString(classes.resolve("Cart.meta.json"), "{\"version\":\"1.2.0\"}");
    Files.createDirectory(classes.resolve("Ledger"));
    for (String version : List.of("2.0.0", "10.0.0-rc.1", "1.9.0")) {
      Files.writeString(classes.resolve("Ledger").resolve(version + ".ts"), LEDGER);
    }
    Ran ran = codegen("out");
    assertEquals(0, ran.exit(), ran.err());
    types = new StrictTypes();
  }

  @AfterAll
  static void close() throws JavetException {
    types.close();
  }

  private static Ran codegen(String out, String... more) {
    String[] args = new String[4 + more.length];
    System.arraycopy(
        new String[] {"codegen", dir.resolve("classes").toString(), "--out"}, 0, args, 0, 3);
    args[3] = dir.resolve(out).toString();
    System.arraycopy(more, 0, args, 4, more.length);
    return Ran.actctl(args);
  }

  private static String generated(String name) throws IOException {
    return Files.readString(dir.resolve("out").resolve(name));
  }

  private List<String> errors(String app) throws IOException, JavetException {
    return types.errors(Map.of("/types/index.d.ts", generated("index.d.ts"), "/app.ts", app));
  }

  @Test
  void theTypesPassAStrictBuildThatChecksDeclarations60() throws Exception {
    String app =
        """
        import { MANIFEST_SHA, classes } from './types/index';
        import type { CartLine, CartState, Classes, ClassName, LedgerEvent } from './types/index';
        type Handlers<N extends ClassName> = Classes[N]['handlers'];
        export async function quickStart(cart: Handlers<'Cart'>, ledger: Handlers<'Ledger'>) {
          const sum: number = (await cart.addItem({ sku: 'a', qty: 1 })).total + await cart.total();
          await cart.clear();
          await cart['is odd']();
          await cart['is odd']({ by: sum });
          const lines: CartLine[] = await cart.new('x');
          await cart.pair(['x', 1, true]);
          const done: string = await cart.follow({ to: 3 });
          const events: LedgerEvent[] = await ledger.credit({ amount: 1 });
          const nothing: void = await cart.__proto__({ 'a-b': null });
          return [lines, done, events, nothing];
        }
        export const state: CartState = { items: [{ sku: 'a', qty: 1 }], tags: { a: 'b' },
          tree: { id: 'r', kind: 'branch', children: [{ id: 'l', kind: 'leaf', children: [] }] } };
        export const yielded: Classes['Cart']['yields']['follow'] = 1;
        export const init: Classes['Cart']['create'] = { owner: 'me' };
        export const none: Classes['Cart']['event'] extends never ? true : false = true;
        export const es: Classes['Ledger']['eventSourced'] = true;
        export const pin: string = MANIFEST_SHA + classes.Cart.version + classes.Ledger.handlers[0];
        """;
    assertEquals(List.of(), errors(app));
  }

  @Test
  void whatNoHandlerTakesIsAnError11() throws Exception {
    String app =
        """
        import type { Classes } from './types/index';
        declare const cart: Classes['Cart']['handlers'];
        cart.addItem({ sku: 'a' });
        cart.total({ any: 1 });
        cart.remove();
        cart.addItem();
        """;
    assertEquals(
        List.of("TS2345", "TS2554", "TS2339", "TS2554"),
        errors(app).stream().map(it -> it.replaceFirst("/app.ts (TS\\d+):.*", "$1")).toList());
  }

  @Test
  void theHandlersAreInOrderWithTheirTypes32And33() throws IOException {
    String text = generated("index.d.ts");
    assertTrue(
        text.contains(
            """
            export interface CartHandlers {
              addItem(args: { sku: string; qty: number }): Promise<{ total: number }>;
              clear(args?: { [key: string]: never }): Promise<void>;
              total(): Promise<number>;
              "is odd"(args?: { by?: number }): Promise<string | null>;
              "new"(args: number | string): Promise<CartLine[]>;
              any(args?: unknown): Promise<unknown>;
              pair(args: [string, number?, ...boolean[]]): Promise<CartCalendarEvent[]>;
              follow(args: { to: number }): Promise<string>;
              __proto__(args: { "a-b": string | null }): Promise<void>;
            }
            """),
        text);
    assertTrue(
        text.contains("export type LedgerEvent = { type: \"credit\"; amount: number }"), text);
    assertTrue(text.contains("credit(args: { amount: number }): Promise<LedgerEvent[]>;"), text);
    assertTrue(text.contains("// Ledger@2.0.0 (sha256: "), text);
  }

  @Test
  void theManifestIsTheServersOwn35() throws IOException {
    var manifest = Json.parse(generated("manifest.json"));
    assertEquals("{\"Cart\":\"1.2.0\",\"Ledger\":\"2.0.0\"}", manifest.path("resolved").toString());
    String sha = "b57a639b74f10befb3231df58d3d25723519408cd65b2cebe60f08242cd926f4";
    assertEquals(sha, manifest.path("sha256").asText());
    assertEquals(64, manifest.path("sources").path("Cart").asText().length());
    assertTrue(generated("index.d.ts").contains("MANIFEST_SHA: \"" + sha + "\""));
  }

  @Test
  void theModuleIsImportedByNodeWithoutABundler46() throws Exception {
    String printed =
        Node.run(
            dir,
            """
            import { MANIFEST_SHA, classes } from './out/index.js';
            console.log(MANIFEST_SHA.length, Object.keys(classes), classes.Cart.handlers.at(-1),
              classes.Ledger.eventSourced);
            """);
    assertEquals("64 [ 'Cart', 'Ledger' ] __proto__ true", printed);
  }

  @Test
  void theSameClassesGiveTheSameBytes34And37And39() throws IOException {
    assertEquals(0, codegen("again").exit());
    for (String name : List.of("index.d.ts", "index.js", "schemas.json", "manifest.json")) {
      assertEquals(generated(name), Files.readString(dir.resolve("again").resolve(name)), name);
    }
    assertEquals("all files are current", codegen("again").out());
    assertEquals(0, codegen("again", "--check").exit());
  }

  @Test
  void twoHundredClassesAreNotTooManyForTheCompiler() throws Exception {
    String one = generated("schemas.json");
    List<ClassModel> many = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      var schemas = Json.parse(one).path(i % 2 == 0 ? "Cart" : "Ledger");
      many.add(new ClassModel("C" + i, VersionedFile.LOCAL, "0".repeat(64), schemas, ""));
    }
    String text = Target.TYPESCRIPT.files(many, Target.Choices.DEFAULT).get("index.d.ts");
    String app =
        "import type { Classes } from './types/index'; export type H = Classes[keyof Classes]['handlers'];";
    assertEquals(List.of(), types.errors(Map.of("/types/index.d.ts", text, "/app.ts", app)));
  }

  @Test
  void validatorsRefuseWhatTheServerRefuses() throws Exception {
    assertEquals(0, codegen("checked", "--validators").exit());
    String printed =
        Node.run(
            dir,
            """
            import { validate } from './checked/validators.js';
            const said = (...call) => console.log(validate(...call).map(it => it.path + ' ' + it.message).join('; '));
            said('Cart', 'addItem', { sku: 'a', qty: 1, other: true });
            said('Cart', 'addItem', { qty: '1', note: undefined });
            said('Cart', 'addItem');
            said('Cart', 'is odd');
            said('Cart', 'is odd', { by: 'x' });
            said('Cart', 'clear', { x: 1 });
            said('Cart', 'pair', ['x', 1, 2]);
            said('Cart', 'new', null);
            said('Cart', '__proto__', { 'a-b': 1 });
            try { said('Cart', 'constructor'); } catch (e) { console.log(e.message); }
            """);
    assertEquals(
        """

        /sku is missing; /qty must be a number, not a string
        /sku is missing; /qty is missing

        /by must be a number, not a string
        /x must be left out
        /2 must be a boolean, not a number
         must be a number or a string, not null
        /a-b must be null or a string, not a number
        no handler Cart.constructor"""
            .strip(),
        printed);
    String app =
        """
        import { validate, type Issue } from './types/validators';
        export const issues: Issue[] = validate('Cart', 'addItem', {});
        """;
    String validators = Files.readString(dir.resolve("checked/validators.d.ts"));
    Map<String, String> files =
        Map.of(
            "/types/index.d.ts", generated("index.d.ts"),
            "/types/validators.d.ts", validators,
            "/app.ts", app);
    assertEquals(List.of(), types.errors(files));
    // Without them, what they left is taken away.
    assertEquals(0, codegen("checked").exit());
    assertTrue(Files.notExists(dir.resolve("checked/validators.js")));
  }
}
