package io.actjs.actctl.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class YamlTest {

  @Test
  void blocksInTheOrderOfTheMembersWithEveryDigit() {
    JsonNode value =
        Json.parse(
            "{\"z\":12345678901234567890123,\"a\":[{\"b\":0.10,\"c\":null},[],{},[1,2]],"
                + "\"version\":\"1.0\",\"on\":\"no\",\"at\":\"2030-01-31T00:00:00Z\",\"empty\":\"\","
                + "\"text\":\"first\\n  second\\n\",\"true\":true,\"id\":\"a b\",\"big\":1E+400}");

    assertEquals(
        """
        z: 12345678901234567890123
        a:
        - b: 0.10
          c: null
        - []
        - {}
        - - 1
          - 2
        version: '1.0'
        'on': 'no'
        at: '2030-01-31T00:00:00Z'
        empty: ''
        text: |
          first
            second
        'true': true
        id: a b
        big: 1E+400""",
        Yaml.text(value));
  }

  @Test
  void aLongTextIsFoldedAtTheWidthOfAPage() {
    String yaml = Yaml.text(Json.object().put("t", "word ".repeat(60).strip()));

    assertEquals("t: >-", yaml.lines().findFirst().orElseThrow());
    assertEquals(4, yaml.lines().count());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whatIsReadAgainIsTheSame(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      JsonNode value = any(random, 4);
      String yaml = Yaml.text(value) + "\n";

      Object read = new Load(LoadSettings.builder().build()).loadFromString(yaml);

      assertEquals(plain(value), read, yaml);
    }
  }

  private static JsonNode any(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 7 : 5)) {
      case 0 -> Json.object().numberNode(random.nextInt());
      case 1 -> Json.object().booleanNode(random.nextBoolean());
      case 2 -> Json.object().nullNode();
      case 3, 4 -> Json.object().textNode(text(random));
      case 5 -> {
        ArrayNode array = Json.object().arrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
          array.add(any(random, depth - 1));
        }
        yield array;
      }
      default -> {
        ObjectNode object = Json.object();
        for (int i = random.nextInt(4); i > 0; i--) {
          object.set(text(random), any(random, depth - 1));
        }
        yield object;
      }
    };
  }

  private static String text(Random random) {
    List<String> parts =
        List.of(
            "a",
            "word",
            " ",
            "\n",
            "\t",
            ": ",
            "#",
            "- ",
            "'",
            "\"",
            "1",
            "0x1F",
            "1_000",
            "null",
            "yes",
            "%",
            "@",
            "`",
            "{",
            "]",
            "\\",
            "é",
            "漢",
            "😀",
            "\u0000",
            "\u0085",
            "\u2028",
            "|",
            ">",
            "&",
            "*",
            "!",
            "?",
            "long text of several words ");
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(random.nextInt(8) == 0 ? 60 : 6); i > 0; i--) {
      text.append(parts.get(random.nextInt(parts.size())));
    }
    return text.toString();
  }

  private static Object plain(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT -> {
        Map<String, Object> map = new LinkedHashMap<>();
        value.properties().forEach(it -> map.put(it.getKey(), plain(it.getValue())));
        yield map;
      }
      case ARRAY -> {
        List<Object> list = new ArrayList<>();
        value.forEach(it -> list.add(plain(it)));
        yield list;
      }
      case NUMBER -> value.intValue();
      case BOOLEAN -> value.booleanValue();
      case NULL -> null;
      default -> value.textValue();
    };
  }
}
