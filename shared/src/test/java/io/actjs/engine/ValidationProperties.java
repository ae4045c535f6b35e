package io.actjs.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.actjs.model.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** The kernel's checks and a validator by others accept the same values. */
class ValidationProperties {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SOURCE =
      """
      import { Actor, handler } from 'actjs';
      interface Tree { value: number; kids?: Tree[]; up: Tree | null }
      type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
      type Event =
        | { type: 'a'; n: number } | { type: 'b'; s?: string } | { type: 'c'; t: Tree } | null;
      type Either = { a: 1 } | { a: 1; b: string } | { b: number[] } | 'a' | 1;
      enum Colour { Red, Green = 'b' }
      export class Thing extends Actor {
        @handler('0') h0(a: Tree) {}
        @handler('1') h1(a: Json) {}
        @handler('2') h2(a: Event[]) {}
        @handler('3') h3(a: Either) {}
        @handler('4') h4(a: Record<string, Colour | null>) {}
        @handler('5') h5(a: [Event, ...(string | Either)[]]) {}
        @handler('6') h6(a: { a: 'a' | 'b' | 1; b?: boolean; [key: string]: unknown }) {}
        @handler('7') h7(a?: [number, string?]) {}
        @handler('8') h8(a: Partial<Tree> & { type: 'a' | 'b' }) {}
        @handler('9') h9(a: { [key: string]: string | number; value: number }) {}
      }
      """;
  private static final int HANDLERS = 10;

  private static TypeScriptCompiler compiler;
  private static KernelStage stage;
  private static KernelStage.LiveActor actor;
  private static final List<Schema> REFERENCE = new ArrayList<>();

  @BeforeContainer
  static void open() throws Exception {
    compiler = TypeScriptCompiler.open();
    stage = new KernelStage();
    CompiledClass compiled = compiler.compile(ActorClasses.ref("Thing"), SOURCE, true);
    var unused = stage.isolate.load(500, compiled);
    actor = stage.create(500, null);
    JsonNode document = JSON.readTree(compiled.schemas());
    SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    for (int i = 0; i < HANDLERS; i++) {
      ObjectNode schema = JSON.createObjectNode();
      schema.set("$defs", document.path("$defs"));
      schema.putArray("allOf").add(document.path("handlers").path("" + i).path("args"));
      REFERENCE.add(registry.getSchema(schema));
    }
  }

  @AfterContainer
  static void close() {
    stage.close();
    compiler.close();
  }

  @Property(tries = 3_000)
  void bothAcceptTheSame(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    int handler = random.nextInt(HANDLERS);
    String value = random(random, 0);
    boolean fits = REFERENCE.get(handler).validate(JSON.readTree(value)).isEmpty();
    Outcome outcome = actor.step("" + handler, value).getFirst();
    boolean accepted =
        switch (outcome) {
          case Outcome.TurnDone done -> true;
          case Outcome.TurnFailed failed -> {
            assertEquals(ProblemCode.SchemaInvalid, failed.code(), failed::message);
            yield false;
          }
          default -> throw new AssertionError(outcome);
        };
    assertEquals(fits, accepted, () -> handler + " " + value + " " + outcome);
  }

  /** JSON of few names and values, so that it often fits, or nearly. */
  private static String random(Random random, int depth) {
    int kind = random.nextInt(depth > 4 ? 5 : 12);
    return switch (kind) {
      case 0 -> "null";
      case 1 -> random.nextInt(2) == 0 ? "true" : "false";
      case 2 -> List.of("0", "1", "1.0", "-2.5", "1e3").get(random.nextInt(5));
      case 3, 4 -> List.of("\"a\"", "\"b\"", "\"c\"", "\"\"").get(random.nextInt(4));
      case 5, 6 -> {
        List<String> elements = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          elements.add(random(random, depth + 1));
        }
        yield "[" + String.join(",", elements) + "]";
      }
      default -> {
        List<String> members = new ArrayList<>();
        for (String name : List.of("type", "value", "kids", "up", "a", "b", "n", "t", "toString")) {
          if (random.nextInt(3) == 0) {
            members.add("\"" + name + "\":" + random(random, depth + 1));
          }
        }
        yield "{" + String.join(",", members) + "}";
      }
    };
  }
}
