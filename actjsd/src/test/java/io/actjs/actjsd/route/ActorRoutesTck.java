package io.actjs.actjsd.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actjsd.Answer;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.actjsd.Sources;
import io.actjs.model.ProblemCode;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The routes of actors, whatever they are stored in. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ActorRoutesTck {
  private DaemonFixture server;

  abstract DaemonFixture open();

  @BeforeAll
  void start() {
    server = open().with("Counter", Sources.COUNTER).with("Account", Sources.ACCOUNT);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void scenario27CreateMintsAUuid7AndRunsOnInit() {
    JsonNode created = server.post("/v1/actors/Counter", "{\"start\":40}").assertStatus(201).json();
    assertEquals("Counter", created.get("class").textValue());
    String id = created.get("id").textValue();
    assertEquals(7, UUID.fromString(id).version());
    assertEquals(
        40, server.get("/v1/actors/Counter/" + id).json().get("state").get("value").intValue());
    assertEquals(36, server.post("/v1/actors/Counter").json().get("id").textValue().length());
    server.post("/v1/actors/Nope", "{}").assertProblem(ProblemCode.UnknownClass);
    server.post("/v1/actors/1Nope", "{}").assertProblem(ProblemCode.SchemaInvalid);
  }

  @Test
  void scenario28And29CallsChangeWhatReadsShow() {
    server.get("/v1/actors/Counter/c28").assertProblem(ProblemCode.ActorNotFound);
    JsonNode called =
        server.post("/v1/actors/Counter/c28/inc", "{\"by\":5}").assertStatus(200).json();
    assertEquals(
        "{\"class\":\"Counter\",\"id\":\"c28\",\"method\":\"inc\",\"result\":5,\"seq\":\"2\","
            + "\"version\":\"1.0.0\"}",
        called.toString());
    JsonNode read = server.get("/v1/actors/Counter/c28").assertStatus(200).json();
    assertEquals("{\"value\":5}", read.get("state").toString());
    assertEquals("1.0.0", read.get("version").textValue());
    assertTrue(read.get("seq").textValue().matches("[1-9][0-9]*"), read.toString());
    assertEquals(5, server.post("/v1/actors/Counter/c28/read").json().get("result").intValue());
    server.post("/v1/actors/Counter/c28/nope", "{}").assertProblem(ProblemCode.UnknownMethod);
    server.post("/v1/actors/Nope/c28/inc", "{}").assertProblem(ProblemCode.UnknownClass);
    server.post("/v1/actors/Counter/c28/in-c", "{}").assertProblem(ProblemCode.UnknownMethod);
  }

  @Test
  void undefinedHasNoResultMember() {
    JsonNode answer = server.post("/v1/actors/Counter/u/nothing").assertStatus(200).json();
    assertFalse(answer.has("result"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "\"text\"",
        "[1,[2,{\"three\":null}]]",
        "true",
        "{\"a\\n\\u00e9\":\"\\ud83d\\ude00 é €\"}",
        "-1.5e-7",
        "\"\\u2028\"",
        "\"\\ud800\""
      })
  void argumentsAreAnyJson(String json) throws Exception {
    Answer answer = server.post("/v1/actors/Counter/any/echo", json).assertStatus(200);
    assertEquals(
        new com.fasterxml.jackson.databind.ObjectMapper().readTree(json),
        answer.json().get("result"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "null", " null\n"})
  void absentArgumentsAreAnEmptyObject(String json) {
    assertEquals(
        "{}",
        server
            .post("/v1/actors/Counter/any/echo", json)
            .assertStatus(200)
            .json()
            .get("result")
            .toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a/b",
        "a?b#c",
        "100%",
        "a+b c",
        "é€😀",
        "..",
        ".",
        "%2F",
        "a\\b",
        "\"q\"",
        "~!*'();:@&=$,[]"
      })
  void anyTextIsAnId(String id) {
    String encoded = URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    encoded = encoded.replace(".", "%2E");
    JsonNode called =
        server
            .post("/v1/actors/Counter/" + encoded + "/inc", "{\"by\":3}")
            .assertStatus(200)
            .json();
    assertEquals(id, called.get("id").textValue());
    JsonNode read = server.get("/v1/actors/Counter/" + encoded).assertStatus(200).json();
    assertEquals(id, read.get("id").textValue());
    assertEquals(3, read.get("state").get("value").intValue());
  }

  @Test
  void idsAreBounded() {
    server.post("/v1/actors/Counter/" + "x".repeat(255) + "/inc").assertStatus(200);
    server
        .post("/v1/actors/Counter/" + "x".repeat(256) + "/inc")
        .assertProblem(ProblemCode.SchemaInvalid);
    server.post("/v1/actors/Counter/a%0Ab/inc").assertProblem(ProblemCode.SchemaInvalid);
  }

  @Test
  void scenario30ADeletedActorStaysDeleted() {
    server.post("/v1/actors/Counter/d30/inc").assertStatus(200);
    assertEquals(
        "{\"class\":\"Counter\",\"id\":\"d30\",\"tombstoned\":true}",
        server.delete("/v1/actors/Counter/d30").assertStatus(200).json().toString());
    server.post("/v1/actors/Counter/d30/inc").assertProblem(ProblemCode.Gone);
    server.get("/v1/actors/Counter/d30").assertProblem(ProblemCode.Gone);
    server.delete("/v1/actors/Counter/d30").assertProblem(ProblemCode.Gone);
    assertTrue(server.get("/v1/actors/Counter/d30/info").json().get("tombstoned").booleanValue());
    server.delete("/v1/actors/Counter/never").assertProblem(ProblemCode.ActorNotFound);
  }

  @Test
  void scenario31OneIdInTwoClassesIsTwoActors() {
    server.post("/v1/actors/Counter/both/inc", "{\"by\":2}").assertStatus(200);
    server.get("/v1/actors/Account/both").assertProblem(ProblemCode.ActorNotFound);
    server.post("/v1/actors/Account/both/credit", "{\"amount\":9}").assertStatus(200);
    assertEquals(
        "{\"value\":2}", server.get("/v1/actors/Counter/both").json().get("state").toString());
    assertEquals(
        "{\"balance\":9}", server.get("/v1/actors/Account/both").json().get("state").toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"toString", "constructor", "hasOwnProperty", "__proto__", "onInit", "valueOf"})
  void scenario32WhatIsNoHandlerIsNoMethod(String name) {
    server.post("/v1/actors/Counter/m32/" + name).assertProblem(ProblemCode.UnknownMethod);
  }

  @Test
  void whatHandlersDoWrongIsAProblemAndLeavesNoTrace() {
    server.post("/v1/actors/Counter/w/inc").assertStatus(200);
    JsonNode failed =
        server.post("/v1/actors/Counter/w/fail").assertProblem(ProblemCode.HandlerError);
    assertTrue(failed.get("detail").textValue().contains("no \"good\""));
    JsonNode refused =
        server.post("/v1/actors/Counter/w/refuse").assertProblem(ProblemCode.ActorAbort);
    assertTrue(refused.get("detail").textValue().contains("not today"));
    server.post("/v1/actors/Counter/w/leak").assertProblem(ProblemCode.StateNotSerializable);
    assertEquals(1, server.post("/v1/actors/Counter/w/read").json().get("result").intValue());
  }

  @Test
  void fault35_anAbortTellsItsCodeAndDataToTheCaller() {
    server.post("/v1/actors/Counter/so/inc").assertStatus(200);
    JsonNode refused =
        server
            .post("/v1/actors/Counter/so/soldOut", "{\"data\":{\"left\":3}}")
            .assertProblem(ProblemCode.ActorAbort);
    assertEquals("only 3 left", refused.get("detail").textValue());
    assertEquals("SoldOut", refused.get("reasonCode").textValue());
    assertEquals("{\"left\":3}", refused.get("data").toString());
    assertEquals(1, server.post("/v1/actors/Counter/so/read").json().get("result").intValue());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"\\ud800\":1}", "[\"\\udc00\"]", "{\"a\":[{\"\\udc00\\ud800x\":\"\\ud800\"}]}"})
  void fault11_halvesOfPairsComeBackAsTheyWere(String json) {
    Answer answer = server.post("/v1/actors/Counter/lone/echo", json).assertStatus(200);
    assertTrue(answer.text().contains("\"result\":" + json), answer.text());
    // The same half, not escaped, is no UTF-8.
    byte[] raw = {'{', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', ':', '1', '}'};
    server
        .send(
            server
                .request("/v1/actors/Counter/lone/echo")
                .POST(HttpRequest.BodyPublishers.ofByteArray(raw)))
        .assertProblem(ProblemCode.MalformedJson);
  }

  @Test
  void eventsAreTheResultOfAnEventSourcedHandler() {
    assertEquals(
        "[{\"type\":\"credited\",\"amount\":4}]",
        server
            .post("/v1/actors/Account/e/credit", "{\"amount\":4}")
            .assertStatus(200)
            .json()
            .get("result")
            .toString());
  }

  @Test
  void aTellIsAcceptedAndHandled() throws InterruptedException {
    JsonNode told =
        server.post("/v1/actors/Counter/t/tell/inc", "{\"by\":6}").assertStatus(202).json();
    assertEquals("inc", told.get("type").textValue());
    assertFalse(told.get("messageId").textValue().isEmpty());
    long end = System.nanoTime() + 20_000_000_000L;
    while (server.post("/v1/actors/Counter/t/read").json().get("result").intValue() != 6) {
      assertTrue(System.nanoTime() < end, "the message was not handled");
      Thread.sleep(10);
    }
    server.post("/v1/actors/Nope/t/tell/inc").assertProblem(ProblemCode.UnknownClass);
  }

  @Test
  void deadlinesAreChecked() {
    for (String deadline : new String[] {"0", "-1", "soon", "3600001", "1.5"}) {
      server
          .send(
              server
                  .request("/v1/actors/Counter/dl/inc")
                  .header("X-Actjs-Deadline-Ms", deadline)
                  .POST(HttpRequest.BodyPublishers.noBody()))
          .assertProblem(ProblemCode.SchemaInvalid);
      server
          .post("/v1/actors/Counter/dl/inc?deadlineMs=" + deadline)
          .assertProblem(ProblemCode.SchemaInvalid);
    }
    server.post("/v1/actors/Counter/dl/inc?deadlineMs=30000").assertStatus(200);
  }

  @Test
  void infoShowsWhatAnOperatorAsks() {
    server.post("/v1/actors/Counter/info/inc").assertStatus(200);
    JsonNode info = server.get("/v1/actors/Counter/info/info").assertStatus(200).json();
    assertEquals("info", info.get("id").textValue());
    assertTrue(info.get("active").booleanValue());
    assertFalse(info.get("tombstoned").booleanValue());
    assertEquals(0, info.get("subscribers").intValue());
    server.get("/v1/actors/Counter/nobody/info").assertProblem(ProblemCode.ActorNotFound);
  }

  @Test
  void listsArePagedInOrder() {
    for (String id : new String[] {"L1", "L2", "L/3"}) {
      String encoded = URLEncoder.encode(id, StandardCharsets.UTF_8);
      server.post("/v1/actors/Account/" + encoded + "/credit", "{\"amount\":1}").assertStatus(200);
    }
    List<String> ids = new ArrayList<>();
    String cursor = "";
    while (cursor != null) {
      JsonNode page = server.get("/v1/actors?class=Account&limit=2" + cursor).json();
      assertTrue(page.get("actors").size() <= 2);
      page.get("actors").forEach(actor -> ids.add(actor.get("id").textValue()));
      cursor = page.has("next") ? "&cursor=" + page.get("next").textValue() : null;
    }
    List<String> sorted = ids.stream().sorted().toList();
    assertEquals(sorted, ids);
    assertTrue(ids.containsAll(List.of("L/3", "L1", "L2")), ids.toString());
  }

  @Test
  void aListThatCannotBeIsRefusedAndSaysWhy() {
    for (String query :
        List.of(
            "limit=0",
            "limit=x",
            "limit=1001",
            "class=1",
            "cursor=",
            "cursor=x",
            "cursor=YUFjY291bnQ",
            "cursor=YS8vAA",
            "cursor=_-__",
            "cursor=" + "YUFi".repeat(600),
            "after=Account/L1",
            "tags=vip",
            "phase=dead",
            "active=1",
            "updatedSince=yesterday",
            "updatedSince=-1",
            "limit=1&limit=2")) {
      server.get("/v1/actors?" + query).assertProblem(ProblemCode.SchemaInvalid);
    }
    server.get("/v1/actors?version=one").assertProblem(ProblemCode.InvalidVersion);
    String detail = server.get("/v1/actors?tagged=vip").json().get("detail").textValue();
    assertTrue(detail.contains("\"tagged\"") && detail.contains("updatedSince"), detail);
  }

  @Test
  void actorsAreCreatedWithTagsAndFoundByThem() {
    String vip = created("/v1/actors/Counter?tag=vip-list&tag=eu%20west");
    String plain = created("/v1/actors/Counter?tag=eu%20west");
    assertEquals(List.of(vip), found("tag=vip-list"));
    assertEquals(List.of(vip), found("tag=eu%20west&tag=vip-list&class=Counter"));
    assertEquals(2, found("tag=eu%20west").size());
    assertEquals(List.of(), found("tag=eu%20west&class=Account"));
    assertEquals(List.of(vip, plain), found("tag=eu%20west&phase=live&active=true&version=1.0.0"));
    assertEquals(List.of(), found("tag=eu%20west&updatedSince=99999999999999"));
    assertEquals(List.of(vip), found("tag=vip-list&updatedSince=1"));
    JsonNode info = server.get("/v1/actors/Counter/" + vip + "/info").json();
    assertEquals("[\"eu west\",\"vip-list\"]", info.get("tags").toString());
    assertEquals("live", info.get("phase").textValue());
    assertTrue(info.get("createdAt").longValue() > 1_600_000_000_000L);
    assertTrue(info.get("updatedAt").longValue() >= info.get("createdAt").longValue());
    server.delete("/v1/actors/Counter/" + vip).assertStatus(200);
    assertEquals(List.of(), found("tag=vip-list"));
    assertTrue(found("phase=tombstoned&class=Counter").contains(vip));
    server.post("/v1/actors/Counter?tag=").assertProblem(ProblemCode.TagInvalid);
    server.post("/v1/actors/Counter?tag=a%0Ab").assertProblem(ProblemCode.TagInvalid);
    server.post("/v1/actors/Counter?tag=" + "x".repeat(129)).assertProblem(ProblemCode.TagInvalid);
    StringBuilder many = new StringBuilder("/v1/actors/Counter?tag=0");
    for (int i = 1; i < 65; i++) {
      many.append("&tag=").append(i);
    }
    server.post(many.toString()).assertProblem(ProblemCode.TagLimit);
  }

  private String created(String path) {
    return server.post(path).assertStatus(201).json().get("id").textValue();
  }

  private List<String> found(String query) {
    List<String> ids = new ArrayList<>();
    server
        .get("/v1/actors?" + query)
        .assertStatus(200)
        .json()
        .get("actors")
        .forEach(actor -> ids.add(actor.get("id").textValue()));
    return ids;
  }
}
