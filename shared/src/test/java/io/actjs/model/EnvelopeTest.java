package io.actjs.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.access.Principal;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnvelopeTest {
  private static final ActorRef ACTOR = new ActorRef("Counter", "a");
  private static final Version V2 = Version.parse("2.0.0");

  @Test
  void weighsItsTextsInBytes() {
    int empty = Envelope.call(ACTOR, "add", "", Headers.NONE).weight();
    assertEquals(empty + 6, Envelope.call(ACTOR, "add", "[1, 2]", Headers.NONE).weight());
    assertEquals(empty + 4, Envelope.call(ACTOR, "add", "\uD83D\uDE00", Headers.NONE).weight());
    assertEquals(empty + 2, Envelope.call(ACTOR, "addTo", "", Headers.NONE).weight());
    assertEquals(empty + 2, Envelope.call(ACTOR, "add", "ä", Headers.NONE).weight());
    ActorRef umlaut = new ActorRef("Counter", "ä");
    assertEquals(empty + 1, Envelope.call(umlaut, "add", "", Headers.NONE).weight());
    assertEquals(empty + 1, Envelope.call(ACTOR, "ädd", "", Headers.NONE).weight());
    assertTrue(empty > 0);
  }

  @Test
  void weighsItsHeadersAndTheirWholeChain() {
    int plain = Envelope.call(ACTOR, "add", "", Headers.NONE).weight();
    assertEquals(plain + 5, weight(Headers.NONE.withPrincipal(Principal.of("ada", List.of()))));
    assertEquals(plain + 64, weight(Headers.NONE.withManifest("f".repeat(64))));
    Headers called = Headers.NONE.ofCall(ACTOR, new ActorRef("Counter", "b"), 0);
    int link = "Counter".length() + 1;
    assertEquals(plain + link, weight(called));
    assertEquals(
        plain + 2 * link,
        weight(called.ofCall(new ActorRef("Counter", "b"), new ActorRef("Counter", "c"), 0)));
  }

  private static int weight(Headers headers) {
    return Envelope.call(ACTOR, "add", "", headers).weight();
  }

  @Test
  void aMigrationNamesItsVersionAndARollbackWhetherItDropsTurns() {
    assertEquals(V2, Envelope.migrate(ACTOR, V2, Headers.NONE).migratesTo());
    assertTrue(Envelope.rollback(ACTOR, true, Headers.NONE).dropsTurns());
    assertFalse(Envelope.rollback(ACTOR, false, Headers.NONE).dropsTurns());
    assertThrows(IllegalStateException.class, Envelope.wake(ACTOR)::migratesTo);
    assertThrows(
        IllegalStateException.class, Envelope.migrate(ACTOR, V2, Headers.NONE)::dropsTurns);
  }

  @Test
  void aStoredMessageKeepsItsHeaders() {
    Headers headers = Headers.pinned("sha");
    InboxMessage message = new InboxMessage("m1", ACTOR, "add", "1", "external", 7, headers);
    assertEquals(
        new Envelope(ACTOR, Envelope.Kind.TELL, "add", "1", headers), Envelope.tell(message));
    assertNull(Envelope.query(ACTOR, headers).payload());
    assertNull(Envelope.delete(ACTOR, headers).payload());
    assertEquals("{}", Envelope.create(ACTOR, "{}", headers).payload());
    assertEquals("onInit", Envelope.lifecycle(ACTOR, "onInit", headers).name());
  }
}
