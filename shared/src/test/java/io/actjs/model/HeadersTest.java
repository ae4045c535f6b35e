package io.actjs.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.access.Principal;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeadersTest {
  private static final Principal ADA =
      new Principal("ada", List.of("editor"), "acme", List.of("call:read"), "{\"a\":1}");
  private static final Principal EVE = Principal.of("eve", List.of());
  private static final RequestKey KEY = RequestKey.of("ada", "call add", "key", "[1]");
  private static final Headers REQUEST =
      new Headers(ADA, "sha", "trace", KEY, null, 5_000, Headers.HOPS);

  private static ActorRef actor(int number) {
    return new ActorRef("Chain", "n" + number);
  }

  @Test
  void aCallCarriesWhoAskedUnderWhichPinInWhichTrace() {
    Headers call = REQUEST.ofCall(actor(1), actor(2), 700);
    assertEquals(ADA, call.principal());
    assertEquals("sha", call.manifest());
    assertEquals("trace", call.trace());
    assertEquals(700, call.remainingMs());
    assertEquals(new CallChain(actor(1), null), call.callers());
    assertEquals(Headers.HOPS - 1, call.hops());
  }

  @Test
  void aCallIsAnotherRequestThanTheOneThatItServes() {
    assertNull(REQUEST.ofCall(actor(1), actor(2), 700).requestKey());
  }

  @Test
  void aCallToAnActorThatWaitsForItIsRefused() {
    Headers second = REQUEST.ofCall(actor(1), actor(2), 700);
    for (int waiting = 1; waiting <= 2; waiting++) {
      ActorRef target = actor(waiting);
      ActjsException refused =
          assertThrows(ActjsException.class, () -> second.ofCall(actor(2), target, 700));
      assertEquals(ProblemCode.CallCycle, refused.code());
      assertTrue(refused.detail().contains("Chain/n1 → Chain/n2 → " + target), refused.detail());
    }
    assertEquals(
        new CallChain(actor(2), new CallChain(actor(1), null)),
        second.ofCall(actor(2), actor(3), 700).callers());
  }

  @Test
  void callsAreNestedThroughSixtyFourActorsAndNoMore() {
    Headers headers = Headers.NONE;
    int actors = 1;
    while (actors < 64) {
      headers = headers.ofCall(actor(actors), actor(actors + 1), 1);
      actors++;
    }
    Headers last = headers;
    ActjsException refused =
        assertThrows(ActjsException.class, () -> last.ofCall(actor(64), actor(65), 1));
    assertEquals(ProblemCode.CallCycle, refused.code());
    assertEquals("calls are nested deeper than 64 actors; use tell", refused.detail());
  }

  @Test
  void aTellBeginsAChainOfItsOwn() {
    Headers tell = REQUEST.ofCall(actor(1), actor(2), 700).ofTell();
    assertEquals(new Headers(ADA, "sha", "trace", null, null, 0, Headers.HOPS), tell);
    assertEquals(tell, REQUEST.ofTell());
    assertSame(tell, tell.ofTell());
    assertSame(Headers.NONE, Headers.NONE.ofTell());
  }

  @Test
  void onlyWhatIsNamedIsChanged() {
    assertEquals(
        new Headers(EVE, "sha", "trace", KEY, null, 5_000, Headers.HOPS),
        REQUEST.withPrincipal(EVE));
    assertEquals(
        new Headers(ADA, null, "trace", KEY, null, 5_000, Headers.HOPS),
        REQUEST.withManifest(null));
    assertEquals(new Headers(ADA, "sha", "trace", KEY, null, 1, Headers.HOPS), REQUEST.waiting(1));
    assertEquals(
        new Headers(ADA, "sha", "trace", null, null, 5_000, Headers.HOPS), REQUEST.withKey(null));
    assertEquals(REQUEST, REQUEST.withKey(null).withKey(KEY));
    assertSame(Headers.NONE, Headers.pinned(null));
    assertEquals(Headers.NONE.withManifest("sha"), Headers.pinned("sha"));
  }

  @Test
  void aRemainingTimeAndAHopBudgetAreNotNegative() {
    assertThrows(IllegalArgumentException.class, () -> Headers.NONE.waiting(-1));
    assertThrows(
        IllegalArgumentException.class, () -> new Headers(null, null, null, null, null, 0, -1));
  }
}
