package io.actjs.actctl.command.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.ShelfCommands;
import io.actjs.actctl.screen.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SchemaCommandTest extends ShelfCommands {
  private Path typed(String state) throws IOException {
    return Files.writeString(
        dir.resolve(name + ".ts"),
        """
        import { Actor, handler } from 'actjs';
        export class %s extends Actor<any> {
          state: %s = null as any;
          onInit() { this.state = {} as any; }
          @handler('put') put({ at, to }: { at: string; to: Date | number }) { return at; }
          @handler('loose') loose(args: any) { (this.state as any) = args; }
        }
        """
            .formatted(name, state));
  }

  @Test
  void itPrintsTheSchemasOfTheLatestOrOfAVersion() throws IOException {
    publish(typed("any"), "1.0.0");
    String said = publish(typed("{ n: number }"), "2.0.0", "--check-states", "none");
    assertEquals(
        "note: /handlers/put/args/properties/to: Date is not JSON: what else the union has is"
            + " accepted",
        said.lines().skip(1).reduce("", String::concat));
    JsonNode latest = Json.parse(ok("schema", name));
    assertEquals("{\"type\":\"string\"}", latest.at("/handlers/put/args/properties/at").toString());
    assertEquals("number", latest.at("/state/properties/n/type").asText());
    assertEquals(latest, Json.parse(ok("schema", name + "@2.0.0", "--json")));
    assertEquals("true", Json.parse(ok("schema", name + "@1.0.0")).path("state").toString());
    assertTrue(refused("schema", name + "@9.0.0").contains("UnknownVersion"));
    assertTrue(refused("schema", "Nowhere").contains("UnknownClass"));
    publish(typed("any"), "3.0.0", "--no-check");
    assertTrue(refused("schema", name + "@3.0.0").contains("SchemaNotFound"));
  }

  @Test
  void argumentsThatDoNotFitAreListed() throws IOException {
    publish(typed("any"), "1.0.0");
    assertEquals(
        """
        actctl: SchemaInvalid: %s.put: /at must be a string, not a number; and 1 more
          /at must be a string, not a number
          /to is missing"""
            .formatted(name),
        refused("call", name, "a", "put", "{\"at\":1}"));
  }

  @Test
  void aVersionThatStoredStatesDoNotFitIsRefusedUnlessToldOtherwise() throws IOException {
    publish(typed("any"), "1.0.0");
    ok("call", name, "a", "loose", "{\"n\":1}");
    ok("call", name, "b", "loose", "{\"n\":null}");
    String[] publish = {"publish", typed("{ n: number }").toString(), "--version", "2.0.0"};
    assertEquals(
        """
        actctl: StatesUnfit: 1 of 2 stored states would not fit %s@2.0.0: give it a migrate, \
        change its types, or publish it without this check
          /n must be a number, not null: actor b"""
            .formatted(name),
        refused(publish));
    String dry = publish(typed("{ n: number }"), "2.0.0", "--check-states=all", "--dry-run");
    assertTrue(dry.contains("1 of 2 stored states would not fit"), dry);
    String fits = publish(typed("{ n: number | null }"), "2.0.0");
    assertTrue(fits.contains("all 2 stored states fit"), fits);
    publish(typed("{ n: number }"), "3.0.0", "--check-states", "none");
  }

  @Test
  void theServerDescribesItself() throws Exception {
    JsonNode routes = Json.parse(ok("openapi"));
    assertEquals("3.1.0", routes.path("openapi").textValue());
    assertTrue(routes.path("paths").has("/v1/actors/{class}/{id}/{method}"));
    assertEquals(routes, Json.parse(ok("openapi", "--json")));
    assertTrue(refused("openapi", "--manifest", "x").contains("ManifestUnknown"));
    assertEquals("3.0.0", Json.parse(ok("asyncapi")).path("asyncapi").textValue());
  }
}
