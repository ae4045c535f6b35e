package io.actjs.actjsd.ws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ProblemCode;
import io.actjs.policy.Budget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RpcSessionTest {
  private final RpcSession session = new RpcSession(SocketLimits.DEFAULT, Budget.unbounded("test"));

  @Test
  void aCallBecomesAnActionAndItsResultAReply() {
    RpcAction.Call call = call(callFrame(7));
    assertEquals(new ActorRef("Counter", "a"), call.ref());
    assertEquals("inc", call.method());
    assertEquals("{\"by\":1}", call.args());
    assertEquals(0, call.deadlineMs());
    assertEquals(1, session.inFlight());
    assertEquals(
        "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"result\":5,\"seq\":\"42\",\"version\":\"1.0.0\"}}",
        session.called(call.ticket(), "5", "1.0.0", 42, null));
    assertEquals(0, session.inFlight());
  }

  @Test
  void aRequestMayNameItsManifestAndIsWarnedInItsReply() {
    RpcAction.Call pinned = call(pinnedFrame(1, "\"abc\""));
    assertEquals("abc", pinned.terms().pin().manifest());
    assertEquals(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"result\":5,\"version\":\"1.0.0\",\"warning\":\"VersionDeprecated A@1.0.0\"}}",
        session.called(pinned.ticket(), "5", "1.0.0", -1, "VersionDeprecated A@1.0.0"));
    RpcAction.Call undefined = call(pinnedFrame(2, "null"));
    assertNull(undefined.terms().pin().manifest());
    assertEquals(
        "{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"version\":\"1.0.0\",\"warning\":\"w\"}}",
        session.called(undefined.ticket(), null, "1.0.0", -1, "w"));
    assertEquals("[1]", call(pinnedFrame(3, "[1]")).terms().pin().manifest());
  }

  private static String pinnedFrame(int id, String manifest) {
    return "{\"jsonrpc\":\"2.0\",\"id\":"
        + id
        + ",\"method\":\"actor.call\",\"params\":{\"class\":\"A\",\"id\":\"a\",\"method\":\"m\",\"manifest\":"
        + manifest
        + "}}";
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"id\":\"\\ud800\"", "\"type\":\"\\udc00x\""})
  void fault11_aNameWithHalfOfAPairIsRefused(String ill) {
    String frame =
        "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"actor.tell\","
            + "\"params\":{\"class\":\"A\",\"id\":\"a\",\"type\":\"m\","
            + ill
            + "}}";
    RpcAction.Send sent = assertInstanceOf(RpcAction.Send.class, session.receive(frame));
    assertTrue(sent.frame().startsWith("{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32602"));
  }

  @Test
  void undefinedIsAnEmptyResult() {
    RpcAction.Call call = call(callFrame(1));
    assertEquals(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"version\":\"1.0.0\"}}",
        session.called(call.ticket(), null, "1.0.0", -1, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",\"args\":null"})
  void absentArgumentsAreAnEmptyObject(String args) {
    RpcAction.Call call =
        call(
            frame(
                "1", "actor.call", "{\"class\":\"C\",\"id\":\"a\",\"method\":\"m\"" + args + "}"));
    assertEquals("{}", call.args());
  }

  @Test
  void aDeadlineIsTaken() {
    assertEquals(
        250,
        call(frame(
                "1",
                "actor.call",
                "{\"class\":\"C\",\"id\":\"a\",\"method\":\"m\",\"deadlineMs\":250}"))
            .deadlineMs());
  }

  @Test
  void errorsCarryTheirCode() throws Exception {
    RpcAction.Call call = call(callFrame(3));
    JsonNode error =
        json(session.failed(call.ticket(), new ActjsException(ProblemCode.MailboxFull, "full")))
            .get("error");
    assertEquals(-32000, error.get("code").intValue());
    assertEquals("full", error.get("message").textValue());
    assertEquals("MailboxFull", error.get("data").get("code").textValue());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "actor.call|5|expected object params",
        "actor.call|[]|expected object params",
        "actor.call|{}|missing string `class`",
        "actor.call|{\"class\":1}|missing string `class`",
        "actor.call|{\"class\":\"C\"}|missing string `id`",
        "actor.call|{\"class\":\"C\",\"id\":\"a\"}|missing string `method`",
        "actor.tell|{\"class\":\"C\",\"id\":\"a\"}|missing string `type`",
        "actor.subscribe|{\"id\":\"a\"}|missing string `class`",
        "actor.unsubscribe|{}|missing string `subscriptionId`",
        "actor.unsubscribe|null|expected object params",
        "actor.call|{\"class\":\"1C\",\"id\":\"a\",\"method\":\"m\"}|invalid class name",
        "actor.subscribe|{\"class\":\"C\",\"id\":\"\"}|invalid actor id",
        "actor.call|{\"class\":\"C\",\"id\":\"a\",\"method\":\"m\",\"deadlineMs\":-1}|deadlineMs",
        "actor.call|{\"class\":\"C\",\"id\":\"a\",\"method\":\"m\",\"deadlineMs\":\"x\"}|deadlineMs"
      })
  void scenario41BadParamsAreNamed(String method, String params, String message) throws Exception {
    JsonNode error = json(sent(frame("9", method, params))).get("error");
    assertEquals(-32602, error.get("code").intValue());
    assertTrue(error.get("message").textValue().startsWith(message), error.toString());
    assertEquals("SchemaInvalid", error.get("data").get("code").textValue());
    assertEquals(0, session.inFlight());
  }

  @Test
  void scenario41UnknownMethodsAreRefused() throws Exception {
    JsonNode error = json(sent(frame("9", "actor.nope", "{}"))).get("error");
    assertEquals(-32601, error.get("code").intValue());
    assertEquals("unknown method: actor.nope", error.get("message").textValue());
  }

  @Test
  void scenario41NotificationsAreDoneWithoutReply() {
    String frame =
        "{\"jsonrpc\":\"2.0\",\"method\":\"actor.call\","
            + "\"params\":{\"class\":\"C\",\"id\":\"a\",\"method\":\"m\"}}";
    RpcAction.Call first = call(frame);
    assertNull(session.called(first.ticket(), "1", "1.0.0", -1, null));
    assertNull(
        session.failed(
            call(frame).ticket(), new ActjsException(ProblemCode.ActorNotFound, "gone")));
    assertInstanceOf(
        RpcAction.Ignore.class, session.receive("{\"jsonrpc\":\"2.0\",\"method\":\"nope\"}"));
    assertEquals(0, session.inFlight());
  }

  @Test
  void scenario45ARepeatedFrameRunsOnceWhileItsAnswerIsHeldBack() {
    session.opening();
    RpcAction.Call call = call(callFrame(1));
    assertInstanceOf(RpcAction.Ignore.class, session.receive(callFrame(1)));
    assertNotNull(session.called(call.ticket(), "1", "1.0.0", -1, null));
    assertInstanceOf(RpcAction.Ignore.class, session.receive(callFrame(1)));
    session.opened();
    assertEquals(0, session.inFlight());
    call(callFrame(1));
  }

  @Test
  void aRepeatedFrameThatIsStillAnsweredRunsOnceHoweverOldTheConnectionIs() {
    call(callFrame(1));
    assertInstanceOf(RpcAction.Ignore.class, session.receive(callFrame(1)));
  }

  @Test
  void fault14_aFrameThatRepeatsAnAnsweredOneIsARequestOfItsOwn() {
    for (int i = 0; i < 3; i++) {
      RpcAction.Call call = call(callFrame(1));
      assertNotNull(session.called(call.ticket(), "1", "1.0.0", -1, null));
    }
    assertEquals(0, session.inFlight());
    assertEquals(0, session.inFlightBytes());
  }

  @Test
  void anotherFrameUnderTheSameIdIsAnotherRequest() {
    RpcAction.Call one = call(callFrame(1));
    RpcAction.Call other = call(callFrame(1).replace("\"by\":1", "\"by\":2"));
    assertEquals("{\"by\":2}", other.args());
    assertNotNull(session.called(other.ticket(), "2", "1.0.0", -1, null));
    assertNotNull(session.called(one.ticket(), "3", "1.0.0", -1, null));
    assertEquals(0, session.inFlight());
  }

  @Test
  void subscriptionIdsAreTheSameOnEveryConnection() {
    RpcAction.Subscribe first = subscribe(1, "x:y#z");
    RpcAction.Subscribe second = subscribe(2, "x:y#z");
    assertEquals("Counter:x:y#z#1", first.subscriptionId());
    assertEquals("Counter:x:y#z#2", second.subscriptionId());
    assertEquals("Counter:other#1", subscribe(3, "other").subscriptionId());

    session.released(first.ref(), first.subscriptionId());
    assertEquals("Counter:x:y#z#1", subscribe(4, "x:y#z").subscriptionId());
    RpcSession reconnected = new RpcSession(SocketLimits.DEFAULT, Budget.unbounded("test"));
    assertEquals(
        first.subscriptionId(),
        assertInstanceOf(RpcAction.Subscribe.class, reconnected.receive(subscribeFrame(9, "x:y#z")))
            .subscriptionId());
  }

  @Test
  void subscriptionsOfAConnectionAreBounded() throws Exception {
    for (int i = 0; i < SocketLimits.DEFAULT.subscriptions(); i++) {
      assertNotEquals("", subscribe(i, "a" + i).subscriptionId());
    }
    JsonNode error = json(sent(subscribeFrame(-1, "more"))).get("error");
    assertEquals("SubscriberLimit", error.get("data").get("code").textValue());
    session.released(new ActorRef("Counter", "a5"), "Counter:a5#1");
    assertEquals("Counter:more#1", subscribe(-2, "more").subscriptionId());
  }

  private RpcAction.Call call(String frame) {
    return assertInstanceOf(RpcAction.Call.class, session.receive(frame));
  }

  private RpcAction.Subscribe subscribe(int id, String actor) {
    return assertInstanceOf(RpcAction.Subscribe.class, session.receive(subscribeFrame(id, actor)));
  }

  private String sent(String frame) {
    return assertInstanceOf(RpcAction.Send.class, session.receive(frame)).frame();
  }

  private static JsonNode json(String text) throws Exception {
    return new ObjectMapper().readTree(text);
  }

  private static String callFrame(int id) {
    return frame(
        Integer.toString(id),
        "actor.call",
        "{\"class\":\"Counter\",\"id\":\"a\",\"method\":\"inc\",\"args\":{\"by\":1}}");
  }

  private static String subscribeFrame(int id, String actor) {
    return frame(
        Integer.toString(id),
        "actor.subscribe",
        "{\"class\":\"Counter\",\"id\":\"" + actor + "\"}");
  }

  private static String frame(String id, String method, String params) {
    return "{\"jsonrpc\":\"2.0\",\"id\":"
        + id
        + ",\"method\":\""
        + method
        + "\",\"params\":"
        + params
        + "}";
  }
}
