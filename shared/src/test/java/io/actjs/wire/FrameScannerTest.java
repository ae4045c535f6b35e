package io.actjs.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scanner and the parser read every frame alike, as far as the scanner reads it. */
class FrameScannerTest {
  private static final List<String> VALUES =
      List.of(
          "{}",
          "[]",
          "null",
          "true",
          "false",
          "0",
          "-0",
          "12",
          "-1.5e+10",
          "1E-7",
          "\"\"",
          "\"a\"",
          "\"größe 😀\"",
          "\"a\\n\\\"b\\\\\"",
          "\"\\u00e9\"",
          "\"\\ud800\"",
          "{\"by\":1}",
          "[1, [2, {\"a\" : [ ]}] , \"x\"]",
          "{\"\\ud800\":1}",
          "01",
          "1.",
          "-",
          "nul",
          "\"\t\"",
          "9".repeat(120),
          "9".repeat(1200),
          "[".repeat(40) + "]".repeat(40));

  private static final List<String> SPACES =
      List.of("", "", "", "", " ", "\n", "\t \r", "\f", "\0");

  private static final List<String> MEMBERS =
      List.of(
          "class",
          "id",
          "method",
          "type",
          "subscriptionId",
          "args",
          "payload",
          "deadlineMs",
          "manifest",
          "pin",
          "other",
          "args");

  private static final List<String> TEXTS =
      List.of("\"Counter\"", "\"a-1\"", "\"größe\"", "\"actor.call\"", "\"in\\u0063\"", "\"\"");

  private static final String DAMAGE = "{}[]\",:\\0e-. \u0007é";

  private static <T> T any(Random random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private static String frame(Random random) {
    StringBuilder json = new StringBuilder();
    String gap = any(random, SPACES);
    json.append(gap).append('{').append(gap).append("\"jsonrpc\":").append(gap);
    json.append(random.nextInt(12) == 0 ? any(random, VALUES) : "\"2.0\"");
    if (random.nextInt(8) > 0) {
      json.append(",\"id\":").append(any(random, random.nextBoolean() ? VALUES : List.of("7")));
    }
    json.append(",\"method\":\"actor.call\"").append(gap).append(",\"params\":").append(gap);
    json.append('{');
    for (int i = random.nextInt(7); i > 0; i--) {
      json.append('"').append(any(random, MEMBERS)).append('"').append(gap).append(':').append(gap);
      json.append(any(random, random.nextBoolean() ? VALUES : TEXTS));
      json.append(i == 1 ? "" : ",").append(gap);
    }
    return json.append("}}").append(any(random, SPACES)).toString();
  }

  private static String usual(Random random) {
    String gap = random.nextBoolean() ? "" : " ";
    return "{\"jsonrpc\":"
        + gap
        + "\"2.0\",\"id\":7,\"method\":\"actor.call\",\"params\":{\"class\":"
        + any(random, TEXTS.subList(0, 4))
        + gap
        + ",\"id\":\"a\",\"method\":\"inc\",\"args\""
        + gap
        + ":"
        + any(random, VALUES)
        + "}}";
  }

  private static String mutated(Random random, String frame) {
    StringBuilder text = new StringBuilder(frame);
    for (int i = random.nextInt(3); i >= 0 && !text.isEmpty(); i--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(4)) {
        case 0 -> text.deleteCharAt(at);
        case 1 -> text.insert(at, DAMAGE.charAt(random.nextInt(DAMAGE.length())));
        case 2 -> text.setCharAt(at, (char) random.nextInt(0x180));
        default -> text.setLength(at);
      }
    }
    return text.toString();
  }

  private static boolean isRead(String frame) {
    RpcRequest scanned = FrameScanner.scan(frame);
    if (scanned != null) {
      try {
        assertEquals(RpcRequest.parseAny(frame), scanned, frame);
      } catch (RpcRequest.InvalidFrame e) {
        fail(frame + " is invalid: " + e.reply());
      }
    }
    return scanned != null;
  }

  @Test
  void randomAndDamagedFramesAreReadAlike() {
    Random random = new Random(11);
    int read = 0;
    int damagedAndRead = 0;
    for (int i = 0; i < 60_000; i++) {
      String frame = i % 2 == 0 ? frame(random) : usual(random);
      read += isRead(frame) ? 1 : 0;
      damagedAndRead += isRead(mutated(random, frame)) ? 1 : 0;
    }
    assertTrue(read > 10_000, "only " + read);
    assertTrue(damagedAndRead > 500, "only " + damagedAndRead);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"actor.call\",\"params\":{\"class\":\"Counter\",\"id\":\"a\",\"method\":\"inc\",\"args\":{\"by\":1}}}",
        "{\"jsonrpc\":\"2.0\",\"id\":\"7f\",\"method\":\"actor.tell\",\"params\":{\"class\":\"Counter\",\"id\":\"größe\",\"type\":\"inc\",\"payload\":{\"text\":\"a \\\"b\\\"\\n\"}}}",
        " { \"jsonrpc\" : \"2.0\" , \"method\" : \"actor.subscribe\" , \"params\" : { \"class\" : \"C\" , \"id\" : \"a\" } , \"id\" : 2 } ",
      })
  void aUsualFrameNeedsNoParser(String frame) throws RpcRequest.InvalidFrame {
    assertNotNull(FrameScanner.scan(frame));
    assertEquals(RpcRequest.parseAny(frame), RpcRequest.parse(frame));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"m\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"method\":\"m\"}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":[]}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"m\"} x",
        "{\"jsonrpc\":\"2.0\",\"method\":\"m\"}\0",
        "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":{\"args\":\"\\ud800\"}}",
      })
  void whatIsUnusualIsTheParsersToRead(String frame) {
    assertNull(FrameScanner.scan(frame));
  }
}
