package io.actjs.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.caoccao.javet.exceptions.JavetTerminatedException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.actjs.engine.source.ClasspathText;
import io.actjs.engine.source.Siblings;
import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code this.actjs.actor<C>(…)} lets pass, and what it does. */
class TypedCallsTest {
  private static final String STOCK =
      """
      import { Actor, handler } from 'actjs';
      import type { Cart } from './Cart';
      export interface Left { free: number; list: string[] }
      class Base extends Actor<Left> {
        state = { free: 0, list: [] };
        @handler('inherited') inherited(): number { return 1; }
      }
      export class Stock extends Base {
        @handler('reserve') async reserve({ count }: { count: number }) { return { price: count }; }
        @handler('restock') restock(args: { count?: number }): Left { return this.state; }
        @handler('total') total() { return 5; }
        @handler('wait') wait(ms = 5): void {}
        @handler('any') any(args: any) { return args; }
        @handler('rows') async *rows(args: { n?: number }) { yield { row: args.n ?? 0 }; return true; }
        @handler('other') renamed(args: { a: 1 }) { return 1; }
        @handler('back') back(args: { to: string }) { return this.actjs.actor<Cart>('Cart', args.to).run({ n: 1 }); }
        helper(): number { return 1; }
        field = () => 1;
        private secret() {}
        onInit() {}
      }
      """;

  private static final String LEDGER =
      """
      import { EventSourced, handler } from 'actjs';
      type Sold = { type: 'sold'; amount: number };
      export class Ledger extends EventSourced<{ n: number }, Sold> {
        initialState() { return { n: 0 }; }
        reduce(state: { n: number }, event: Sold) { state.n += event.amount; }
        @handler('sale') sale({ amount }: { amount: number }): Sold[] { return [{ type: 'sold', amount }]; }
        @handler('report') async report() { return { events: [], result: this.state }; }
        @handler('quiet') quiet() { return { events: [] }; }
      }
      """;

  private static final String LISTED =
      """
      import { Actor } from 'actjs';
      export class Listed extends Actor<{ n: number }> {
        state = { n: 0 };
        static _handlers = { add(this: Listed, args: { by: number }) { return this.state.n += args.by; } };
      }
      """;

  private static final Siblings SHOP =
      new Siblings(Map.of("Stock", STOCK, "Ledger", LEDGER, "Listed", LISTED), Map.of());

  /** Where a body of {@link #cart} stands. */
  private static final String LINE = "7:";

  private static TypeScriptCompiler compiler;

  @BeforeAll
  static void open() {
    compiler = TypeScriptCompiler.open();
  }

  @AfterAll
  static void close() {
    compiler.close();
  }

  private static String cart(String body) {
    return """
    import { Actor, handler } from 'actjs';
    import type { Left, Stock } from './Stock';
    import { type Ledger } from './Ledger.js';
    interface Api { reserve(args: { count: number }): Promise<string>; reduce(): number; }
    export class Cart extends Actor<{ left: Left | null; n: number; s: string }> { state: { left: Left | null; n: number; s: string } = { left: null, n: 0, s: '' };
      @handler('run') async run(_: { n: number }): Promise<any> { const stock = this.actjs.actor<Stock>('Stock', 'a'), ledger = this.actjs.actor<Ledger>('Ledger', 'l');
    %s
      }
    }
    """
        .formatted(body);
  }

  private static List<String> errors(String source) {
    try {
      compiler.check(ActorClasses.ref("Cart"), source, SHOP);
      return List.of();
    } catch (ActjsException e) {
      assertEquals(ProblemCode.TypeInvalid, e.code(), e::detail);
      return List.of(e.detail().split("; (?=Cart)"));
    }
  }

  /** What {@code npx tsc} says, with the file of types that editors get. */
  private static List<String> errorsOfTsc(String source) throws JavetTerminatedException {
    Map<String, String> types = Map.of("actjs.d.ts", kit(), "globals.d.ts", globals());
    try (TypeScript typeScript = new TypeScript(types)) {
      Map<String, String> files =
          Map.of("Cart.ts", source, "Stock.ts", STOCK, "Ledger.ts", LEDGER, "Listed.ts", LISTED);
      JsonNode found =
          typeScript.call("bundle", Map.of("files", files, "entry", "Cart.ts")).get("diagnostics");
      List<String> texts = new ArrayList<>();
      found.forEach(each -> texts.add(each.asText()));
      return texts;
    }
  }

