package io.actjs.actjsd.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.actjs.actjsd.Answer;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.actjsd.Sources;
import io.actjs.actjsd.sse.StreamRoutes;
import io.actjs.model.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The document says what the server does, as OpenAPI wants it said. */
class RouteDocumentTest {
  private static final String COUNTDOWN =
      """
      import { Actor, handler } from 'actjs';
      export class Countdown extends Actor<{}> { state = {};
        @handler('from') async *from({ n }: { n: number }): AsyncGenerator<number> {
          for (let i = n; i > 0; i--) yield i;
        }
      }
      """;

  private static DaemonFixture server;

  @BeforeAll
  static void start() {
    server = DaemonFixture.ephemeral();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static JsonNode document() {
    return server.get("/openapi.json").assertStatus(200).json();
  }

  /** Add a route to the file of its topic in {@code resources/io/actjs/actjsd/api}. */
  @Test
  void everyRouteIsInTheDocumentAndNothingElseIs() {
    Set<String> described =
        RouteDocument.make().path("paths").properties().stream()
            .flatMap(
                path ->
                    path.getValue().properties().stream()
                        .map(it -> it.getKey().toUpperCase(Locale.ROOT) + ' ' + path.getKey()))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> registered = new TreeSet<>(server.daemon.routes());
    // What is under the first is of classes, and described with them; what is under the second is
    // found by what imports it.
    registered.removeIf(
        it ->
            it.startsWith("HEAD ")
                || it.endsWith(" /v1/http/<path>")
                || it.endsWith(" /client/{file}"));
    Set<String> undescribed = new TreeSet<>(registered);
    undescribed.removeAll(described);
    assertEquals(Set.of(), undescribed, "routes without an entry");
    described.removeAll(registered);
    assertEquals(Set.of(), described, "entries without a route");
  }

  @Test
  void everyGetAnswersHeadAsTheDocumentSays() {
    Set<String> registered = new HashSet<>(server.daemon.routes());
    for (String route : server.daemon.routes()) {
      if (route.startsWith("GET ") && !StreamRoutes.isStream(route.substring(4))) {
        assertTrue(registered.contains("HEAD " + route.substring(4)), route);
      }
    }
  }

  @Test
  void scenario2_itIsADocumentOfOpenApi() throws IOException {
    server.with("Counter", Sources.COUNTER).with("Countdown", COUNTDOWN);
    try (InputStream official = getClass().getResourceAsStream("openapi-3.1-schema.json")) {
      Schema schema =
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
              .getSchema(DescriptionFiles.JSON.readTree(official));
      assertEquals(List.of(), schema.validate(document()));
      assertFalse(
          schema.validate(DescriptionFiles.JSON.readTree("{\"openapi\":\"3.1.0\"}")).isEmpty());
    }
    assertEquals("actjs", document().at("/info/title").textValue());
    for (String path :
        List.of(
            "/v1/health",
            "/v1/classes/{name}/versions",
            "/v1/manifest",
            "/v1/actors/{class}/{id}/{method}")) {
      assertTrue(document().path("paths").has(path), path);
    }
  }

  @Test
  void everyReferenceLeadsSomewhereAndEveryOperationHasItsId() {
    JsonNode document = document();
    for (JsonNode reference : document.findValues("$ref")) {
      String target = reference.textValue();
      assertTrue(target.startsWith("#/components/"), target);
      assertFalse(document.at(target.substring(1)).isMissingNode(), target);
    }
    List<String> ids = document.findValuesAsText("operationId");
    DescribedApi api = new DescribedApi(document);
    assertEquals(
        api.operations().size(),
        api.operations().stream().map(DescribedApi.Operation::id).distinct().count());
    assertTrue(ids.size() >= api.operations().size());
  }

  /** Add a code to the operations that may fail with it, or to a group of problems. */
  @Test
  void everyProblemIsInTheAnswersOfSomeOperation() {
    Set<String> declared = new TreeSet<>();
    document()
        .at("/components/responses")
        .forEach(
            it ->
                it.findValues("enum")
                    .forEach(codes -> codes.forEach(code -> declared.add(code.textValue()))));
    Set<String> real = new TreeSet<>();
    for (ProblemCode code : ProblemCode.values()) {
      real.add(code.name());
    }
    // Those of what is no operation, of those who start a server or fill its store.
    List.of(
            "NotFound",
            "MethodNotAllowed",
            "AddressInUse",
            "DataDirectoryInUse",
            "ExportInvalid",
            "StoreInUse",
            "StoreNotEmpty")
        .forEach(real::remove);
    Set<String> undeclared = new TreeSet<>(real);
    undeclared.removeAll(declared);
    assertEquals(Set.of(), undeclared, "codes that no operation fails with");
    declared.removeAll(real);
    assertEquals(Set.of(), declared, "codes that no client sees");
  }

  @Test
  void aClientThatHasItGetsItNotAgain() {
    Answer first = server.get("/openapi.json");
    String etag = first.header("etag");
    Answer again = server.send(server.request("/openapi.json").header("If-None-Match", etag).GET());
    assertEquals(304, again.status());
    server.with("Another", Sources.COUNTER.replace("Counter", "Another"));
    Answer changed =
        server.send(server.request("/openapi.json").header("If-None-Match", etag).GET());
    assertEquals(200, changed.status());
    assertTrue(changed.json().path("paths").has("/v1/actors/Another/{id}/inc"));
  }
}
