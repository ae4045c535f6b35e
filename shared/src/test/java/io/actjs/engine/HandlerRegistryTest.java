package io.actjs.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ClassKind;
import io.actjs.model.ClassRef;
import io.actjs.model.ClassShape;
import io.actjs.model.ClassShape.Durability;
import io.actjs.model.ProblemCode;
import io.actjs.model.Version;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From TypeScript to a class with handlers. */
class HandlerRegistryTest {
  private static TypeScriptCompiler compiler;
  private final KernelStage stage = new KernelStage();

  @BeforeAll
  static void openCompiler() {
    compiler = TypeScriptCompiler.open();
  }

  @AfterAll
  static void closeCompiler() {
    compiler.close();
  }

  @AfterEach
  void close() {
    stage.close();
  }

  private ClassShape load(int key, String source) {
    ClassRef ref = new ClassRef("Thing", Version.parse("1.0.0"));
    return stage.isolate.load(key, compiler.compile(ref, source, true)).shape();
  }

  private ActjsException fail(String source) {
    return assertThrows(ActjsException.class, () -> load(1, source));
  }

  @Test
  void decoratedMethodsOfTheClassAndItsBase() {
    ClassShape shape =
        load(
            1,
            """
            import { Actor, handler } from 'actjs';
            abstract class Base extends Actor<{ n: number }> {
              state = { n: 1 };
              #secret = 5;
              @handler('add') add({ by = 1 }: { by?: number }) { this.state.n += by; return this.n(); }
              @handler('secret') read() { return this.#secret; }
              n(): number { return this.state.n; }
            }
            export default class Thing extends Base {
              static override durability = 'relaxed' as const;
              override n() { return -this.state.n; }
              override add(args: { by?: number }) { return super.add(args) * 10; }
              @handler('later') async later(): Promise<string> { await null; return this.actjs.self.class; }
            }
            """);
    assertEquals(
        new ClassShape(ClassKind.STATE, Durability.RELAXED, List.of("add", "later", "secret")),
        shape);
    KernelStage.LiveActor thing = stage.create(1, null);
    assertEquals("-30", thing.call("add", "{\"by\":2}").result());
    assertEquals("5", thing.call("secret").result());
    assertEquals("\"Thing\"", thing.call("later").result());
  }

  @Test
  void bodyFormWithHandlersByName() {
    ClassShape shape =
        load(
            1,
            """
            class Thing extends actjs.EventSourced<number, { type: 'Add' }> {
              initialState() { return 0; }
              reduce(state: number) { return state + 1; }
              @actjs.handler('one') one() { return [{ type: 'Add' }]; }
              @handler('two') two() { return { events: [{ type: 'Add' }, { type: 'Add' }], result: 2 }; }
            }
            Thing._handlers = { none: () => [] };
            return Thing;
            """);
    assertEquals(
        new ClassShape(ClassKind.EVENTS, Durability.STRICT, List.of("none", "one", "two")), shape);
    KernelStage.LiveActor thing = stage.create(1, null);
    assertEquals("2", thing.call("two").result());
    assertEquals("2", thing.state());
  }

  @Test
  void replicaIsNeverStored() {
    ClassShape shape =
        load(1, "import { Replica } from '@jplevyak/actjs'; export class R extends Replica {}");
    assertEquals(new ClassShape(ClassKind.REPLICA, Durability.NONE, List.of()), shape);
  }

  @Test
  void stateBelongsToTheClassThatDeclaresIt() {
    load(
        1,
        """
        import { Actor, handler } from 'actjs';
        export class Thing extends Actor<{ at: string }> {
          private readonly prefix = this.actjs.self.id + ':';
          state = { at: this.prefix + 'start' };
          private cache?: string;
          constructor() { super(); this.state = { at: this.state.at + '!' }; }
          @handler('get') get() { this.cache ??= this.state.at; return [this.cache, 'state' in this]; }
        }
        """);
    assertEquals("[\"the-id:start!\",true]", stage.create(1, null).call("get").result());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "export class A {} | exports A; export one class that extends Actor",
        "export const a = 1; | exports a; export one class",
        "import { Actor } from 'actjs'; class A extends Actor {} export {}; | exports nothing",
        "import { Actor } from 'actjs'; export class A extends Actor {} export class B extends Actor {} | exports A and B; publish each class on its own",
        "return class {} | a class that extends none",
        "return 5 | returns number",
        "throw new Error('no luck') | throws when it is evaluated: no luck",
        "import { Actor, handler } from 'actjs'; export class A extends Actor { @handler('a') static a() {} } | @handler('a') stands before a static method",
        "import { Actor, handler } from 'actjs'; export class A extends Actor { @handler('a') #a() {} } | @handler('a') stands before a private method",
        "import { Actor, handler } from 'actjs'; export class A extends Actor { @handler('a') a() {} @handler('a') b() {} } | two methods are declared as @handler('a')",
        "import { Actor, handler } from 'actjs'; export class A extends Actor { @handler('') a() {} } | write @handler('name') before a method",
        "return class A extends actjs.Actor { static durability = 'never' as any } | static durability is 'strict' or 'relaxed', not never",
        "return class A extends actjs.Replica { static durability = 'strict' as const } | is a Replica, which is never stored",
        "return class A extends actjs.Actor { static _handlers = { a: 1 } as any } | the handler 'a' is not a function",
        "return class A extends actjs.EventSourced { initialState() {} reduce() {} snapshot() { return 1 } } | remove snapshot()",
      })
  void saysWhatIsWrong(String source, String message) {
    ActjsException problem = fail(source);
    assertEquals(ProblemCode.ClassInvalid, problem.code(), problem.getMessage());
    assertTrue(problem.getMessage().contains(message), problem.getMessage());
  }
}