  private static String kit() {
    return ClasspathText.read("/io/actjs/engine/actjs.d.ts");
  }

  private static String globals() {
    return ClasspathText.read("/io/actjs/engine/globals.d.ts");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "const r: number = (await stock.reserve({ count: 1 })).price;",
        "await stock.reserve({ count: 1 }, { key: 'k', deadlineMs: 5, ifSeq: 3 });",
        "const r: Left = await stock.restock(); this.state.left = r; r.list.push('x');",
        "await stock.restock({}, { key: 'k' });",
        "const r: number = await stock.total() + await stock.total({}, { key: 'k' });",
        "const r: void = await stock.wait(); await stock.wait(7);",
        "await stock.any(); await stock.any([1]); const r: string = await stock.any('x');",
        "const r: number = await stock.inherited();",
        "const rows: { row: number }[] = await stock.rows();",
        "stock.reserve.tell({ count: 1 }); stock.total.tell(); stock.restock.tell();",
        "const e: { type: 'sold'; amount: number }[] = await ledger.sale({ amount: 1 });",
        "const e: { n: number } = await ledger.report(); const n: undefined = await ledger.quiet();",
        "const l = this.actjs.actor<typeof import('./Listed').Listed>('Listed', 'x'); const r: number = await l.add({ by: 1 });",
        "const me: number = await this.actjs.actor<Cart>('Cart', 'b').run({ n: 1 });",
        "const api = this.actjs.actor<Api>('Stock', 'x'); const s: string = await api.reserve({ count: 1 }); await api.reduce();",
        "const who = this.actjs.actor('Who', 'x'); const r: Date = await who.knows({ x: 1 }, { key: 'k' }); who.heard.tell(5);",
        "const same = await stock; await same.total();",
        "await this.actjs.call({ class: 'Stock', id: 'a' }, 'whatever', { count: 'x' });",
      })
  void whatTheOtherClassDeclaresPasses(String body) throws JavetTerminatedException {
    assertEquals(List.of(), errors(cart(body)));
    assertEquals(List.of(), errorsOfTsc(cart(body)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "await stock.reserv({ count: 1 }); ~ 13 ~ Property 'reserv' does not exist on type 'ActorHandle<Stock>'",
        "await stock.reserve({ count: 'x' }); ~ 23 ~ Type 'string' is not assignable to type 'number'",
        "await stock.reserve({ count: 1, by: 2 }); ~ 33 ~ 'by' does not exist in type",
        "await stock.reserve(); ~ 13 ~ Expected 1-2 arguments, but got 0",
        "await stock.total(5); ~ 19 ~ Argument of type 'number' is not assignable",
        "const s: string = await stock.total(); ~ 7 ~ Type 'number' is not assignable to type 'string'",
        "await stock.reserve({ count: 1 }, { ky: 'k' }); ~ 37 ~ 'ky' does not exist in type",
        "stock.reserve.tell({ count: true }); ~ 22 ~ Type 'boolean' is not assignable to type 'number'",
        "stock.state; ~ 7 ~ Property 'state' does not exist on type 'ActorHandle<Stock>'",
        "stock.onInit(); ~ 7 ~ Property 'onInit' does not exist",
        "stock.actjs; ~ 7 ~ Property 'actjs' does not exist",
        "stock.secret(); ~ 7 ~ Property 'secret' does not exist",
        "ledger.reduce(); ~ 8 ~ Property 'reduce' does not exist",
        "const e: number = await ledger.sale({ amount: 1 }); ~ 7 ~ is not assignable to type 'number'",
        "this.actjs.actor<Stock>('Stock', 5); ~ 34 ~ Argument of type 'number' is not assignable",
        "this.actjs.actor<Stok>('Stock', 'a'); ~ 18 ~ Cannot find name 'Stok'",
      })
  void whatItDoesNotDeclareIsAnErrorWhereItStands(String body, int column, String message)
      throws JavetTerminatedException {
    for (List<String> errors : List.of(errors(cart(body)), errorsOfTsc(cart(body)))) {
      assertEquals(1, errors.size(), errors::toString);
      assertTrue(errors.getFirst().startsWith("Cart.ts:" + LINE + column + ": "), errors::toString);
      assertTrue(errors.getFirst().contains(message), errors::toString);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "await stock.helper(); ~ 13 ~ Stock.helper is not a handler: only methods with @handler",
        "stock.field.tell(); ~ 7 ~ Stock.field is not a handler",
        "await stock.renamed({ a: 1 }); ~ 13 ~ Stock.renamed is the handler 'other': use this.actjs.call(ref, 'other', args)",
      })
  void publishingKnowsWhichMethodsAreHandlers(String body, int column, String message) {
    List<String> errors = errors(cart(body));
    assertEquals(1, errors.size(), errors::toString);
    assertTrue(errors.getFirst().startsWith("Cart.ts:" + LINE + column + ": "), errors::toString);
    assertTrue(errors.getFirst().contains(message), errors::toString);
  }

  @Test
  void aClassWithoutSourceIsNamedWithWhatToDo() {
    Siblings siblings =
        new Siblings(
            Map.of("Ledger", LEDGER), Map.of("Stock", "no published version of Stock fits \"^9\""));
    ActjsException e =
        assertThrows(
            ActjsException.class,
            () -> compiler.check(ActorClasses.ref("Cart"), cart("await stock.total();"), siblings));

    assertEquals(ProblemCode.TypeInvalid, e.code());
    assertTrue(
        e.detail()
            .startsWith(
                "Cart.ts:2:34: no published version of Stock fits \"^9\", so its types are not"
                    + " known: publish Stock first, or send its source along"),
        e::detail);
  }

  @Test
  void aSourceWithoutImportsAndExportsHasNoTypesForOthers() {
    Siblings siblings =
        new Siblings(
            Map.of("Ledger", LEDGER, "Stock", "return class Stock extends actjs.Actor {};"),
            Map.of());
    ActjsException e =
        assertThrows(
            ActjsException.class,
            () -> compiler.check(ActorClasses.ref("Cart"), cart(""), siblings));
    assertTrue(
        e.detail()
            .startsWith(
                "Cart.ts:2:34: the source of Stock is a function body: only a module, with import"
                    + " and export, has types for others"),
        e::detail);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "import { Stock } from './Stock'; ~ import type { Stock } from './Stock'",
        "import { type Left, Stock } from './Stock'; ~ import type { Stock } from './Stock'",
        "import Stock, { type Left } from './Stock.ts'; ~ import type { Stock } from './Stock.ts'",
        "import {} from './Stock'; ~ import type { Stock } from './Stock'",
        "import './Stock'; ~ import type { Stock } from './Stock'",
        "export { Stock } from './Stock'; ~ import type { Stock } from './Stock'",
        "import type { Stock } from '../Stock'; ~ from 'actjs' only",
        "import type { Stock } from './deep/Stock'; ~ from 'actjs' only",
        "import type { Stock } from './actjs'; ~ from 'actjs' only",
        "import type { Stock } from 'Stock'; ~ from 'actjs' only",
        "const stock = import('./Stock'); ~ dynamic import: the source of a class may import from 'actjs' only",
      })
  void onlyTypesAreImported(String line, String advice) {
    for (boolean check : new boolean[] {true, false}) {
      ActjsException e =
          assertThrows(
              ActjsException.class,
              () ->
                  compiler.compile(
                      ActorClasses.ref("Counter"), line + "\n" + ActorClasses.COUNTER, check));
      assertEquals(ProblemCode.ForbiddenImport, e.code(), e::detail);
      assertTrue(e.detail().startsWith("Counter.ts:1:"), e::detail);
      assertTrue(e.detail().contains(advice), e::detail);
    }
  }

  @Test
  void nothingOfTheOtherClassIsInTheScript() {
    String source = cart("return stock.total();");
    CompiledClass compiled =
        compiler.compile(ActorClasses.ref("Cart"), source, TypeScriptCompiler.Types.CHECKED, SHOP);

    assertFalse(compiled.javaScript().contains("./"), compiled::javaScript);
    assertEquals(
        compiled.javaScript(),
        compiler.compile(ActorClasses.ref("Cart"), source, false).javaScript());
    assertTrue(compiled.schemas().contains("\"free\""), compiled::schemas);
  }

  @Test
  void whatIsToldIsInTheSchemas() throws JsonProcessingException {
    String source =
        cart(
            "stock.reserve.tell({ count: 1 }); stock.total.tell(); this.actjs.actor<Api>('Stock', 'x').reserve.tell({ count: 2 });");
    CompiledClass compiled =
        compiler.compile(ActorClasses.ref("Cart"), source, TypeScriptCompiler.Types.CHECKED, SHOP);
    JsonNode tells = new ObjectMapper().readTree(compiled.schemas()).get("tells");

    String count =
        "{\"type\":\"object\",\"properties\":{\"count\":{\"type\":\"number\"}},\"required\":[\"count\"]}";
    assertEquals(
        new ObjectMapper()
            .readTree(
                """
                [{"class":"Stock","type":"reserve","payload":%1$s},
                 {"class":"Stock","type":"total","payload":{"type":"object","maxProperties":0}},
                 {"type":"reserve","payload":%1$s}]
                """
                    .formatted(count)),
        tells);
  }

  private static final String CALLER =
      """
      return class Thing extends Actor {
        state = { n: 0 };
        static _handlers = {
          async ask() { return this.actjs.actor("Stock", "a").reserve({ count: 1 }, { key: "k", ifSeq: 3 }); },
          async bare() { return this.actjs.actor("Stock", "a").total(); },
          tell() { this.actjs.actor("Stock", "a").ship.tell({ count: 2 }); this.actjs.actor("Stock", "b").ship.tell(); },
          async awaited() {
            const stock = await this.actjs.actor("Stock", "a");
            return [typeof stock.then, typeof stock.toJSON, stock[Symbol.iterator] === undefined,
              typeof stock.reserve, String(stock), "reserve" in stock, JSON.stringify(stock)];
          },
          store() { this.state.stock = this.actjs.actor("Stock", "a"); },
          write() { "use strict"; this.actjs.actor("Stock", "a").reserve = 1; },
          shared() { Object.getPrototypeOf(this.actjs.actor("Stock", "a")).reserve = 1; },
          none() { this.actjs.actor("no class", "a"); },
          noId() { this.actjs.actor("Stock"); },
        };
      }
      """;

  @Test
  void aHandleCallsAndTells() {
    try (KernelStage stage = new KernelStage()) {
      var actor = stage.create(CALLER);
      Outcome.CallOut call = (Outcome.CallOut) actor.step("ask", "{}").getFirst();
      assertEquals("Stock", call.className());
      assertEquals("a", call.id());
      assertEquals("reserve", call.method());
      assertEquals("{\"count\":1}", call.args());
      assertEquals(new Outcome.CallTerms("k", 0, 3), call.terms());

      actor = stage.create(CALLER);
      call = (Outcome.CallOut) actor.step("bare", "{}").getFirst();
      assertEquals("{}", call.args());
      Outcome.TurnDone done = actor.done(actor.resume(call.call(), "7"));
      assertEquals("7", done.result());

      assertEquals(
          List.of(
              new Outcome.Tell("Stock", "a", "ship", "{\"count\":2}"),
              new Outcome.Tell("Stock", "b", "ship", "{}")),
          actor.call("tell").outbox());
    }
  }

  @Test
  void aHandleIsAnObjectLikeAnyOther() {
    try (KernelStage stage = new KernelStage()) {
      var actor = stage.create(CALLER);
      assertEquals(
          "[\"undefined\",\"undefined\",true,\"function\",\"[object Object]\",false,\"{}\"]",
          actor.call("awaited").result());
      Outcome.TurnFailed stored = actor.fail("store");
      assertEquals(ProblemCode.StateNotSerializable, stored.code());
      assertTrue(stored.message().contains("ActorHandle"), stored::message);
      assertEquals(ProblemCode.HandlerError, actor.fail("write").code());
      assertEquals(ProblemCode.HandlerError, actor.fail("shared").code());
      Outcome.TurnFailed none = actor.fail("none");
      assertEquals(ProblemCode.SchemaInvalid, none.code());
      assertEquals("actor: \"no class\" is not a class name", none.message());
      assertEquals(
          "TypeError: actor: id must be a string, not undefined", actor.fail("noId").message());
    }
  }
}
