package io.actjs.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.actjs.wire.RpcRequest.InvalidFrame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RpcRequestTest {

  @Test
  void stringIdsKeepTheirSpelling() throws InvalidFrame {
    RpcRequest request =
        RpcRequest.parse("{\"jsonrpc\":\"2.0\",\"id\":\"a\\u0041\",\"method\":\"x\"}");
    assertEquals("\"a\\u0041\"", request.id());
    assertFalse(request.params().isObject());
  }

  @Test
  void aFrameWithoutIdIsANotification() throws InvalidFrame {
    assertNull(RpcRequest.parse("{\"jsonrpc\":\"2.0\",\"method\":\"x\",\"params\":{}}").id());
  }

  @Test
  void unknownMembersArePassedOver() throws InvalidFrame {
    RpcRequest request =
        RpcRequest.parse(
            "{\"jsonrpc\":\"2.0\",\"x\":{\"y\":[1]},\"id\":1,\"method\":\"m\","
                + "\"params\":{\"z\":{\"class\":\"no\"},\"class\":\"C\",\"type\":[1]}}");
    assertEquals("C", request.params().className());
    assertNull(request.params().type());
    assertTrue(request.params().isObject());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "{", "nope", "{\"a\":}", "[1", "{}{}", "\"open"})
  void textThatIsNotJsonIsAParseError(String frame) throws Exception {
    assertError(-32700, "MalformedJson", frame);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "1",
        "\"x\"",
        "[]",
        "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\"}]",
        "{}",
        "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"x\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"x\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":true,\"method\":\"x\"}"
      })
  void valuesThatAreNoRequestAreAnInvalidEnvelope(String frame) throws Exception {
    assertTrue(assertError(-32600, "SchemaInvalid", frame).get("id").isNull());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"jsonrpc\":\"1.0\",\"id\":5,\"method\":\"x\"}",
        "{\"id\":5,\"method\":\"x\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":5}",
        "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":7}"
      })
  void anInvalidEnvelopeIsAnsweredUnderItsId(String frame) throws Exception {
    assertEquals(5, assertError(-32600, "SchemaInvalid", frame).get("id").intValue());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"actor.call\",\"params\":{\"args\":{\"a\":}}}",
        "{\"id\":5,\"params\":{\"id\":\"x\",\"args\":[\"\\x\"]}}",
        "{\"id\":5} x",
        "{\"id\":5"
      })
  void fault11_aBrokenFrameIsAnsweredUnderItsId(String frame) throws Exception {
    assertEquals(5, assertError(-32700, "MalformedJson", frame).get("id").intValue());
  }

  @Test
  void fault11_namesAndTextsMayHaveHalvesOfPairs() throws InvalidFrame {
    String args = "{\"\\ud800\":\"\\uDC00\",\"a\\ud83d\\ude00\\uDFFF\" : {\"\\\\ud800\":1}}";
    RpcRequest request =
        RpcRequest.parse(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"params\":{\"args\":" + args + "}}");
    assertEquals(args, request.params().args());
  }

  private static JsonNode assertError(int code, String dataCode, String frame) throws Exception {
    InvalidFrame e = assertThrows(InvalidFrame.class, () -> RpcRequest.parse(frame));
    JsonNode reply = new ObjectMapper().readTree(e.reply());
    assertEquals("2.0", reply.get("jsonrpc").textValue());
    assertEquals(code, reply.get("error").get("code").intValue());
    assertEquals(dataCode, reply.get("error").get("data").get("code").textValue());
    return reply;
  }
}
