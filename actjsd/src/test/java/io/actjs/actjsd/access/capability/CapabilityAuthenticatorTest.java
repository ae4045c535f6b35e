package io.actjs.actjsd.access.capability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actjsd.access.Identity;
import io.actjs.actjsd.access.PresentedHeaders;
import io.actjs.actjsd.access.UserPrincipal;
import io.actjs.actjsd.token.TokenTerms;
import io.actjs.model.ActjsException;
import io.actjs.model.Clock;
import io.actjs.model.ProblemCode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is remembered of capabilities, and that nobody else gets their names. */
class CapabilityAuthenticatorTest {
  private final Minter minter = new Minter();
  private final CapabilityAuthenticator door =
      new CapabilityAuthenticator(minter.capabilities, Clock.SYSTEM);

  private static PresentedHeaders presented(String token) {
    return new PresentedHeaders("GET", "/", Map.of("Authorization", "Capability " + token));
  }

  @Test
  void theNextRequestNeedsNoSignature() {
    PresentedHeaders request = presented(minter.signed(Minter.claims("")));
    assertFalse(door.isAtHand(request));
    Identity first = door.identify(request);
    assertTrue(door.isAtHand(request));
    assertSame(first, door.identify(request));
    assertEquals("cap:j@" + Minter.KID, first.credential());
    assertEquals(4_102_444_800_000L, first.expiresAt());
  }

  @Test
  void w96_whatIsRememberedIsForgottenWhenItIsRevoked() {
    PresentedHeaders request = presented(minter.signed(Minter.claims("")));
    Identity identity = door.identify(request);
    assertTrue(door.holds(identity));
    minter.capabilities.revoke("j", null, "root");
    assertFalse(door.holds(identity));
    assertFalse(door.isAtHand(request));
    ActjsException refusal = assertThrows(ActjsException.class, () -> door.identify(request));
    assertEquals(ProblemCode.CapabilityRevoked, refusal.code());
  }

  @Test
  void itLooksAtNothingElse() {
    assertNull(door.identify(new PresentedHeaders("GET", "/", Map.of())));
    assertNull(
        door.identify(new PresentedHeaders("GET", "/", Map.of("Authorization", "Bearer a.b.c"))));
    assertNull(
        door.identify(new PresentedHeaders("GET", "/", Map.of("Authorization", "Capabilityx y"))));
    assertTrue(
        door.isAtHand(new PresentedHeaders("GET", "/", Map.of("Authorization", "Bearer a.b.c"))));
  }

  @Test
  void namesOfBearersAreReserved() {
    for (String sub : List.of("cap:Note:n1", "cap:")) {
      ActjsException refusal =
          assertThrows(ActjsException.class, () -> UserPrincipal.of(sub, List.of(), null, "{}"));
      assertEquals(ProblemCode.Unauthorized, refusal.code());
      assertThrows(
          ActjsException.class,
          () -> new TokenTerms(sub, List.of(), null, "{}", "", Long.MAX_VALUE));
    }
  }
}
