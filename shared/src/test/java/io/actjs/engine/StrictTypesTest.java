package io.actjs.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.actjs.engine.TypeScriptCompiler.Types;
import io.actjs.engine.source.Siblings;
import io.actjs.model.ProblemCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In development, results and states are held against their types, too. */
class StrictTypesTest {
  private static final String SOURCE =
      """
      import { Actor, EventSourced, handler } from 'actjs';
      export class Thing extends Actor<{ n: number; at: number | null }> {
        state = { n: 0, at: null };
        onInit(args: { n?: any }) { if (args.n !== undefined) this.state.n = args.n; }
        @handler('give') give(a: any): string { return a; }
        @handler('later') async later(a: any): Promise<{ ok: boolean } | undefined> { return a.v; }
        @handler('keep') keep(a: any): void { this.state.n = a; }
        @handler('flow') async *flow(a: any): AsyncGenerator<string, number> { yield a; return a.length; }
        @handler('none') none(a: any): any { return a; }
      }
      """;
  private static TypeScriptCompiler compiler;
  private static KernelStage strict;
  private static KernelStage lax;

  @BeforeAll
  static void open() {
    compiler = TypeScriptCompiler.open();
    strict = new KernelStage(KernelStage.UNHURRIED.withStrictTypes());
    lax = new KernelStage();
    CompiledClass compiled = compiler.compile(ActorClasses.ref("Thing"), SOURCE, true);
    var unused = strict.isolate.load(700, compiled);
    var unused2 = lax.isolate.load(700, compiled);
  }

  @AfterAll
  static void close() {
    strict.close();
    lax.close();
    compiler.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '^',
      value = {
        "give ¦ 5 ¦ Thing.give: what it returns, as a whole, must be a string, not a number",
        "later ¦ {\"v\":{}} ¦ Thing.later: what it returns, /ok is missing",
        "flow ¦ 5 ¦ Thing.flow: what it yields, as a whole, must be a string, not a number",
        "flow ¦ [] ¦ Thing.flow: what it yields, as a whole, must be a string, not an array",
        "keep ¦ \"x\" ¦ Thing.keep: the state that it leaves, /n must be a number, not a string",
      })
  void aTurnThatDoesNotFitItsTypesFailsWithoutATrace(String method, String args, String message) {
    KernelStage.LiveActor actor = strict.create(700, null);
    Outcome.TurnFailed failed = actor.fail(method, args);
    assertEquals(ProblemCode.HandlerError, failed.code());
    assertEquals(message, failed.message());
    assertEquals("{\"n\":0,\"at\":null}", actor.state());
  }

  @Test
  void whatFitsIsAsBefore() {
    KernelStage.LiveActor actor = strict.create(700, null);
    assertEquals("\"a\"", actor.call("give", "\"a\"").result());
    assertEquals("{\"ok\":true}", actor.call("later", "{\"v\":{\"ok\":true}}").result());
    assertEquals(null, actor.call("later", "{}").result());
    assertEquals(null, actor.call("keep", "7").result());
    assertEquals("[1]", actor.call("none", "[1]").result());
    assertEquals("[\"abc\"]", actor.call("flow", "\"abc\"").result());
    assertEquals("{\"n\":7,\"at\":null}", actor.state());
  }

  @Test
  void whatCreatesAnActorIsHeldAgainstTheStateToo() {
    Frame frame = strict.isolate.newFrame();
    frame.activate(9_000, 700, "the-id", 0, null);
    frame.start(9_000, 77_777, true, "{\"n\":\"7\"}", KernelStage.NOW);
    assertEquals(
        "Thing.onInit: the state that it leaves, /n must be a number, not a string",
        KernelStage.only(Outcome.TurnFailed.class, strict.isolate.step(frame)).message());
  }

  @Test
  void inProductionNeitherIsChecked() {
    KernelStage.LiveActor actor = lax.create(700, null);
    assertEquals("5", actor.call("give", "5").result());
    var unused = actor.call("keep", "\"x\"");
    assertEquals("{\"n\":\"x\",\"at\":null}", actor.state());
  }

  @Test
  void typesThatHaveErrorsCountAsFarAsTheySaySomething() {
    CompiledClass compiled =
        compiler.compile(
            ActorClasses.ref("Thing"),
            """
            import { Actor, handler } from 'actjs';
            export class Thing extends Actor {
              @handler('h') h(a: { n: number; m: Missing }) { return nowhere; }
            }
            """,
            Types.DERIVED,
            Siblings.NONE);
    var unused = strict.isolate.load(701, compiled);
    KernelStage.LiveActor actor = strict.create(701, null);
    assertEquals(ProblemCode.SchemaInvalid, actor.fail("h", "{\"m\":1}").code());
    assertEquals(ProblemCode.HandlerError, actor.fail("h", "{\"n\":1}").code());
  }
}
