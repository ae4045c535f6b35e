package io.actjs.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arguments are held against the types that handlers declare, before the handlers run. */
class ArgumentCheckTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static TypeScriptCompiler compiler;
  private static KernelStage stage;
  private static int keys = 1_000;

  @BeforeAll
  static void open() {
    compiler = TypeScriptCompiler.open();
    stage = new KernelStage();
  }

  @AfterAll
  static void close() {
    stage.close();
    compiler.close();
  }

  private static int load(String source) {
    int key = ++keys;
    var unused = stage.isolate.load(key, compiler.compile(ActorClasses.ref("Thing"), source, true));
    return key;
  }

  private static int loadClass(String declarations, String body) {
    return load(
        """
        import { Actor, handler } from 'actjs';
        %s
        export class Thing extends Actor<{ runs: number }> {
          state = { runs: 0 };
        %s
        }
        """
            .formatted(declarations, body));
  }

  private static final String TYPES =
      """
      interface Tree { value: number; kids?: Tree[] }
      type Shape = { kind: 'circle'; r: number } | { kind: 'box'; w: number; h: number } | null;
      type Same = { next?: Same; a: 1 } | { next?: Same; a: 1; b: 2 } | { next?: Same; c: 3 };
      """;

  private static KernelStage.LiveActor taking(String type) {
    return stage.create(
        loadClass(TYPES, "@handler('h') h(a: " + type + ") { return ++this.state.runs; }"), null);
  }

  private static List<String> issues(Outcome.TurnFailed failed) {
    assertEquals(ProblemCode.SchemaInvalid, failed.code(), failed::message);
    List<String> issues = new ArrayList<>();
    for (JsonNode issue : json(failed.members().getOrDefault("issues", "[]"))) {
      issues.add(issue.path("path").asText() + " " + issue.path("message").asText());
    }
    return issues;
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '^',
      value = {
        "number ¦ 5",
        "string | null ¦ null",
        "{ a: number } ¦ {\"a\":1,\"more\":[]}",
        "{ a?: number } ¦ {}",
        "{ toString?: number } ¦ {}",
        "{ a: { b: 'x' }[] } ¦ {\"a\":[{\"b\":\"x\"},{\"b\":\"x\"}]}",
        "Record<string, number> ¦ {\"a\":1,\"b\":2}",
        "Tree ¦ {\"value\":1,\"kids\":[{\"value\":2,\"kids\":[]}]}",
        "Shape ¦ {\"kind\":\"box\",\"w\":1,\"h\":2}",
        "Shape ¦ null",
        "Same ¦ {\"next\":{\"c\":3},\"a\":1}",
        "[string, number?] ¦ [\"a\"]",
        "number | undefined ¦ {}",
      })
  void whatFitsReachesTheHandler(String type, String args) {
    assertEquals("1", taking(type).call("h", args).result());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '^',
      value = {
        "number ¦ \"5\" ¦ ' must be a number, not a string'",
        "string | null ¦ {} ¦ ' must be null or a string, not an object'",
        "'a' | 'b' ¦ \"c\" ¦ ' must be one of \"a\" or \"b\", not \"c\"'",
        "{ a: number } ¦ {} ¦ '/a is missing'",
        "{ a: number } ¦ [] ¦ ' must be an object, not an array'",
        "{ a?: number } ¦ {\"a\":null} ¦ '/a must be a number, not null'",
        "{ toString: number } ¦ {} ¦ '/toString is missing'",
        "{ 'a/b': { '~': 1 } } ¦ {\"a/b\":{\"~\":2}} ¦ '/a~1b/~0 must be 1, not 2'",
        "{ a: { b: 'x' }[] } ¦ {\"a\":[{\"b\":\"x\"},{\"b\":\"y\"}]} ¦ '/a/1/b must be \"x\", not \"y\"'",
        "Record<string, number> ¦ {\"a\":1,\"b\":true} ¦ '/b must be a number, not a boolean'",
        "Tree ¦ {\"value\":1,\"kids\":[{\"value\":2,\"kids\":[{}]}]} ¦ '/kids/0/kids/0/value is missing'",
        "Shape ¦ {\"kind\":\"box\",\"w\":1} ¦ '/h is missing'",
        "Shape ¦ {\"kind\":\"ball\"} ¦ '/kind must be one of \"circle\" or \"box\", not \"ball\"'",
        "Shape ¦ {} ¦ '/kind is missing; it is one of \"circle\" or \"box\"'",
        "Shape ¦ 5 ¦ ' must be null or an object, not a number'",
        "Same ¦ {\"next\":{\"c\":4},\"a\":1} ¦ ' fits none of the alternatives'",
        "[string, number?] ¦ [\"a\",1,2] ¦ ' must have at most 2 elements, not 3'",
        "[string, number] ¦ [\"a\"] ¦ ' must have at least 2 elements, not 1'",
        "{ a?: never } ¦ {\"a\":1} ¦ '/a must not be there'",
      })
  void whatDoesNotFitIsRefusedBeforeTheHandler(String type, String args, String issue) {
    KernelStage.LiveActor actor = taking(type);
    Outcome.TurnFailed failed = actor.fail("h", args);
    assertEquals(List.of(issue.substring(1, issue.length() - 1)), issues(failed));
    assertEquals("{\"runs\":0}", actor.state());
  }

  @Test
  void theMessageNamesTheHandlerAndTheFirstIssue() {
    Outcome.TurnFailed failed = taking("{ a: number; b: string }").fail("h", "{\"b\":5}");
    assertEquals("Thing.h: /a is missing; and 1 more", failed.message());
    assertEquals(List.of("/a is missing", "/b must be a string, not a number"), issues(failed));
    assertEquals("required", json(failed.members().get("issues")).path(0).path("keyword").asText());
  }

  @Test
  void ofManyIssuesTheFirstTwentyAreTold() {
    Outcome.TurnFailed failed = taking("number[]").fail("h", "[" + "null,".repeat(99_999) + "0]");
    assertEquals(20, issues(failed).size());
    assertTrue(failed.message().endsWith("; and 19 more"), failed::message);
  }

  @Test
  void aClassMayTakeWhateverComes() {
    int key = loadClass("", "static validate = false; @handler('h') h(a: number) { return a; }");
    assertEquals("\"x\"", stage.create(key, null).call("h", "\"x\"").result());
  }

  @Test
  void whatSaysWhetherToValidateIsABoolean() {
    ActjsException refused =
        Assertions.assertThrows(
            ActjsException.class,
            () ->
                stage.evaluate(
                    ++keys, "return class Thing extends Actor { static validate = 'no'; }"));
    assertTrue(refused.detail().contains("static validate is true or false"), refused::detail);
  }

  @Test
  void aHandlerWithoutTypesTakesAnything() {
    int key =
        loadClass("", "@handler('h') h(a: any) { return a; } @handler('g') g() { return 1; }");
    assertEquals("[1]", stage.create(key, null).call("h", "[1]").result());
    assertEquals("1", stage.create(key, null).call("g", "[1]").result());
  }

  @Test
  void whatACreatorGivesIsHeldAgainstOnInit() {
    int key = loadClass("", "onInit({ n }: { n: number }) { this.state.runs = n; }");
    assertEquals("{\"runs\":7}", stage.create(key, "{\"n\":7}").state());
    Frame frame = stage.isolate.newFrame();
    frame.activate(9_000, key, "the-id", 0, null);
    frame.start(9_000, 77_777, true, "{\"n\":\"7\"}", KernelStage.NOW);
    Outcome.TurnFailed failed =
        KernelStage.only(Outcome.TurnFailed.class, stage.isolate.step(frame));
    assertEquals(List.of("/n must be a number, not a string"), issues(failed));
  }

  @Test
  void aCallerInTheHandlerGetsTheIssues() {
    int key =
        loadClass(
            "",
            """
            @handler('h') async h() {
              try {
                await this.actjs.call({ class: 'Other', id: 'x' }, 'm', 5);
              } catch (e: any) {
                return [e.code, e.issues[0].path];
              }
            }
            """);
    KernelStage.LiveActor actor = stage.create(key, null);
    List<Outcome> asked = actor.step("h", "{}");
    Outcome.CallOut out = assertInstanceOf(Outcome.CallOut.class, asked.getFirst());
    List<Outcome> answered =
        actor.resumeError(
            out.call(), "SchemaInvalid", "no", Map.of("issues", "[{\"path\":\"/a\"}]"));
    assertEquals("[\"SchemaInvalid\",\"/a\"]", actor.done(answered).result());
  }

  @Test
  void argumentsThatAreNestedTooDeeplyForARecursiveTypeAreRefused() {
    String deep = "{\"value\":1,\"kids\":[".repeat(10_000) + "]}".repeat(10_000);
    Outcome.TurnFailed failed = taking("Tree").fail("h", deep);
    assertEquals(List.of(" is nested deeper than 1000"), issues(failed));
  }

  @Test
  void alternativesThatAllHaveToBeTriedAtEveryLevelEnd() {
    String deep = "{\"next\":".repeat(300) + "{}" + ",\"a\":1}".repeat(300);
    long before = System.nanoTime();
    assertEquals(1, issues(taking("Same").fail("h", deep)).size());
    assertTrue(System.nanoTime() - before < 5_000_000_000L);
  }

  @Test
  void schemasThatAreNotJsonAreNotRun() {
    CompiledClass good = compiler.compile(ActorClasses.ref("Thing"), ActorClasses.COUNTER, true);
    CompiledClass bad = new CompiledClass(good.ref(), good.javaScript(), "", "{");
    ActjsException refused =
        Assertions.assertThrows(ActjsException.class, () -> stage.isolate.load(++keys, bad));
    assertEquals(ProblemCode.ClassInvalid, refused.code());
  }
}
