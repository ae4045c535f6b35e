package io.actjs.actctl.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.screen.Json;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaChangesTest {
  private static final String CREDIT =
      "{'type':'object','properties':{'type':{'const':'credit'},'cents':{'type':'number'}},'required':['type','cents']}";
  private static final String DEBIT = CREDIT.replace("credit", "debit");

  /** With one handler; single quotes stand for double ones. */
  private static JsonNode document(String args, String result, String state, String more) {
    String text =
        "{'handlers':{'add':{'args':%s,'result':%s}},'state':%s%s}"
            .formatted(args, result, state, more);
    return Json.parse(text.replace('\'', '"'));
  }

  private static String said(JsonNode before, JsonNode after) {
    List<SchemaChange> changes = SchemaChanges.between("Cart", before, after);
    return String.join("; ", changes.stream().map(SchemaChange::toString).toList());
  }

  private static String object(String properties, String... required) {
    String names = String.join(",", Stream.of(required).map(it -> "'" + it + "'").toList());
    return "{'type':'object','properties':{" + properties + "},'required':[" + names + "]}";
  }

  private static String args(String before, String after) {
    return said(document(before, "true", "true", ""), document(after, "true", "true", ""));
  }

  private static String result(String before, String after) {
    return said(document("true", before, "true", ""), document("true", after, "true", ""));
  }

  private static String state(String before, String after) {
    return said(document("true", "true", before, ""), document("true", "true", after, ""));
  }

  private static String events(String before, String after) {
    return said(
        document("true", "true", "true", ",'events':" + before),
        document("true", "true", "true", ",'events':" + after));
  }

  @Test
  void handlersComeAndGo() {
    JsonNode one = document("true", "true", "true", "");
    JsonNode two = Json.parse(one.toString().replace("\"add\":", "\"put\":{},\"add\":"));

    assertEquals("minor: Cart.put is new", said(one, two));
    assertEquals("major: Cart.put is gone", said(two, one));
    assertEquals("", said(one, one));
    assertEquals(Bump.PATCH, SchemaChanges.asked(List.of()));
  }

  @Test
  void routesComeAndGo() {
    JsonNode none = document("true", "true", "true", "");
    JsonNode one = document("true", "true", "true", ",'routes':['POST /hooks/:id']");

    assertEquals("minor: Cart: the route POST /hooks/:id is new", said(none, one));
    assertEquals("major: Cart: the route POST /hooks/:id is gone", said(one, none));
    assertEquals("", said(one, one));
  }

  @Test
  void whatCallersSendMustNotBecomeLess() {
    String n = "'n':{'type':'number'}";
    String both = n + ",'s':{'type':'string'}";

    assertEquals("minor: Cart.add: /s is new", args(object(n), object(both)));
    assertEquals("major: Cart.add: /s is required now", args(object(n), object(both, "s")));
    assertEquals("major: Cart.add: /n is required now", args(object(n), object(n, "n")));
    assertEquals("minor: Cart.add: /n may be absent now", args(object(n, "n"), object(n)));
    assertEquals("major: Cart.add: /s is gone", args(object(both), object(n)));
    assertEquals(
        "major: Cart.add: /n is a string now, not a number",
        args(object(n), object("'n':{'type':'string'}")));
    assertEquals(
        "minor: Cart.add: /n can be null now",
        args(object(n), object("'n':{'type':['null','number']}")));
    assertEquals(
        "major: Cart.add: /n can no longer be null",
        args(object("'n':{'type':['null','number']}"), object(n)));
    assertEquals(
        "major: Cart.add: /k is \"a\" or \"b\" now, not a string",
        args(object("'k':{'type':'string'}"), object("'k':{'enum':['a','b']}")));
    assertEquals(
        "major: Cart.add: the argument is an object now, not anything", args("true", object(n)));
    assertEquals("minor: Cart.add: the argument can be anything now", args(object(n), "true"));
  }

  @Test
  void anArgumentMayBeLeftOutOrNot() {
    String nothing = "{'type':'object','maxProperties':0}";
    String needed = object("'n':{'type':'number'}", "n");
    String either = "{'anyOf':[" + needed + "," + nothing + "]}";
    String optional = object("'n':{'type':'number'}");

    assertEquals("major: Cart.add: the argument can no longer be left out", args(either, needed));
    assertEquals("minor: Cart.add: the argument may be left out now", args(needed, either));
    assertEquals("major: Cart.add: /n is required now", args(nothing, needed));
    assertEquals("minor: Cart.add: /n is new", args(nothing, optional));
    assertEquals("minor: Cart.add: /n may be absent now", args(either, optional));
  }

  @Test
  void whatCallersGetMustNotBecomeMore() {
    String n = "'n':{'type':'number'}";

    assertEquals(
        "minor: Cart.add: /s of the result is new",
        result(object(n), object(n + ",'s':true", "s")));
    assertEquals("major: Cart.add: /n of the result is gone", result(object(n), object("")));
    assertEquals(
        "major: Cart.add: /n of the result may be absent now", result(object(n, "n"), object(n)));
    assertEquals(
        "major: Cart.add: the result can be null now",
        result("{'type':'string'}", "{'type':['null','string']}"));
    assertEquals(
        "minor: Cart.add: the result can no longer be null",
        result("{'type':['null','string']}", "{'type':'string'}"));
    assertEquals(
        "major: Cart.add: the result can be anything now", result("{'type':'string'}", "true"));
  }

  @Test
  void stateKeepsItsMembersAndTheirTypes() {
    String n = "'n':{'type':'number'}";

    assertEquals("minor: Cart: /s of the state is new", state(object(n), object(n + ",'s':true")));
    assertEquals(
        "major: Cart: /s of the state is required now",
        state(object(n), object(n + ",'s':true", "s")));
    assertEquals("major: Cart: /n of the state is gone", state(object(n), object("")));
    assertEquals(
        "major: Cart: /n of the state can be null now",
        state(object(n), object("'n':{'type':['null','number']}")));
  }

  @Test
  void eventsMayHaveMoreTypesAndMoreOptionalMembers() {
    String two = "{'anyOf':[" + CREDIT + "," + DEBIT + "]}";
    String swapped = "{'anyOf':[" + DEBIT + "," + CREDIT + "]}";
    String note = CREDIT.replace("'cents':", "'note':{'type':'string'},'cents':");

    assertEquals("minor: Cart: an event can be \"debit\" now", events(CREDIT, two));
    assertEquals("major: Cart: an event can no longer be \"debit\"", events(two, CREDIT));
    assertEquals("", events(two, swapped));
    assertEquals("minor: Cart: /note of an event is new", events(CREDIT, note));
    assertEquals(
        "major: Cart: /note of an event is required now",
        events(CREDIT, note.replace("['type'", "['note','type'")));
    assertEquals(
        "major: Cart: /cents of an event is a string now, not a number",
        events(two, two.replaceFirst("'type':'number'", "'type':'string'")));
    assertEquals(
        "minor: Cart: /type of an event can be \"c\" now",
        events(object("'type':{'enum':['a','b']}"), object("'type':{'enum':['a','b','c']}")));
    assertEquals(
        "major: Cart is event-sourced now",
        said(
            document("true", "true", "true", ""),
            document("true", "true", "true", ",'events':" + CREDIT)));
  }

  @Test
  void namedTypesAreComparedByWhatTheyAre() {
    String tree =
        object(
            "'kids':{'type':'array','items':{'$ref':'#/$defs/Tree'}},'n':{'type':'number'}", "n");
    String defs = ",'$defs':{'Tree':%s}".formatted(tree);
    JsonNode before = document("true", "true", "{'$ref':'#/$defs/Tree'}", defs);
    JsonNode renamed = Json.parse(before.toString().replace("Tree", "Node"));
    JsonNode grown = Json.parse(before.toString().replace("\"n\":", "\"more\":true,\"n\":"));
    JsonNode retyped = Json.parse(before.toString().replace("\"number\"", "\"string\""));

    assertEquals("", said(before, renamed));
    assertEquals("minor: Cart: /more of the state is new", said(before, grown));
    assertEquals(
        "major: Cart: /n of the state is a string now, not a number", said(before, retyped));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'type':'array','items':{'type':'number'}} | {'type':'array','items':{'type':'string'}} | major: Cart.add: /* is a string now, not a number",
        "{'type':'array','items':true} | {'type':'array','items':true,'minItems':1} | major: Cart.add: the argument has 1 or more elements now",
        "{'type':'array','prefixItems':[{'type':'number'}],'items':false,'minItems':1} | {'type':'array','prefixItems':[{'type':'string'}],'items':false,'minItems':1} | major: Cart.add: /0 is a string now, not a number",
        "{'type':'object','additionalProperties':{'type':'number'}} | {'type':'object','additionalProperties':{'type':['null','number']}} | minor: Cart.add: /* can be null now",
        "{'type':'object','properties':{'a':{'type':'number'}}} | {'type':'object','additionalProperties':{'type':'number'}} | major: Cart.add: /* is a number now, not anything",
        "{'type':'number'} | {'oddity':5} | major: Cart.add: the argument is something else now, not a number"
      })
  void partsOfOtherKindsAreCompared(String before, String after, String said) {
    assertEquals(said, args(before, after));
  }

  @Test
  void payloadsOfMessagesCountAsFarAsTheyAreSent() {
    String tell = ",'tells':[{'class':'Stock','type':'ship','payload':%s}]";
    String old = tell.formatted(object("'n':{'type':'number'}", "n"));
    String less = tell.formatted(object("'m':{'type':'number'}", "m"));
    JsonNode sends = document("true", "true", "true", old);

    assertEquals(
        "major: Cart: telling Stock.ship, /n of the payload is gone;"
            + " minor: Cart: telling Stock.ship, /m of the payload is new",
        said(sends, document("true", "true", "true", less)));
    assertEquals(
        "minor: Cart: it no longer tells Stock.ship",
        said(sends, document("true", "true", "true", "")));
  }

  @Test
  void whatClientsSeeHearAndMayCallCounts() {
    JsonNode plain = document("true", "true", object("'n':{'type':'number'}", "n"), "");
    String view = ",'view':" + object("'m':{'type':'number'}", "m");
    JsonNode seen = document("true", "true", object("'n':{'type':'number'}", "n"), view);
    assertEquals(
        "major: Cart: /n of the view is gone; minor: Cart: /m of the view is new",
        said(plain, seen));
    String emit = ",'emits':[{'type':'typing','data':{'type':'%s'}},{'data':true}]";
    JsonNode emits = document("true", "true", "true", emit.formatted("string"));
    assertEquals(
        "major: Cart: emitting typing, the payload is a number now, not a string",
        said(emits, document("true", "true", "true", emit.formatted("number"))));
    assertEquals(
        "minor: Cart: it no longer emits typing",
        said(emits, document("true", "true", "true", "")));
    ObjectNode internal = emits.deepCopy();
    internal.withObject("/handlers/add").put("internal", true);
    assertEquals("major: Cart.add is internal now", said(emits, internal));
    assertEquals("minor: Cart.add is no longer internal", said(internal, emits));
  }

  @Test
  void theArgumentOfTheCreatorIsOne() {
    String create = ",'create':{'args':" + object("'n':{'type':'number'}", "n") + "}";

    assertEquals(
        "major: Cart.onInit: the argument is an object now, not anything",
        said(document("true", "true", "true", ""), document("true", "true", "true", create)));
  }

  @Test
  void aClassThatTheTypesDoNotShowIsNotDescribed() {
    assertTrue(SchemaChanges.isDescribed(document("true", "true", "true", "")));
    assertFalse(SchemaChanges.isDescribed(Json.parse("{\"handlers\":{},\"notes\":[]}")));
  }
}
