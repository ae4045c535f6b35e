package io.actjs.registry.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ClassRef;
import io.actjs.model.ProblemCode;
import io.actjs.model.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyRulesTest {
  private static final ClassRef CART = new ClassRef("Cart", Version.parse("1.0.0"));

  private static String script(String yaml) {
    return PolicyRules.script(CART, PolicyBlock.append("Cart", "export class Cart {}", yaml));
  }

  private static String refused(String yaml) {
    ActjsException refused = assertThrows(ActjsException.class, () -> script(yaml));
    assertEquals(ProblemCode.ClassInvalid, refused.code());
    return refused.detail();
  }

  @Test
  void aSourceWithoutRulesHasNone() {
    assertEquals("", PolicyRules.script(CART, "export class Cart {}\n/* policy.yaml */\n"));
    assertEquals(
        "", PolicyRules.script(CART, "/* policy.yaml\nrules: 1\n*/\nexport class Cart {}"));
  }

  @Test
  void whatEndsACommentIsRefused() {
    assertEquals(
        "Cart.policy.yaml:2: \"*/\" would end the comment that the rules are stored in",
        refused("rules:\n  - { effect: allow, reason: 'a*/ b' }"));
    String twice = PolicyBlock.append("Cart", "x", "rules: []");
    assertThrows(ActjsException.class, () -> PolicyBlock.append("Cart", twice, "rules: []"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "effect: alow => 2:13: \"alow\" is none of allow, deny; did you mean \"allow\"?",
        "efect: allow => 2:5: unknown key \"efect\"; did you mean \"effect\"?",
        "{effect: allow, effect: deny} => 2:21: \"effect\" is there twice",
        "{effect: &a allow} => anchors and aliases are not allowed",
        "{effect: *a} => anchors and aliases are not allowed",
        "{effect: !!str allow} => tags are not allowed",
        "[[[[[[[[1]]]]]]]] => nested deeper than 8",
        "{effect: allow, role: 3} => a text was expected; put it in quotes",
        "{effect: allow, kinds: [cal]} => did you mean \"call\"?",
        "{effect: allow, kinds: []} => the list is empty",
        "{effect: allow, owner: owner} => is no JSON pointer into the state, such as /owner",
        "{effect: allow, owner: /a~2} => is no JSON pointer",
        "{role: a} => a rule has an effect: allow or deny",
        "allow => a mapping was expected",
      })
  void whatIsWrongIsSaidWithItsPlace(String rule, String wanted) {
    String detail = refused("rules:\n  - " + rule + "\n");
    assertTrue(detail.startsWith("Cart.policy.yaml:2:"), detail);
    assertTrue(detail.contains(wanted), detail);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "rules: []", "rules: x", "[]", "rule: []", "a: 1\n---\nb: 2", "\t", "{"})
  void aFileIsAListOfRules(String yaml) {
    assertTrue(refused(yaml).startsWith("Cart.policy.yaml:"), yaml);
  }

  @Test
  void aFileIsBounded() {
    assertTrue(
        refused("rules:\n" + "  - effect: allow\n".repeat(201)).contains("more than 200 rules"));
    assertTrue(refused("#".repeat(64 << 10) + "\nrules:").contains("may have 65536"));
    assertTrue(refused("[".repeat(60_000)).contains("nested deeper"));
    String long1 = "'" + "a".repeat(5_000) + "' == id";
    refused("rules:\n  - effect: allow\n    when: \"" + long1 + "\"\n");
    refused("rules:\n  - effect: allow\n    when: \"" + "(".repeat(2_000) + "\"\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "principal.nme == 'x' => undefined field 'nme'",
        "principle.sub == 'x' => undeclared reference to 'principle'",
        "principal.sub == 1 => no matching overload",
        "1 => expected type 'bool'",
        "id == => at 1:",
        "1 + 2 == 3 => + of anything but strings and lists",
        "state.a + state.b == 'x' => + of anything but strings and lists",
        "state.a.matches('x') => 'matches'",
        "timestamp(state.a) > timestamp('2020-01-01T00:00:00Z') => 'timestamp'",
        "string(state.a) == '1' => 'string'",
        "int(state.a) > 9 => 'int'",
        "state.a == 1u => an unsigned number",
        "state.a == b'a' => a text of bytes",
        "state.a > 9007199254740993 => beyond 2^53",
        "{'a': 1}.a == 1 => a map",
        "state.a % 2 == 0 => '%'",
        "state.a * 2 == state.b => '*'",
        "type(state.a) == type(1) => 'type'",
      })
  void whatHasNoExactMeaningIsRefusedByName(String cel, String wanted) {
    String detail = refused("rules:\n  - effect: allow\n    when: \"" + cel + "\"\n");
    assertTrue(detail.startsWith("Cart.policy.yaml:3:11: when: "), detail);
    assertTrue(detail.contains(wanted), detail);
  }
}
