package io.actjs.actjsd.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LineFormTest {
  private static final Instant AT = Instant.parse("2026-11-26T04:33:10.123Z");

  private static String line(LineForm form, String message, Map<String, String> names) {
    StringBuilder text = new StringBuilder();
    form.write(new LogLine(AT, "WARN", "io.actjs.actor", message, names, null), text);
    return text.toString();
  }

  private static Map<String, String> names() {
    Map<String, String> names = new LinkedHashMap<>();
    names.put("actor", "Cart/a\nb");
    names.put("handler", "add");
    names.put("stack", "Error: no\n    at add (Cart.ts:3:4)\n2026-11-26T00:00:00.000Z INFO x: y");
    return names;
  }

  @Test
  void fault30_aMessageCannotLookLikeAnotherLine() {
    String forged = "a\r\n2026-11-26T04:33:11.000Z ERROR Daemon: all is lost\u001b[2J\u2028";
    List<String> lines = line(LineForm.TEXT, forged, names()).lines().toList();
    assertEquals(
        "2026-11-26T04:33:10.123Z WARN actor: a\\u000d\\n2026-11-26T04:33:11.000Z ERROR Daemon: all"
            + " is lost\\u001b[2J\\u2028 [actor=Cart/a\\nb handler=add]",
        lines.getFirst());
    assertEquals(4, lines.size());
    lines.subList(1, 4).forEach(each -> assertTrue(each.startsWith("    "), each));
    assertEquals(1, line(LineForm.JSON, forged, names()).lines().count());
  }

  @Test
  void fault30_aJsonLineHasTheNamesAsMembers() throws Exception {
    JsonNode json = new ObjectMapper().readTree(line(LineForm.JSON, "he said \"no\"", names()));
    assertEquals("he said \"no\"", json.get("message").textValue());
    assertEquals("WARN", json.get("level").textValue());
    assertEquals("io.actjs.actor", json.get("logger").textValue());
    assertEquals("Cart/a\nb", json.get("actor").textValue());
    assertTrue(json.get("stack").textValue().startsWith("Error: no\n"));
  }

  @Test
  void fault30_secretsAreNotInTheLog() {
    for (String secret :
        List.of(
            "Authorization: Bearer hush-hush",
            "authorization: Basic hush-hush",
            "\"authorization\":\"hush-hush\"",
            "the token=hush-hush, and so on",
            "{\"adminToken\": \"hush-hush\"}",
            "password: hush-hush",
            "client_secret=hush-hush&x=1",
            "sent Bearer hush-hush to it",
            "postgres://ann:hush-hush@db:5432/shop")) {
      for (LineForm form : LineForm.values()) {
        String line = line(form, secret, Map.of("note", secret));
        assertFalse(line.contains("hush-hush"), line);
        assertTrue(line.contains("[redacted]"), line);
      }
    }
    String plain = "no such item: https://shop.example/a@b and tokens of love";
    assertTrue(line(LineForm.TEXT, plain, Map.of()).contains(plain));
  }
}
