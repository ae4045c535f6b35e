package io.actjs.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class JsonPatchTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @MethodSource("io.actjs.wire.JsonPatchSuite#cases")
  void fault15_thePatchTestSuitePasses(JsonPatchSuite.Case each) {
    JsonNode documentBefore = each.document().deepCopy();
    JsonNode patchBefore = each.patch().deepCopy();

    if (each.expected() == null) {
      assertThrows(JsonPatch.Misfit.class, () -> JsonPatch.apply(each.patch(), each.document()));
    } else {
      assertEquals(each.expected(), JsonPatch.apply(each.patch(), each.document()));
    }
    assertEquals(documentBefore, each.document());
    assertEquals(patchBefore, each.patch());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/~01    | {'~1':9,'/':2,'~':3,'~01':4}",
        "/~1     | {'~1':1,'/':9,'~':3,'~01':4}",
        "/~0     | {'~1':1,'/':2,'~':9,'~01':4}",
        "/~001   | {'~1':1,'/':2,'~':3,'~01':9}"
      })
  void fault15_anEscapedNameMeansOneMember(String path, String after) {
    JsonNode patch = json("[{'op':'replace','path':'" + path + "','value':9}]");

    JsonNode patched = JsonPatch.apply(patch, json("{'~1':1,'/':2,'~':3,'~01':4}"));

    assertEquals(json(after).toString(), patched.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'op':'remove','path':'/~2'}              | must be a JSON pointer",
        "{'op':'remove','path':'/a~'}              | must be a JSON pointer",
        "{'op':'remove','path':'list'}             | must be a JSON pointer",
        "{'op':'remove','path':7}                  | must be a JSON pointer",
        "{'op':'remove','path':'/list/-'}          | has no element",
        "{'op':'remove','path':'/list/00'}         | has no element",
        "{'op':'remove','path':'/list/9999999999'} | has no element",
        "{'op':'remove','path':'/n/x'}             | has nothing at",
        "{'op':'add','path':'/n/x','value':1}      | only objects and arrays",
        "{'op':'replace','path':'/new','value':1}  | has nothing at",
        "{'op':'move','from':'/list/0','path':'/list/0/x'} | into itself",
        "{'path':'/n'}                             | unknown operation",
        "7                                         | must be a JSON pointer"
      })
  void aBadOperationIsRefused(String operation, String reason) {
    JsonNode document = json("{'list':[{},{}],'n':1,'~2':3,'a~':4}");

    var misfit =
        assertThrows(
            JsonPatch.Misfit.class, () -> JsonPatch.apply(json("[" + operation + "]"), document));

    assertEquals(true, misfit.getMessage().contains(reason), misfit.getMessage());
  }

  @Test
  void membersKeepTheirOrder() {
    JsonNode patch =
        json(
            "[{'op':'replace','path':'/a','value':9},{'op':'add','path':'/b','value':8},"
                + "{'op':'remove','path':'/c'},{'op':'add','path':'/c','value':7}]");

    assertEquals(
        json("{'a':9,'b':8,'d':4,'c':7}").toString(),
        JsonPatch.apply(patch, json("{'a':1,'b':2,'c':3,'d':4}")).toString());
  }

  @Test
  void aPatchThatIsNoArrayIsRefused() {
    assertThrows(JsonPatch.Misfit.class, () -> JsonPatch.apply(json("{}"), json("{}")));
  }

  @Test
  void fuzz1_numbersThatAreTooLargeAreComparedLikeOthers() {
    JsonNode test = json("[{'op':'test','path':'/n','value':1e999}]");
    JsonNode same = json("{'n':1e999}");

    assertEquals(same, JsonPatch.apply(test, same));
    for (String other : List.of("{'n':1}", "{'n':-1e999}", "{'n':1" + "0".repeat(400) + "}")) {
      assertThrows(JsonPatch.Misfit.class, () -> JsonPatch.apply(test, json(other)), other);
    }
  }
}
