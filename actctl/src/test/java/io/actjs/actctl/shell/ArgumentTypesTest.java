package io.actjs.actctl.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actctl.screen.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArgumentTypesTest {
  private final ArgumentTypes types =
      new ArgumentTypes(
          Json.parse(
              """
              {"handlers":{
                "add":{"args":{"$ref":"#/$defs/Item"},"result":{"type":"number"}},
                "all":{"args":{"type":"object","properties":{
                    "items":{"type":"array","items":{"$ref":"#/$defs/Item"}},
                    "how":{"anyOf":[{"const":"fast"},{"type":"null"},{"type":"boolean"}]}},
                  "required":["items"]},"result":{"type":"null"}},
                "none":{"args":true,"result":true}},
              "$defs":{"Item":{"type":"object","properties":{
                  "sku":{"type":"string"},"size":{"enum":["small","it's large"]},"next":{"$ref":"#/$defs/Item"}},
                "required":["sku"]}}}
              """));

  @Test
  void signaturesAreThoseOfTypeScript() {
    assertEquals(
        "({ sku: string, size?: 'small' | 'it\\'s large', next?: Item…", types.signature("add"));
    assertEquals(
        "({ items: Item[], how?: 'fast' | null | boolean }): void", types.signature("all"));
    assertEquals("(): any", types.signature("none"));
    assertEquals("", types.signature("absent"));
  }

  @Test
  void membersAndLiteralsAreFoundAtAnyDepth() {
    var all = types.of("all");
    assertEquals(List.of("items", "how"), List.copyOf(types.members(all).keySet()));
    assertTrue(types.members(all).get("how").isOptional());
    var item = types.at(all, List.of("items", "[]", "next", "next"));
    assertEquals(List.of("sku", "size", "next"), List.copyOf(types.members(item).keySet()));
    assertEquals(
        List.of("'small'", "'it\\'s large'"), types.literals(types.at(item, List.of("size"))));
    assertEquals(
        List.of("'fast'", "null", "true", "false"), types.literals(types.at(all, List.of("how"))));
    assertTrue(types.at(all, List.of("nowhere", "at", "all")).isMissingNode());
  }
}
