package io.actjs.actjsd.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.actjs.actjsd.Answer;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.actjsd.Sources;
import io.actjs.model.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ClassRoutesTest {
  private static DaemonFixture server;

  @BeforeAll
  static void start() {
    server = DaemonFixture.ephemeral();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void scenario3And6And14PublishListAndReadBack() throws Exception {
    String source = Sources.COUNTER + "// é €\n";
    String sha =
        HexFormat.of()
            .formatHex(
                MessageDigest.getInstance("SHA-256")
                    .digest(source.getBytes(StandardCharsets.UTF_8)));

    JsonNode published = server.publish("Counter", "1.0.0", source).assertStatus(201).json();
    assertEquals("Counter", published.get("name").textValue());
    assertEquals("1.0.0", published.get("version").textValue());
    assertEquals(sha, published.get("sha256").textValue());

    server.publish("Account", "0.1.0", Sources.ACCOUNT).assertStatus(201);
    String names = server.get("/v1/classes").assertStatus(200).json().get("classes").toString();
    assertTrue(names.contains("\"Account\",\"Counter\""), names);

    JsonNode versions =
        server.get("/v1/classes/Account/versions").assertStatus(200).json().get("versions");
    assertEquals(1, versions.size());
    assertTrue(versions.get(0).get("eventSourced").booleanValue());
    assertTrue(versions.get(0).get("publishedAt").longValue() > 1_500_000_000_000L);
    assertEquals("[\"credit\"]", versions.get(0).get("handlers").toString());

    Answer read = server.get("/v1/classes/Counter/versions/1.0.0/source");
    assertEquals(200, read.status());
    assertEquals(source, read.text());
    assertTrue(read.header("content-type").startsWith("text/plain"));
    assertEquals('"' + sha + '"', read.header("etag"));
    Answer again =
        server.send(
            server
                .request("/v1/classes/Counter/versions/1.0.0/source")
                .header("If-None-Match", '"' + sha + '"')
                .GET());
    assertEquals(304, again.status());
  }

  @Test
  void scenario8AVersionIsPublishedOnce() {
    server.publish("Once", "1.0.0", Sources.COUNTER.replace("Counter", "Once")).assertStatus(201);
    server
        .publish("Once", "1.0.0", Sources.NOTEBOOK.replace("Notebook", "Once"))
        .assertProblem(ProblemCode.VersionAlreadyPublished);
    assertTrue(
        server.get("/v1/classes/Once/versions/1.0.0/source").text().contains("class Once extends"));
    assertEquals(1, server.get("/v1/classes/Once/versions").json().get("versions").size());
  }

  @Test
  void scenario9BrokenSourceIsAProblemWithDiagnostics() {
    JsonNode syntax =
        server.publish("Bad", "1.0.0", "export class {").assertProblem(ProblemCode.SyntaxInvalid);
    assertTrue(syntax.get("diagnostics").size() > 0, syntax.toString());
    JsonNode types =
        server
            .publish("Bad", "1.0.0", Sources.COUNTER.replace("args.by ?? 1", "'one'"))
            .assertProblem(ProblemCode.TypeInvalid);
    assertTrue(types.get("diagnostics").size() > 0, types.toString());
    server
        .post("/v1/classes/Bad/versions", "{\"source\":\"x\"}")
        .assertProblem(ProblemCode.SchemaInvalid);
    server
        .post("/v1/classes/Bad/versions", "{\"version\":1,\"source\":\"x\"}")
        .assertProblem(ProblemCode.SchemaInvalid);
    server.post("/v1/classes/Bad/versions", "[]").assertProblem(ProblemCode.SchemaInvalid);
    server.post("/v1/classes/1Bad/versions", "{}").assertProblem(ProblemCode.SchemaInvalid);
    assertEquals(0, server.get("/v1/classes/Bad/versions").json().get("versions").size());
  }

  @Test
  void scenario10VersionsAreSemantic() {
    server
        .publish("Semver", "not-a-version", Sources.COUNTER)
        .assertProblem(ProblemCode.InvalidVersion);
    server.get("/v1/classes/Semver/versions/x/source").assertProblem(ProblemCode.InvalidVersion);
    server
        .get("/v1/classes/Semver/versions/1.0.0/source")
        .assertProblem(ProblemCode.UnknownVersion);
  }

  @Test
  void scenario10And15WhatIsMalformedIsSaid() {
    for (String member :
        new String[] {
          "\"deps\":[\"Item\"]",
          "\"deps\":{\"Item\":1}",
          "\"engines\":\"actjs\"",
          "\"floating\":\"yes\"",
          "\"eventSourced\":1",
          "\"kid\":\"k\"",
          "\"signature\":\"AA==\"",
          "\"durability\":\"careless\"",
          "\"dryRun\":\"maybe\"",
          "\"check\":\"no\""
        }) {
      server
          .post(
              "/v1/classes/Plain/versions",
              "{\"version\":\"1.0.0\",\"source\":\"x\"," + member + "}")
          .assertProblem(ProblemCode.SchemaInvalid);
    }
    for (String[] refused :
        new String[][] {
          {"\"deps\":{\"Item\":\"not-a-range\"}", "InvalidDepRange"},
          {"\"engines\":{\"actjs\":\"^9\"}", "IncompatibleEngine"},
          {"\"eventSourced\":true", "ClassInvalid"},
          {"\"durability\":\"relaxed\"", "ClassInvalid"},
        }) {
      publish("Plain", "1.0.0", refused[0]).assertProblem(ProblemCode.valueOf(refused[1]));
    }
    publish(
            "Plain",
            "1.0.0",
            "\"engines\":{\"actjs\":\">=0.1.0\"},\"kid\":null,\"durability\":\"strict\"")
        .assertStatus(201);
  }

  @Test
  void scenario12WhatWasPublishedComesBackInTheList() {
    publish("Shown", "1.0.0", "\"floating\":false").assertStatus(201);
    publish(
            "Shown",
            "v1.1.0",
            "\"floating\":true,\"deps\":{\"Item\":\"^1.0.0\",\"Box\":\"*\"},"
                + "\"engines\":{\"actjs\":\">=0.1.0\"}")
        .assertStatus(201);

    JsonNode versions =
        server.get("/v1/classes/Shown/versions").assertStatus(200).json().get("versions");
    assertEquals(2, versions.size());
    JsonNode plain = versions.get(0);
    assertEquals("1.0.0", plain.get("version").textValue());
    assertEquals("{}", plain.get("deps").toString());
    assertEquals("{}", plain.get("engines").toString());
    assertFalse(plain.get("floating").booleanValue());
    assertFalse(plain.get("eventSourced").booleanValue());
    assertEquals("[]", plain.get("environments").toString());
    for (String absent : new String[] {"deprecatedAt", "graceUntil", "signedBy"}) {
      assertFalse(plain.has(absent), plain.toString());
    }
    JsonNode rich = versions.get(1);
    assertEquals("1.1.0", rich.get("version").textValue());
    assertTrue(rich.get("floating").booleanValue());
    assertEquals("{\"Box\":\"*\",\"Item\":\"^1.0.0\"}", rich.get("deps").toString());
    assertEquals("{\"actjs\":\">=0.1.0\"}", rich.get("engines").toString());
  }

  @Test
  void aDryRunStoresNothing() {
    JsonNode tried = publish("Tried", "1.0.0", "\"dryRun\":true").assertStatus(200).json();
    assertTrue(tried.get("dryRun").booleanValue());
    assertFalse(tried.has("schemas"));
    JsonNode told =
        publish("Tried", "1.0.0", "\"dryRun\":true,\"withSchemas\":true").assertStatus(200).json();
    assertEquals("Tried", told.at("/schemas/title").textValue());
    assertTrue(told.at("/schemas/handlers").isObject());
    assertEquals(64, tried.get("sha256").textValue().length());
    assertEquals(0, server.get("/v1/classes/Tried/versions").json().get("versions").size());
    server
        .post(
            "/v1/classes/Tried/versions",
            "{\"version\":\"1.0.0\",\"source\":\"class {\",\"dryRun\":true}")
        .assertProblem(ProblemCode.SyntaxInvalid);
  }

  private static Answer publish(String name, String version, String members) {
    String source = TextNode.valueOf(Sources.COUNTER.replace("Counter", name)).toString();
    return server.post(
        "/v1/classes/" + name + "/versions",
        "{\"version\":\"" + version + "\",\"source\":" + source + "," + members + "}");
  }
}
