package io.actjs.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.caoccao.javet.exceptions.JavetException;
import com.caoccao.javet.interop.V8Runtime;
import com.caoccao.javet.values.reference.V8ValueFunction;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.actjs.engine.v8.V8;
import io.actjs.model.ActjsException;
import io.actjs.model.ClassKind;
import io.actjs.model.Position;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Cutting and joining raw JSON loses and invents nothing. */
class RawJsonProperties {
  private static final ObjectMapper TREES =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static V8Runtime v8;
  private static V8ValueFunction isJson;

  @BeforeContainer
  static void openV8() throws JavetException {
    v8 = V8.newRuntime();
    isJson =
        v8.getExecutor("t => { try { JSON.parse(t); return true } catch (e) { return false } }")
            .execute();
  }

  @AfterContainer
  static void closeV8() throws JavetException {
    isJson.close();
    v8.close();
  }

  @Property
  void everyValueIsAccepted(@ForAll("values") String json) {
    assertTrue(RawJson.check(json));
  }

  /** What is accepted here is parsed there. */
  @Property(tries = 500)
  void damagedTextIsJudgedAsV8JudgesIt(
      @ForAll("values") String json, @ForAll int where, @ForAll("damage") String what)
      throws JavetException {
    int at = Math.floorMod(where, json.length());
    String damaged = json.substring(0, at) + what + json.substring(at + 1);
    assertEquals(isJson.callBoolean(null, damaged), isAccepted(damaged), damaged);
  }

  @Property
  void membersAreTheTextThatWasPutIn(@ForAll("objects") Map<String, String> members) {
    assertEquals(members, RawJson.members(join(members)));
  }

  @Property
  void anyTextSurvivesQuoting(@ForAll @StringLength(max = 60) String text)
      throws JsonProcessingException {
    String quoted = JsonText.quote(text);
    assertEquals(text, RawJson.stringValue(quoted));
    assertEquals(text, TREES.readTree(quoted).textValue());
  }

  @Property
  void argumentsOfAFrameArriveUnchanged(
      @ForAll("values") String args, @ForAll @StringLength(min = 1, max = 40) String actorId)
      throws RpcRequest.InvalidFrame {
    String frame =
        "{ \"params\":{\"args\": "
            + args
            + " ,\"id\":"
            + JsonText.quote(actorId)
            + ",\"class\":\"C\",\"method\":\"m\"},\"method\":\"actor.call\",\"id\" : 7,\"jsonrpc\":\"2.0\"}";
    RpcRequest request = RpcRequest.parse(frame);
    assertEquals("7", request.id());
    assertEquals("actor.call", request.method());
    assertEquals(args, request.params().args());
    assertEquals(actorId, request.params().id());
    assertEquals("m", request.params().method());
  }

  @Property
  void repliesAreJsonAndHoldTheResult(@ForAll("values") String result, @ForAll long seq)
      throws JsonProcessingException {
    JsonNode reply = TREES.readTree(RpcFrames.callResult("\"x\"", result, "1.0.0", 7, null));
    assertEquals(TREES.readTree(result), reply.get("result").get("result"));
    JsonNode event =
        TREES
            .readTree(
                RpcFrames.notification(
                    "C:a\"#1",
                    new Notification.Change(
                        ClassKind.STATE, seq - 1, new Position(seq, 7), result, null)))
            .get("params");
    assertEquals(TREES.readTree(result), event.get("patch"));
    assertEquals(Long.toString(seq), event.get("seq").textValue());
    assertEquals("C:a\"#1", event.get("subscriptionId").textValue());
    assertNotNull(event.get("kind"));
  }

  private static boolean isAccepted(String text) {
    try {
      return RawJson.check(text);
    } catch (ActjsException e) {
      return false;
    }
  }

  private static String join(Map<String, String> members) {
    StringBuilder json = new StringBuilder("{");
    members.forEach(
        (name, value) -> {
          json.append(json.length() == 1 ? " " : ", ");
          JsonText.quote(name, json);
          json.append(" :\n").append(value);
        });
    return json.append(" }").toString();
  }

  @Provide
  Arbitrary<String> damage() {
    return Arbitraries.of("", "\"", "{", "]", ",", "\\", " ", "0", "-", "e", "\u0001", "é");
  }

  @Provide
  Arbitrary<Map<String, String>> objects() {
    return Arbitraries.maps(Arbitraries.strings().ofMaxLength(8), values())
        .ofMaxSize(6)
        .map(LinkedHashMap::new);
  }

  /** JSON texts, some longer than the buffers that a parser reads through. */
  @Provide
  Arbitrary<String> values() {
    Arbitrary<String> scalars =
        Arbitraries.frequencyOf(
            Tuple.of(
                5,
                Arbitraries.of(
                    "null", "true", "false", "0", "-0", "1e5", "12.25E-2", "\"\\ud83d\"")),
            Tuple.of(5, Arbitraries.bigDecimals().map(Object::toString)),
            Tuple.of(5, Arbitraries.strings().ofMaxLength(30).map(JsonText::quote)),
            Tuple.of(1, Arbitraries.of(3_990, 4_001, 33_000).map(RawJsonProperties::longText)));
    return Arbitraries.recursive(() -> scalars, RawJsonProperties::wrap, 0, 3);
  }

  private static String longText(int length) {
    return JsonText.quote("é".repeat(length));
  }

  private static Arbitrary<String> wrap(Arbitrary<String> inner) {
    Arbitrary<String> arrays =
        inner.list().ofMaxSize(4).map(items -> "[" + String.join(" ,", items) + "]");
    Arbitrary<String> objects =
        Combinators.combine(inner, inner)
            .as((a, b) -> join(new LinkedHashMap<>(Map.of("a", a, "b c", b))));
    return Arbitraries.oneOf(arrays, objects);
  }
}
