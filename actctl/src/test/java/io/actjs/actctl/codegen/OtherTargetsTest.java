package io.actjs.actctl.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.actjs.actctl.Ran;
import io.actjs.actctl.screen.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code actctl codegen --target json-schema} and {@code openapi}. */
class OtherTargetsTest {
  private static final String HAND =
      """
      import { Actor, handler, http, type HttpRequest, type Principal } from 'actjs';
      interface Card { suit: string; rank: number; next?: Card }
      export class Hand extends Actor<{ cards: Card[]; seed: number }> {
        state = { cards: [] as Card[], seed: 1 };
        onInit(args: { owner: string }) {}
        view(who: Principal) { return { mine: this.state.cards }; }
        @handler('deal') deal(args: Card): number {
          this.actjs.emit('dealt', { to: 'a' });
          return 1;
        }
        @handler('a/b') odd(args?: { n: number }): string | undefined { return undefined; }
        @handler('rows') async *rows() { yield { n: 1 }; return 'done'; }
        @handler('settle', { internal: true }) settle() {}
        @http('POST', '/tables/:id') hook(request: HttpRequest) { return { status: 204 }; }
      }
      """;
  private static final String LEDGER =
      """
      import { EventSourced, handler } from 'actjs';
      type Entry = { type: 'in'; amount: number } | { type: 'out'; amount: number };
      export class Ledger_2 extends EventSourced<{ sum: number }, Entry> {
        initialState() { return { sum: 0 }; }
        reduce(state: { sum: number }, event: Entry) { state.sum += event.amount; }
        @handler('add') add(args: { amount: number }): Entry[] { return []; }
      }
      """;

  @TempDir private static Path dir;

  @BeforeAll
  static void generate() throws IOException {
    Path classes = Files.createDirectory(dir.resolve("classes"));
    Files.writeString(classes.resolve("Hand.ts"), HAND);
    Files.writeString(classes.resolve("Ledger_2.ts"), LEDGER);
    codegen("schemas", "json-schema");
    codegen("api", "openapi");
  }

  private static Ran codegen(String out, String target, String... more) {
    List<String> args = new ArrayList<>(List.of("codegen", dir + "/classes", "--out"));
    args.addAll(List.of(dir.resolve(out).toString(), "--target", target));
    args.addAll(List.of(more));
    return Ran.actctl(args.toArray(String[]::new));
  }

  private static String generated(String file) throws IOException {
    return Files.readString(dir.resolve(file));
  }

