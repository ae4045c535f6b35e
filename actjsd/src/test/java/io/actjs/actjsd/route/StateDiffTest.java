package io.actjs.actjsd.route;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.wire.JsonPatch;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateDiffTest {
  private static final int PAIRS = 2_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Names that a JSON pointer has to escape, or that look as if they were escaped already. */
  private static final List<String> NAMES =
      List.of(
          "~", "/", "~1", "~0", "~01", "~10", "~~", "//", "/~", "a/b", "m~n", "", "0", "-", "a");

  @Test
  void fault15_aDifferenceLeadsFromOneStateToTheOther() throws JsonProcessingException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < PAIRS; i++) {
      JsonNode before = state(random, 3);
      JsonNode after = state(random, 3);
      String diff = StateDiff.between(before.toString(), after.toString());
      String what = "seed " + seed + ": " + before + " to " + after + " by " + diff;
      assertEquals(after, JsonPatch.apply(JSON.readTree(diff), before), what);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[1,2,3]       | [0,1,2,3] | [{'op':'add','path':'/0','value':0}]",
        "[1,2,3,4]     | [1,4]     | [{'op':'remove','path':'/2'},{'op':'remove','path':'/1'}]",
        "{'a/b':[{'n':1}]} | {'a/b':[{'n':2}]} | [{'op':'replace','path':'/a~1b/0/n','value':2}]",
        "{'a':1}       | {'a':1}   | []",
        "{'a':1}       | 7         | [{'op':'replace','path':'','value':7}]"
      })
  void aSmallChangeIsAShortPatch(String before, String after, String patch) {
    assertEquals(
        patch.replace('\'', '"'),
        StateDiff.between(before.replace('\'', '"'), after.replace('\'', '"')));
  }

  private static JsonNode state(Random random, int depth) {
    int size = random.nextInt(4);
    return switch (depth == 0 ? 2 : random.nextInt(3)) {
      case 0 -> {
        ObjectNode object = JSON.createObjectNode();
        for (int i = 0; i < size; i++) {
          object.set(NAMES.get(random.nextInt(NAMES.size())), state(random, depth - 1));
        }
        yield object;
      }
      case 1 -> {
        ArrayNode array = JSON.createArrayNode();
        for (int i = 0; i < size; i++) {
          array.add(state(random, depth - 1));
        }
        yield array;
      }
      default -> JSON.getNodeFactory().numberNode(size);
    };
  }
}
