package io.actjs.actjsd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
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
  void whatIsNotSupportedIsSaid() {
    for (String member :
        new String[] {
          "\"deps\":{\"Item\":\"^1.0.0\"}",
          "\"engines\":{\"actjs\":\"^9\"}",
          "\"floating\":true",
          "\"eventSourced\":true",
          "\"kid\":\"k\"",
          "\"signature\":\"AA==\"",
          "\"durability\":\"relaxed\"",
          "\"check\":\"no\""
        }) {
      server
          .post(
              "/v1/classes/Plain/versions",
              "{\"version\":\"1.0.0\",\"source\":\"x\"," + member + "}")
          .assertProblem(ProblemCode.SchemaInvalid);
    }
    com.fasterxml.jackson.databind.node.ObjectNode body =
        com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();
    body.put("version", "1.0.0").put("source", Sources.COUNTER.replace("Counter", "Plain"));
    body.put("check", false).put("floating", false).putNull("kid").putObject("deps");
    server.post("/v1/classes/Plain/versions", body.toString()).assertStatus(201);
  }
}