  private static boolean fits(String file, String pointer, String json) throws IOException {
    String text = generated("schemas/" + file);
    String id = Json.parse(text).path("$id").asText();
    SchemaRegistry registry =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12, it -> it.schemas(java.util.Map.of(id, text)));
    return registry
        .getSchema(SchemaLocation.of(id + "#" + pointer))
        .validate(json, InputFormat.JSON)
        .isEmpty();
  }

  @Test
  void eachClassIsADocumentOfJsonSchema() throws IOException {
    String hand = "Hand.schema.json";
    assertTrue(fits(hand, "", "{\"mine\":[{\"suit\":\"a\",\"rank\":1}]}"));
    assertFalse(fits(hand, "", "{\"cards\":[],\"seed\":1}"));
    String deal = "/$defs/handlers/$defs/deal/$defs/";
    String card = "{\"suit\":\"a\",\"rank\":1,\"next\":%s}";
    assertTrue(fits(hand, deal + "args", card.formatted("{\"suit\":\"b\",\"rank\":2}")));
    assertFalse(fits(hand, deal + "args", card.formatted("{\"suit\":\"b\"}")));
    assertTrue(fits(hand, deal + "result", "1"));
    assertFalse(fits(hand, deal + "result", "true"));
    assertFalse(fits(hand, "/$defs/create", "{}"));
    assertFalse(fits(hand, "/$defs/emits/$defs/dealt", "{\"to\":1}"));
    assertTrue(fits(hand, "/$defs/handlers/$defs/rows/$defs/yields", "{\"n\":1}"));
    assertTrue(fits("Ledger_2.schema.json", "/$defs/event", "{\"type\":\"in\",\"amount\":1}"));
    assertFalse(fits("Ledger_2.schema.json", "/$defs/event", "{\"type\":\"x\",\"amount\":1}"));
    assertFalse(generated("schemas/" + hand).contains("settle"));
    assertFalse(generated("schemas/" + hand).contains("seed"));
  }

  @Test
  void theDocumentOfOpenApiHasTheirRoutesAndNoOthers() throws IOException {
    JsonNode document = Json.parse(generated("api/openapi.json"));
    List<String> paths = new ArrayList<>();
    document.path("paths").fieldNames().forEachRemaining(paths::add);
    assertEquals(
        List.of(
            "/v1/actors/Hand/{id}",
            "/v1/actors/Hand",
            "/v1/actors/Hand/{id}/deal",
            "/v1/actors/Hand/{id}/a%2Fb",
            "/v1/actors/Hand/{id}/rows",
            "/v1/http/tables/{id}",
            "/v1/actors/Ledger_2/{id}",
            "/v1/actors/Ledger_2",
            "/v1/actors/Ledger_2/{id}/add"),
        paths);
    JsonNode deal = document.path("paths").path("/v1/actors/Hand/{id}/deal").path("post");
    JsonNode body = deal.at("/requestBody/content/application~1json/schema");
    assertEquals("#/components/schemas/Hand.Card", body.path("$ref").asText());
    String sha = Json.parse(generated("api/manifest.json")).path("sha256").asText();
    JsonNode pin = document.at("/components/parameters/manifest");
    assertEquals("X-Actjs-Manifest", pin.path("name").asText());
    assertEquals(sha, pin.path("schema").path("const").asText());
    assertTrue(deal.path("parameters").toString().contains("#/components/parameters/manifest"));
    JsonNode missing = document.at(deal.at("/responses/404/$ref").asText().substring(1));
    assertTrue(missing.path("content").has("application/problem+json"), missing.toString());
    JsonNode state =
        document
            .path("paths")
            .path("/v1/actors/Hand/{id}")
            .at("/get/responses/200/content/application~1json/schema/allOf/1/properties/state");
    assertTrue(state.path("properties").has("mine"), state.toString());
    for (String pointer : document.findValuesAsText("$ref")) {
      assertFalse(document.at(pointer.substring(1)).isMissingNode(), pointer);
    }
    document
        .at("/components/schemas")
        .fieldNames()
        .forEachRemaining(it -> assertTrue(document.toString().contains("/" + it + "\""), it));
  }

  @Test
  void theyAreCheckedAndReplacedAsTheTypesAre() throws IOException {
    Path out = dir.resolve("changing");
    assertEquals(0, codegen("changing", "json-schema").exit());
    assertEquals("all files are current", codegen("changing", "json-schema").out());
    assertEquals(0, codegen("changing", "json-schema", "--check").exit());
    Files.writeString(out.resolve("Ledger_2.schema.json"), "{}");
    assertTrue(codegen("changing", "json-schema").err().contains("was changed since"));
    assertEquals(0, codegen("changing", "json-schema", "--force").exit());
    assertEquals(0, codegen("changing", "openapi").exit());
    try (Stream<Path> left = Files.list(out)) {
      assertEquals(
          List.of("manifest.json", "openapi.json", "schemas.json"),
          left.map(it -> it.getFileName().toString()).sorted().toList());
    }
    assertEquals(generated("api/openapi.json"), generated("changing/openapi.json"));
    assertEquals(0, Ran.actctl("codegen", "diff", dir + "/api", dir + "/classes").exit());
    Ran wrong = codegen("changing", "jsonschema");
    assertTrue(wrong.err().contains("expected typescript, java, json-schema"), wrong.err());
    assertEquals(2, codegen("changing", "openapi", "--validators").exit());
  }
}
