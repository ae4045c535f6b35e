package io.actjs.runtime.erasure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PersonalMembersTest {
  private static final String SCHEMAS =
      """
      {"state": {"$ref": "#/$defs/State"},
       "$defs": {
         "State": {"type": "object", "required": ["name", "phone", "age", "kind", "address", "notes", "byDay"],
           "properties": {
             "name": {"type": "string"}, "email": {"type": "string"},
             "phone": {"anyOf": [{"type": "string"}, {"type": "null"}]},
             "age": {"type": "number"}, "kind": {"enum": ["a", "b"]},
             "address": {"anyOf": [{"type": "null"}, {"$ref": "#/$defs/Address"}]},
             "notes": {"type": "array", "items": {"$ref": "#/$defs/Note"}},
             "byDay": {"type": "object", "additionalProperties": {"$ref": "#/$defs/Note"}}}},
         "Address": {"type": "object", "required": ["street", "tags"],
           "properties": {"street": {"type": "string"}, "tags": {"type": "array"}}},
         "Note": {"type": "object", "required": ["text"],
           "properties": {"text": {"type": ["string", "null"]}, "by": {"type": "string"}}}}}
      """;

  private static PersonalMembers.Erased erase(String schemas, String state, String... pointers) {
    List<List<String>> paths =
        Arrays.stream(pointers)
            .map(pointer -> List.of(pointer.substring(1).split("/", -1)))
            .toList();
    return new PersonalMembers(paths, DeclaredState.of(schemas)).erase(state);
  }

  @Test
  void theDeclaredTypeSaysHowAMemberGoes() {
    String state =
        "{\"name\":\"n\",\"email\":\"e\",\"phone\":\"p\",\"age\":7,\"kind\":\"a\","
            + "\"address\":{\"street\":\"s\",\"tags\":[1]},\"notes\":[{\"text\":\"t\",\"by\":\"x\"}],"
            + "\"byDay\":{\"1\":{\"text\":\"t\"}},\"n\":1.50}";
    PersonalMembers.Erased erased =
        erase(
            SCHEMAS,
            state,
            "/name",
            "/email",
            "/phone",
            "/age",
            "/kind",
            "/address/street",
            "/address/tags",
            "/notes/*/text",
            "/notes/*/by",
            "/byDay/*/text",
            "/missing",
            "/missing/below");

    assertEquals(
        "{\"name\":\"\",\"phone\":null,\"age\":0,\"address\":{\"street\":\"\",\"tags\":[]},"
            + "\"notes\":[{\"text\":null}],\"byDay\":{\"1\":{\"text\":null}},\"n\":1.50}",
        erased.state());
    assertEquals(10, erased.members());
    assertEquals(0, erase(SCHEMAS, erased.state(), "/name", "/phone").members());
  }

  @Test
  void withoutATypeTheyAreRemovedAndPlacesInArraysStay() {
    assertEquals(
        "{\"list\":[1,null,3],\"all\":[],\"map\":{},\"big\":12345678901234567890.5}",
        erase(
                "",
                "{\"name\":\"n\",\"list\":[1,2,3],\"all\":[1,2],\"map\":{\"a\":1},"
                    + "\"big\":12345678901234567890.5}",
                "/name",
                "/list/1",
                "/list/9",
                "/all/*",
                "/map/*")
            .state());
  }
}
