package io.actjs.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.actjs.engine.source.Siblings;
import io.actjs.model.ActjsException;
import io.actjs.model.ClassKind;
import io.actjs.model.ClassShape;
import io.actjs.model.ClassShape.Durability;
import io.actjs.model.ProblemCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TypeScriptCompilerTest {
  private static TypeScriptCompiler compiler;
  private static Engine engine;

  @BeforeAll
  static void open() {
    compiler = TypeScriptCompiler.open();
    engine = Engine.open(EngineLimits.DEFAULT);
  }

  @AfterAll
  static void close() {
    engine.close();
    compiler.close();
  }

  private static ClassShape shape(String name, String source) {
    CompiledClass compiled = compiler.compile(ActorClasses.ref(name), source, true);
    try (Isolate isolate = engine.newIsolate()) {
      return isolate.load(1, compiled).shape();
    }
  }

  private static List<String> refused(ProblemCode code, String source)
      throws JsonProcessingException {
    ActjsException e =
        assertThrows(
            ActjsException.class,
            () -> compiler.compile(ActorClasses.ref("Counter"), source, true));
    assertEquals(code, e.code(), e::detail);
    List<String> diagnostics = new ArrayList<>();
    JsonNode member = new ObjectMapper().readTree(e.members().get("diagnostics"));
    member.forEach(diagnostic -> diagnostics.add(diagnostic.asText()));
    assertTrue(e.detail().startsWith(diagnostics.getFirst()), e::detail);
    return diagnostics;
  }

  private static void assertAt(String position, String part, List<String> diagnostics) {
    assertEquals(1, diagnostics.size(), diagnostics::toString);
    assertTrue(diagnostics.getFirst().startsWith(position + ": "), diagnostics::toString);
    assertTrue(diagnostics.getFirst().contains(part), diagnostics::toString);
  }

  @Test
  void anEsModule() {
    assertEquals(
        new ClassShape(ClassKind.STATE, Durability.STRICT, List.of("add", "echo")),
        shape("Counter", ActorClasses.COUNTER));
  }

  @Test
  void anEsModuleWithADefaultExportAndTheOriginalsPackageName() {
    assertEquals(
        new ClassShape(ClassKind.EVENTS, Durability.STRICT, List.of("inc")),
        shape(
            "Counter",
            """
            import * as actjs from '@jplevyak/actjs';
            import type { ActorRef } from 'actjs';
            type Event = { type: 'inc' };
            export type Exported = ActorRef;
            export default class extends actjs.EventSourced<number, Event> {
              initialState() { return 0; }
              reduce(state: number, _: Event) { return state + 1; }
              @actjs.handler('inc') inc(): Event[] { return [{ type: 'inc' }]; }
            }
            """));
  }

  @Test
  void aFunctionBody() {
    assertEquals(
        new ClassShape(ClassKind.STATE, Durability.RELAXED, List.of("get", "inc")),
        shape(
            "Counter",
            """
            interface State { count: number }
            return class Counter extends actjs.Actor<State> {
              static durability = 'relaxed' as const;
              state: State = { count: 0 };
              @actjs.handler('inc') inc({ by = 1 }): number { return (this.state.count += by); }
              @handler('get') get(_args: unknown, self?: actjs.ActorRef) { return self ?? this.state; }
            };
            """));
  }

  @Test
  void aFunctionBodyWithoutReturn() {
    assertEquals(
        new ClassShape(ClassKind.REPLICA, Durability.NONE, List.of("see")),
        shape(
            "Board",
            """
            const start = { seen: 0 };
            class Board extends actjs.Replica {
              state = { ...start };
              @handler('see') see(args) { this.state.seen++; }
            }
            """));
  }

  @Test
  void aFunctionBodyWithHandlersAssigned() {
    assertEquals(
        List.of("inc"),
        shape(
                "Counter",
                """
                class Counter extends actjs.Actor {
                  state = { n: 0 };
                }
                Counter._handlers = { inc() { return ++this.state.n; } };
                return Counter;
                """)
            .handlers());
  }

  @Test
  void theAuthorMayDeclareTheNamesThatAreInScope() {
    String module =
        """
        import * as actjs from 'actjs';
        const handler = actjs.handler;
        export class Counter extends actjs.Actor { @handler('a') a() {} }
        """;
    String body =
        """
        const { Actor, handler } = actjs;
        return class Counter extends Actor { @handler('a') a() {} };
        """;
    assertEquals(List.of("a"), shape("Counter", module).handlers());
    assertEquals(List.of("a"), shape("Counter", body).handlers());
  }

  @Test
  void aTypeErrorNamesItsPosition() throws JsonProcessingException {
    assertAt(
        "Counter.ts:8:5",
        "Type 'string' is not assignable to type 'number'",
        refused(
            ProblemCode.TypeInvalid,
            ActorClasses.COUNTER.replace("this.state.count += by;", "this.state.count = 'a';")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"return ", "", "if (true) return "})
  void aTypeErrorInAFunctionBodyNamesItsPosition(String before) throws JsonProcessingException {
    String source =
        before
            + """
            class Counter extends actjs.Actor<{ n: number }> {
              state = { n: 0 };
              @handler('inc') inc() { this.state.m++; }
            }
            """;
    assertAt(
        "Counter.ts:3:38", "Property 'm' does not exist", refused(ProblemCode.TypeInvalid, source));
  }

  @Test
  void thereIsNoDom() throws JsonProcessingException {
    assertAt(
        "Counter.ts:1:27",
        "Cannot find name 'document'",
        refused(ProblemCode.TypeInvalid, "return class { static x = document.title };"));
  }

  @Test
  void anUncheckedSourceCompilesWithTypeErrors() {
    String source = ActorClasses.COUNTER.replace("this.state.count += by;", "this.state.m = 'a';");
    assertFalse(
        compiler.compile(ActorClasses.ref("Counter"), source, false).javaScript().isEmpty());
  }

  @Test
  void scenario9ASyntaxErrorNamesItsPosition() throws JsonProcessingException {
    assertAt(
        "Counter.ts:2:15",
        "'{' expected",
        refused(ProblemCode.SyntaxInvalid, "\nclass Counter ) {}"));
    ActjsException unchecked =
        assertThrows(
            ActjsException.class,
            () -> compiler.compile(ActorClasses.ref("Counter"), "class {", false));
    assertEquals(ProblemCode.SyntaxInvalid, unchecked.code());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "import fs from 'fs'; export class A {}",
        "import { x } from './other';",
        "import 'side-effect';",
        "export * from 'node:fs';",
        "export { x } from 'other';",
        "import fs = require('fs');",
        "const kit = import('actjs');",
        "return class A { async f() { return await import('f' + 's'); } };",
        "let x: import('fs').Stats;",
      })
  void scenario11ForbiddenImports(String source) throws JsonProcessingException {
    List<String> diagnostics = refused(ProblemCode.ForbiddenImport, source);
    assertTrue(diagnostics.getFirst().startsWith("Counter.ts:1:"), diagnostics::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "// import x from 'fs'\nreturn class A extends actjs.Actor {};",
        "/* import { x } from 'fs';\nexport default 1 */ return class A extends actjs.Actor {};",
        "const s = `\nimport x from 'fs'\n`; return class A extends actjs.Actor { s = s };",
      })
  void scenario11ImportsInCommentsAndStringsAreNone(String source) {
    assertEquals(ClassKind.STATE, shape("A", source).kind());
  }

  @Test
  void diagnosticsAreBounded() throws JsonProcessingException {
    List<String> diagnostics = refused(ProblemCode.TypeInvalid, "nothing;\n".repeat(200));
    assertEquals(51, diagnostics.size());
    assertEquals("and 150 more", diagnostics.getLast());
  }

  @Test
  void theCompilerIsFreedWhenIdleAndComesBack() throws InterruptedException {
    try (TypeScriptCompiler brief = TypeScriptCompiler.open(Duration.ofMillis(1))) {
      CompiledClass first = brief.compile(ActorClasses.ref("Counter"), ActorClasses.COUNTER, false);
      long deadline = System.nanoTime() + 20_000_000_000L;
      while (LoadedCompiler.SHARED.isLoaded()) {
        assertTrue(System.nanoTime() < deadline, "still loaded");
        Thread.sleep(5);
      }
      assertEquals(first, brief.compile(ActorClasses.ref("Counter"), ActorClasses.COUNTER, false));
    }
  }

  @Test
  void aClosedCompilerRefuses() {
    TypeScriptCompiler closed = TypeScriptCompiler.open();
    closed.close();
    closed.close();
    ActjsException e =
        assertThrows(
            ActjsException.class,
            () -> closed.compile(ActorClasses.ref("Counter"), ActorClasses.COUNTER, true));
    assertEquals(ProblemCode.ShuttingDown, e.code());
  }

  /** What the checker needs to refuse a type that takes it exponential time. */
  @Test
  void typesThatNeverEndAreRefused() {
    String source =
        """
        type Grow<T extends unknown[]> = T['length'] extends 1000000 ? T : Grow<[...T, ...T, 1]>;
        const x: Grow<[1]> = 1 as any;
        return class Counter extends actjs.Actor { x = x };
        """;
    assertThrows(
        ActjsException.class, () -> compiler.compile(ActorClasses.ref("Counter"), source, true));
    assertEquals(ClassKind.STATE, shape("Counter", ActorClasses.COUNTER).kind());
  }

  @Test
  void checkingAloneRefusesWhatACheckedCompilationRefuses() {
    String source = "return class Counter extends actjs.Actor { a: number = 'x'; };";
    ActjsException alone =
        assertThrows(
            ActjsException.class,
            () -> compiler.check(ActorClasses.ref("Counter"), source, Siblings.NONE));

    assertEquals(ProblemCode.TypeInvalid, alone.code());
    assertTrue(alone.detail().startsWith("Counter.ts:1:44: "), alone::detail);
    compiler.check(ActorClasses.ref("Counter"), ActorClasses.COUNTER, Siblings.NONE);
  }
}
