package io.actjs.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the schemas of a class say of its types. */
class SchemaDerivationTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static TypeScriptCompiler compiler;

  @BeforeAll
  static void open() {
    compiler = TypeScriptCompiler.open();
  }

  @AfterAll
  static void close() {
    compiler.close();
  }

  static JsonNode schemas(String source) {
    String text = compiler.compile(ActorClasses.ref("Thing"), source, true).schemas();
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }

  private static JsonNode ofClass(String declarations, String base, String body) {
    return schemas(
        """
        import { Actor, EventSourced, Replica, handler, type ActorRef, type Outcome } from 'actjs';
        %s
        export class Thing extends %s {
        %s
        }
        """
            .formatted(declarations, base, body));
  }

  private static JsonNode ofArgument(String declarations, String type) {
    return ofClass(declarations, "Actor", "@handler('h') h(a: " + type + ") {}");
  }

  private static void assertSchema(String expected, JsonNode schema) {
    assertEquals(json(expected), schema);
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }

  private static List<String> reasons(JsonNode schemas) {
    List<String> reasons = new ArrayList<>();
    schemas
        .path("notes")
        .forEach(
            note -> reasons.add(note.path("at").asText() + ": " + note.path("reason").asText()));
    return reasons;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '^',
      value = {
        "string ¦ {'type':'string'}",
        "number ¦ {'type':'number'}",
        "boolean ¦ {'type':'boolean'}",
        "null ¦ {'type':'null'}",
        "'a' ¦ {'const':'a'}",
        "42 ¦ {'const':42}",
        "-1.5 ¦ {'const':-1.5}",
        "true ¦ {'const':true}",
        "{ a: never } ¦ {'type':'object','properties':{'a':false},'required':['a']}",
        "object ¦ {'type':['object','array']}",
        "{} ¦ {'type':['array','boolean','number','object','string']}",
        "'a' | 'b' ¦ {'enum':['a','b']}",
        "'a' | 1 | true ¦ {'enum':[true,'a',1]}",
        "'a' | null ¦ {'enum':['a',null]}",
        "string | number ¦ {'type':['number','string']}",
        "string | null ¦ {'type':['null','string']}",
        "string | boolean ¦ {'type':['boolean','string']}",
        "'a' | number ¦ {'anyOf':[{'const':'a'},{'type':'number'}]}",
        "string[] ¦ {'type':'array','items':{'type':'string'}}",
        "readonly string[] ¦ {'type':'array','items':{'type':'string'}}",
        "ReadonlyArray<1 | 2> ¦ {'type':'array','items':{'enum':[1,2]}}",
        "(string | null)[] ¦ {'type':'array','items':{'type':['null','string']}}",
        "(string | undefined)[] ¦ {'type':'array','items':{'type':'string'}}",
        "[string, number] ¦ {'type':'array','prefixItems':[{'type':'string'},{'type':'number'}],'items':false,'minItems':2}",
        "[string, number?] ¦ {'type':'array','prefixItems':[{'type':'string'},{'type':'number'}],'items':false,'minItems':1}",
        "[string, ...number[]] ¦ {'type':'array','prefixItems':[{'type':'string'}],'items':{'type':'number'},'minItems':1}",
        "[] ¦ {'type':'array','items':false,'minItems':0}",
        "readonly [from: 1, to: 2] ¦ {'type':'array','prefixItems':[{'const':1},{'const':2}],'items':false,'minItems':2}",
        "{ a: number } ¦ {'type':'object','properties':{'a':{'type':'number'}},'required':['a']}",
        "{ a?: number } ¦ {'type':'object','properties':{'a':{'type':'number'}}}",
        "{ a: number | undefined } ¦ {'type':'object','properties':{'a':{'type':'number'}}}",
        "{ readonly a: null } ¦ {'type':'object','properties':{'a':{'type':'null'}},'required':['a']}",
        "{ a?: never } ¦ {'type':'object','properties':{'a':false}}",
        "{ 'a/b': 1; '~': 2 } ¦ {'type':'object','properties':{'a/b':{'const':1},'~':{'const':2}},'required':['a/b','~']}",
        "{ a: { b: string } } ¦ {'type':'object','properties':{'a':{'type':'object','properties':{'b':{'type':'string'}},'required':['b']}},'required':['a']}",
        "Record<string, number> ¦ {'type':'object','additionalProperties':{'type':'number'}}",
        "Record<'x' | 'y', number> ¦ {'type':'object','properties':{'x':{'type':'number'},'y':{'type':'number'}},'required':['x','y']}",
        "{ [key: string]: boolean } ¦ {'type':'object','additionalProperties':{'type':'boolean'}}",
        "{ [key: string]: number | undefined; a: 1 } ¦ {'type':'object','properties':{'a':{'const':1}},'required':['a'],'additionalProperties':{'type':'number'}}",
        "{ a: 1 } & { b: 2 } ¦ {'type':'object','properties':{'a':{'const':1},'b':{'const':2}},'required':['a','b']}",
        "{ a: 1 } | { b: 2 } ¦ {'anyOf':[{'type':'object','properties':{'a':{'const':1}},'required':['a']},{'type':'object','properties':{'b':{'const':2}},'required':['b']}]}",
        "{ a: number } | null ¦ {'anyOf':[{'type':'null'},{'type':'object','properties':{'a':{'type':'number'}},'required':['a']}]}",
      })
  void aTypeHasASchema(String type, String schema) {
    JsonNode schemas = ofArgument("", type);
    assertSchema(schema, schemas.at("/handlers/h/args"));
    assertEquals(List.of(), reasons(schemas));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '^',
      value = {
        "interface A { n: number } ¦ A ¦ {'A':{'type':'object','properties':{'n':{'type':'number'}},'required':['n']}}",
        "type A = { n: number } ¦ A ¦ {'A':{'type':'object','properties':{'n':{'type':'number'}},'required':['n']}}",
        "type A = 'x' | 'y' ¦ A ¦ {'A':{'enum':['x','y']}}",
        "enum A { X, Y = 5 } ¦ A ¦ {'A':{'enum':[0,5]}}",
        "enum A { X = 'x', Y = 'y' } ¦ A ¦ {'A':{'enum':['x','y']}}",
        "interface B { b: 1 } interface A extends B { a: 2 } ¦ A ¦ {'A':{'type':'object','properties':{'a':{'const':2},'b':{'const':1}},'required':['a','b']}}",
        "class A { x = 1; private y = 2; #z = 3 } ¦ A ¦ {'A':{'type':'object','properties':{'x':{'type':'number'}},'required':['x']}}",
        "interface A { next?: A } ¦ A ¦ {'A':{'type':'object','properties':{'next':{'$ref':'#/$defs/A'}}}}",
        "type A = { next: A | null } ¦ A ¦ {'A':{'type':'object','properties':{'next':{'anyOf':[{'type':'null'},{'$ref':'#/$defs/A'}]}},'required':['next']}}",
        "type A = string | A[] ¦ A ¦ {'A':{'anyOf':[{'type':'string'},{'type':'array','items':{'$ref':'#/$defs/A'}}]}}",
        "interface A { kids: B[] } interface B { up: A } ¦ A ¦ {'A':{'type':'object','properties':{'kids':{'type':'array','items':{'$ref':'#/$defs/B'}}},'required':['kids']},'B':{'type':'object','properties':{'up':{'$ref':'#/$defs/A'}},'required':['up']}}",
        "interface A<T> { of: T } ¦ A<string> ¦ {'A_string':{'type':'object','properties':{'of':{'type':'string'}},'required':['of']}}",
        "type I = { id: string; n?: number } ¦ Pick<I, 'id'> ¦ {'Pick_I_id':{'type':'object','properties':{'id':{'type':'string'}},'required':['id']}}",
        "type I = { id: string } ¦ Partial<I> ¦ {'Partial_I':{'type':'object','properties':{'id':{'type':'string'}}}}",
        "type K = { t: 'a'; x: number } | { t: 'b' } ¦ K ¦ {'K':{'anyOf':[{'type':'object','properties':{'t':{'const':'a'},'x':{'type':'number'}},'required':['t','x']},{'type':'object','properties':{'t':{'const':'b'}},'required':['t']}]}}",
        "type D<T> = { [K in keyof T]?: T[K] }; interface A { x: number } ¦ D<A> ¦ {'D_A':{'type':'object','properties':{'x':{'type':'number'}}}}",
      })
  void aNamedTypeIsADefinition(String declarations, String type, String definitions) {
    JsonNode schemas = ofArgument(declarations, type);
    assertSchema(definitions, schemas.path("$defs"));
    assertTrue(
        definitions.contains(schemas.at("/handlers/h/args/$ref").asText("-").substring(8)),
        schemas::toString);
    assertEquals(List.of(), reasons(schemas));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '^',
      value = {
        "any ¦ true ¦ /handlers/h/args: any: nothing is checked",
        "unknown ¦ true ¦ /handlers/h/args: unknown: nothing is checked",
        "Date ¦ true ¦ /handlers/h/args: Date is not JSON",
        "Map<string, number> ¦ true ¦ /handlers/h/args: Map is not JSON",
        "bigint ¦ true ¦ /handlers/h/args: a bigint is not JSON",
        "symbol ¦ true ¦ /handlers/h/args: a symbol is not JSON",
        "() => void ¦ true ¦ /handlers/h/args: a function is not JSON",
        "Date | string ¦ {'type':'string'} ¦ /handlers/h/args: Date is not JSON: what else the union has is accepted",
        "`v${number}` ¦ {'type':'string'} ¦ /handlers/h/args: `v${number}`: any string is accepted",
        "string & { brand: 1 } ¦ {'type':'string'} ¦ /handlers/h/args: string & { brand: 1; }: only string is checked",
        "{ at: Date } ¦ {'type':'object','properties':{'at':true},'required':['at']} ¦ /handlers/h/args/properties/at: Date is not JSON",
        "{ a: unknown } ¦ {'type':'object','properties':{'a':true}} ¦ /handlers/h/args/properties/a: unknown: nothing is checked",
        "{ f(): void; n: 1 } ¦ {'type':'object','properties':{'n':{'const':1}},'required':['n']} ¦ /handlers/h/args: functions are not JSON: f",
        "{ [n: number]: string } ¦ {'type':'object'} ¦ /handlers/h/args: members whose names have a pattern are not checked",
        "[...string[], number] ¦ {'type':'array','items':{'anyOf':[{'type':'string'},{'type':'number'}]},'minItems':1} ¦ /handlers/h/args: what stands where in the tuple is not checked, only what may stand in it",
      })
  void whatASchemaCannotSayIsNoted(String type, String schema, String note) {
    JsonNode schemas = ofArgument("", type);
    assertSchema(schema, schemas.at("/handlers/h/args"));
    assertEquals(List.of(note), reasons(schemas));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '^',
      value = {
        "h() {} ¦ true ¦ {'type':'null'}",
        "h(a?: number) { return a; } ¦ {'anyOf':[{'type':'number'},{'type':'object','maxProperties':0}]} ¦ {'anyOf':[{'type':'number'},{'type':'null'}]}",
        "h(a = 5): string { return ''; } ¦ {'anyOf':[{'type':'number'},{'type':'object','maxProperties':0}]} ¦ {'type':'string'}",
        "async h({ n }: { n: 1 }) { return [n]; } ¦ {'type':'object','properties':{'n':{'const':1}},'required':['n']} ¦ {'type':'array','items':{'const':1}}",
        "async h(): Promise<void> {} ¦ true ¦ {'type':'null'}",
        "h(this: Thing, a: 'x') { return a; } ¦ {'const':'x'} ¦ {'const':'x'}",
        "h<T extends string>(a: T): T { return a; } ¦ {'type':'string'} ¦ {'type':'string'}",
      })
  void aHandlerTakesAndGives(String method, String args, String result) {
    JsonNode handler = ofClass("", "Actor", "@handler('h') " + method).at("/handlers/h");
    assertSchema(args, handler.path("args"));
    assertSchema(result, handler.path("result"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '^',
      value = {
        "async *h() { yield 1; } ¦ {'type':'number'} ¦ {'type':'null'}",
        "*h() { yield ''; return true; } ¦ {'type':'string'} ¦ {'type':'boolean'}",
        "async *h(): AsyncGenerator<number, string> { yield 1; return ''; } ¦ {'type':'number'} ¦ {'type':'string'}",
        "async *h(): AsyncIterableIterator<{ n: number }> { yield { n: 1 }; } ¦ {'type':'object','properties':{'n':{'type':'number'}},'required':['n']} ¦ {'type':'null'}",
        "async h(): Promise<Generator<string, void>> { return (function* () { yield ''; })(); } ¦ {'type':'string'} ¦ {'type':'null'}",
      })
  void aGeneratorYieldsAndReturns(String method, String yields, String result) {
    JsonNode handler = ofClass("", "Actor", "@handler('h') " + method).at("/handlers/h");
    assertSchema(yields, handler.path("yields"));
    assertSchema(result, handler.path("result"));
  }

  @Test
  void handlersAreFoundAsTheKernelFindsThem() {
    JsonNode schemas =
        ofClass(
            """
            const NAME = 'named';
            function loose(this: Actor, a: { deep: true }) { return 1; }
            abstract class Base extends Actor<{ n: number }> {
              @handler('inherited') one(a: string) { return a; }
              @handler('overridden') two(a: string | number) { return a; }
            }
            """,
            "Base",
            """
            state = { n: 0 };
            @handler(NAME) three(a: number) { return this.state.n; }
            override two(a: string | number | null) { return 0; }
            static _handlers = { listed(a: boolean) { return 'x'; }, loose };
            notOne(a: string) {}
            """);
    JsonNode handlers = schemas.path("handlers");
    List<String> names = new ArrayList<>();
    handlers.fieldNames().forEachRemaining(names::add);
    assertEquals(
        List.of("inherited", "listed", "loose", "named", "overridden"),
        names.stream().sorted().toList());
    assertSchema("{'type':'string'}", handlers.at("/inherited/args"));
    assertSchema("{'type':['null','number','string']}", handlers.at("/overridden/args"));
    assertSchema("{'type':'number'}", handlers.at("/overridden/result"));
    assertSchema("{'type':'number'}", handlers.at("/named/args"));
    assertSchema("{'type':'boolean'}", handlers.at("/listed/args"));
    assertSchema("{'type':'string'}", handlers.at("/listed/result"));
    assertSchema("{'type':'number'}", handlers.at("/loose/result"));
    assertSchema(
        "{'type':'object','properties':{'n':{'type':'number'}},'required':['n']}",
        schemas.path("state"));
  }

  @Test
  void stateCreationAndMessagesAreDescribed() {
    JsonNode schemas =
        ofClass(
            "interface Item { sku: string; tags: string[] }",
            "Actor<{ items: Record<string, Item>; at: number | null }>",
            """
            state = { items: {}, at: null };
            onInit({ owner }: { owner?: string }) {}
            @handler('h') h(item: Item, ) {
              this.actjs.tell({ class: 'Stock', id: item.sku }, 'reserve', { count: 1, item });
              this.actjs.tell(this.actjs.self, 'ping');
            }
            """);
    assertSchema(
        "{'type':'object','properties':{'items':{'type':'object','additionalProperties':"
            + "{'$ref':'#/$defs/Item'}},'at':{'type':['null','number']}},'required':['items','at']}",
        schemas.path("state"));
    assertSchema(
        "{'type':'object','properties':{'owner':{'type':'string'}}}", schemas.at("/create/args"));
    assertSchema(
        "[{'class':'Stock','type':'reserve','payload':{'type':'object','properties':{'count':"
            + "{'type':'number'},'item':{'$ref':'#/$defs/Item'}},'required':['count','item']}},"
            + "{'type':'ping','payload':{'type':'object','maxProperties':0}}]",
        schemas.path("tells"));
  }

  @Test
  void whatClientsAreShownAndMayCallIsDescribed() {
    JsonNode schemas =
        ofClass(
            "abstract class Table extends Actor<{ n: number }> {"
                + " protected ring() { this.actjs.emit('rang'); } }",
            "Table",
            """
            state = { n: 0 };
            view(who: { sub: string }) {
              return who.sub === '' ? null : { own: this.state.n, who: who.sub as string | undefined };
            }
            @handler('open') open(a: { loud: boolean }) {
              this.actjs.emit('typing', { from: 'alice', to: a.loud ? 'all' : undefined });
              this.actjs.emit(a.loud ? 'on' : 'off', { at: 1 }, { to: 'bob' });
              this.actjs.emit('typing', { from: 'bob', to: undefined as string | undefined });
            }
            @handler('settle', { internal: true }) settle() {}
            @handler('other', { internal: false }) other() {}
            """);
    assertSchema(
        "{'anyOf':[{'type':'null'},{'type':'object','properties':{'own':{'type':'number'},"
            + "'who':{'type':'string'}},'required':['own']}]}",
        schemas.path("view"));
    assertSchema(
        "[{'type':'rang','data':{'type':'object','maxProperties':0}},"
            + "{'type':'typing','data':{'type':'object','properties':{'from':{'type':'string'},"
            + "'to':{'type':'string'}},'required':['from']}},"
            + "{'type':'on','data':{'type':'object','properties':{'at':{'type':'number'}},'required':['at']}},"
            + "{'type':'off','data':{'type':'object','properties':{'at':{'type':'number'}},'required':['at']}}]",
        schemas.path("emits"));
    assertTrue(schemas.at("/handlers/settle/internal").booleanValue());
    assertTrue(schemas.at("/handlers/open/internal").isMissingNode());
    assertTrue(schemas.at("/handlers/other/internal").isMissingNode());
  }

  @Test
  void aMessageOfAnyNameAndAHandlerNamedViewAreNoMoreThanThat() {
    JsonNode schemas =
        ofClass(
            "",
            "Actor<{ n: number }>",
            "@handler('look') view(a: { type: string }) { this.actjs.emit(a.type, a); return 1; }");
    assertSchema("[{'data':true}]", schemas.path("emits"));
    assertTrue(schemas.path("view").isMissingNode());
  }

  @Test
  void anEventSourcedClassHasEventsAndResults() {
    JsonNode schemas =
        ofClass(
            "type E = { type: 'up'; by: number } | { type: 'reset' };",
            "EventSourced<{ n: number }, E>",
            """
            initialState() { return { n: 0 }; }
            reduce(state: { n: number }, event: E) {}
            @handler('bare') bare(): E[] { return [{ type: 'reset' }]; }
            @handler('both') both(a: { by: number }): Outcome<E> { return []; }
            @handler('given') given() {
              return { events: [{ type: 'up' as const, by: 1 }], result: 'x' };
            }
            @handler('flow') async *flow() {
              yield 'a' as string;
              return { events: [{ type: 'up' as const, by: 1 }], result: 5 as number };
            }
            """);
    assertSchema("{'$ref':'#/$defs/E'}", schemas.path("events"));
    assertSchema(
        "{'type':'array','items':{'$ref':'#/$defs/E'}}", schemas.at("/handlers/bare/result"));
    assertSchema("true", schemas.at("/handlers/both/result"));
    assertSchema("{'type':'string'}", schemas.at("/handlers/given/result"));
    assertSchema("{'type':'string'}", schemas.at("/handlers/flow/yields"));
    assertSchema("{'type':'number'}", schemas.at("/handlers/flow/result"));
    assertSchema(
        "{'type':'object','properties':{'n':{'type':'number'}},'required':['n']}",
        schemas.path("state"));
  }

  @Test
  void aFunctionBodyHasTheTypesThatItSays() {
    JsonNode schemas =
        schemas(
            """
            class Thing extends actjs.Actor {
              state = { n: 0 };
              static _handlers = { add(a) { return a; }, typed(a: number) { return a; } };
            }
            return Thing;
            """);
    assertSchema("true", schemas.at("/handlers/add/args"));
    assertSchema("{'type':'number'}", schemas.at("/handlers/typed/args"));
    assertTrue(reasons(schemas).contains("/handlers/add/args: any: nothing is checked"));
  }

  @Test
  void withoutATypeCheckThereAreNoSchemas() {
    String source = "class Thing extends actjs.Actor { @handler('a') a(n: number) {} }";
    assertEquals("", compiler.compile(ActorClasses.ref("Thing"), source, false).schemas());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "type A<T> = { of: T; next: A<T[]> }; ¦ A<string>",
        "type A<T> = { of: T; next: A<{ in: T }> | null }; ¦ A<string>",
        "interface A<T> { a: A<[T, 1]>; b: A<[T, 2]>; c: A<[T, 3]> } ¦ A<string>",
      })
  void aTypeWithoutEndHasASchemaWithAnEnd(String declared) {
    String[] parts = declared.split("¦");
    JsonNode schemas = ofArgument(parts[0], parts[1]);
    assertTrue(schemas.path("$defs").size() <= 300);
    assertTrue(schemas.toString().length() < 1 << 20, () -> "" + schemas.toString().length());
    assertFalse(schemas.path("notes").isEmpty());
  }

  @Test
  void aHugeTypeIsCutOffAndThatIsSaid() {
    String union =
        IntStream.range(0, 20_000)
            .mapToObj(i -> "'value" + i + "'")
            .collect(Collectors.joining("|"));
    JsonNode schemas = ofArgument("", "{ a: number; b: " + union + " }");
    assertSchema("{'type':'number'}", schemas.at("/handlers/h/args/properties/a"));
    assertSchema("true", schemas.at("/handlers/h/args/properties/b"));
    assertEquals(
        List.of(
            "/handlers/h/args/properties/b: the union is too large for a schema; anything is"
                + " accepted here"),
        reasons(schemas).subList(0, 1));
    assertTrue(schemas.toString().length() < 1 << 20);
  }

  @Test
  void oneOfTwoExportedClassesIsNotGuessed() {
    JsonNode schemas =
        schemas(
            """
            import { Actor } from 'actjs';
            export class Thing extends Actor { static _handlers = { a(n: number) {} }; }
            export class Other extends Actor { static _handlers = { a(n: string) {} }; }
            """);
    assertTrue(schemas.path("handlers").isEmpty());
    assertEquals(1, schemas.path("notes").size());
  }

  @Test
  void theRawRoutesOfAClassAndOfItsBaseAreNamed() {
    JsonNode schemas =
        schemas(
            """
            import { Actor, handler, http, type HttpRequest } from 'actjs';
            const PATH = '/later' as string;
            class Base extends Actor<{}> {
              state = {};
              @http('GET', '/things/:id') get(request: HttpRequest) { return { status: 200 }; }
            }
            export class Thing extends Base {
              @http('POST', '/things/:id/hooks') post(request: HttpRequest) { return { status: 204 }; }
              @http('PUT', PATH as '/later') put(request: HttpRequest) { return { status: 204 }; }
              @http('PATCH', PATH as `/${string}`) patch(request: HttpRequest) { return { status: 204 }; }
              @handler('h') h() {}
            }
            """);
    assertSchema(
        "['GET /things/:id','POST /things/:id/hooks','PUT /later']", schemas.path("routes"));
    assertEquals(
        List.of("/routes: a route is not of literals: it is not described"), reasons(schemas));
    assertEquals(1, schemas.path("handlers").size());
    assertTrue(ofClass("", "Actor", "@handler('h') h() {}").path("routes").isMissingNode());
  }
}
