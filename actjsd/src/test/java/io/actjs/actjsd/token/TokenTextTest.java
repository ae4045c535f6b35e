package io.actjs.actjsd.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.storage.access.StoredToken;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTextTest {

  @Test
  void aTokenIsRecognisedAndTellsWhenACharacterIsWrong() {
    String text = TokenText.mint().reveal();
    assertTrue(text.matches("actjs_[0-9A-Za-z]{49}"), text);
    assertTrue(TokenText.isWhole(text));
    for (int at = 0; at < text.length(); at++) {
      char other = text.charAt(at) == 'a' ? 'b' : 'a';
      assertFalse(TokenText.isWhole(text.substring(0, at) + other + text.substring(at + 1)));
      assertFalse(TokenText.isWhole(text.substring(0, at)));
    }
    assertFalse(TokenText.isWhole(text + "a"));
    assertNotEquals(text, TokenText.mint().reveal());
  }

  @Test
  void neitherTheTextNorItsHashIsPrinted() {
    TokenText token = TokenText.mint();
    assertEquals("TokenText[hidden]", token.toString());
    assertEquals(32, token.hash().size());
    assertEquals(TokenText.hash(token.reveal()), token.hash());
  }

  private static TokenTerms terms(String sub, List<String> roles, String claims) {
    return new TokenTerms(sub, roles, null, claims, "", StoredToken.NEVER);
  }

  private static void refused(String sub, List<String> roles, String claims, String why) {
    ActjsException e =
        assertThrows(ActjsException.class, () -> terms(sub, roles, claims), sub + roles);
    assertEquals(ProblemCode.SchemaInvalid, e.code());
    assertTrue(e.detail().contains(why), e.detail());
  }

  @ParameterizedTest
  @ValueSource(strings = {"system", "anonymous", "cap:", "cap:abc"})
  void w11_aNameOfTheServersOwnIsNoUsers(String sub) {
    refused(sub, List.of(), "{}", "is reserved");
  }

  @Test
  void w11_theRoleOfTheServerIsNoUsers() {
    refused("alice", List.of("editor", "system"), "{}", "is the server's own");
  }

  @Test
  void whatCannotBeAPrincipalIsRefused() {
    refused("", List.of(), "{}", "the sub");
    refused("a\nb", List.of(), "{}", "the sub");
    refused("a".repeat(256), List.of(), "{}", "the sub");
    refused("alice", List.of(""), "{}", "a role");
    refused("alice", List.of("a\u0000"), "{}", "a role");
    refused("alice", List.of(), "[]", "must be a JSON object");
    refused("alice", List.of(), "{\"a\":\"" + "x".repeat(9_000) + "\"}", "the claims");
    assertEquals(List.of("a"), terms("alice", List.of("a", "a"), "{}").roles());
  }
}
