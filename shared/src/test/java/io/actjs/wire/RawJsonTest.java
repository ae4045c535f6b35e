package io.actjs.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RawJsonTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        " null ",
        "-0.5e+10",
        "\"a\\u0041\\n\"",
        "[1,{\"a\":[true,false]}]",
        "\n{ }\t",
        "{\"\\ud800\":\"\\udc00\",\"\\udc00\\ud800\":[{\"x\\ud800\":1}]}"
      })
  void oneValueIsAccepted(String text) {
    assertTrue(RawJson.check(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\t "})
  void blankTextIsNoValue(String text) {
    assertFalse(RawJson.check(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "}",
        "[1,]",
        "{\"a\":1,}",
        "{'a':1}",
        "{a:1}",
        "nul",
        "NaN",
        "01",
        "1.",
        "+1",
        "1 2",
        "{} {}",
        "{}x",
        "\"\t\"",
        "\"\\x\"",
        "\"open",
        "// comment\n1",
        "\u00a01"
      })
  void otherTextIsRefused(String text) {
    ActjsException e = assertThrows(ActjsException.class, () -> RawJson.check(text));
    assertEquals(ProblemCode.MalformedJson, e.code());
    assertFalse(e.detail().contains("Source:"), e.detail());
  }

  @Test
  void nestingIsBounded() {
    assertTrue(RawJson.check("[".repeat(500) + "]".repeat(500)));
    assertThrows(ActjsException.class, () -> RawJson.check("[".repeat(501) + "]".repeat(501)));
  }

  @Test
  void bodiesMustBeUtf8() {
    assertEquals("\"é\"", RawJson.decode("\"é\"".getBytes(StandardCharsets.UTF_8)));
    assertEquals("\"\ufffd\"", RawJson.decode("\"\ufffd\"".getBytes(StandardCharsets.UTF_8)));
    for (byte[] bytes :
        List.of(
            "\"é\"".getBytes(StandardCharsets.ISO_8859_1),
            new byte[] {'"', (byte) 0xc0, (byte) 0xaf, '"'},
            new byte[] {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'})) {
      assertEquals(
          ProblemCode.MalformedJson,
          assertThrows(ActjsException.class, () -> RawJson.decode(bytes)).code());
    }
  }

  @Test
  void membersAreCutOutAsTheyAre() {
    Map<String, String> members =
        RawJson.members(
            " { \"a\" : [ 1, 2 ] , \"b\":\"x\\n\",\"c\": -1.50e3,\"d\":{\"e\":null} } ");
    assertEquals(List.of("a", "b", "c", "d"), List.copyOf(members.keySet()));
    assertEquals("[ 1, 2 ]", members.get("a"));
    assertEquals("\"x\\n\"", members.get("b"));
    assertEquals("-1.50e3", members.get("c"));
    assertEquals("{\"e\":null}", members.get("d"));
  }

  @Test
  void theLastOfEqualMembersCounts() {
    assertEquals(Map.of("a", "2"), RawJson.members("{\"a\":1,\"a\":2}"));
  }

  @Test
  void membersOfOtherValuesAreAnError() {
    assertEquals(
        ProblemCode.SchemaInvalid,
        assertThrows(ActjsException.class, () -> RawJson.members("[]")).code());
    assertEquals(
        ProblemCode.MalformedJson,
        assertThrows(ActjsException.class, () -> RawJson.members("[")).code());
    assertEquals(
        ProblemCode.MalformedJson,
        assertThrows(ActjsException.class, () -> RawJson.members("{\"a\":1")).code());
  }

  @Test
  void stringsAreRead() {
    assertEquals("a\nb", RawJson.stringValue("\"a\\nb\""));
    assertNull(RawJson.stringValue("12"));
    assertNull(RawJson.stringValue("{\"a\":\"b\"}"));
  }
}
