package io.actjs.runtime.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.InboxMessage;
import io.actjs.model.Manifest;
import io.actjs.runtime.mailbox.Deliveries;
import io.actjs.runtime.output.DrivenStore;
import io.actjs.storage.Records;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InboxPageTest {
  private final DrivenStore store = new DrivenStore();

  private InboxPage load(int limit) {
    return InboxPage.load(store.access, Deliveries.ACTOR, limit, message -> false);
  }

  private InboxMessage stored(String id) {
    return store.store(Records.message(id, Deliveries.ACTOR));
  }

  @Test
  void holdsTheOldestMessagesAndTellsWhetherThereMayBeMore() {
    assertEquals(InboxPage.EMPTY, load(2));
    InboxMessage second = stored("m2");
    InboxMessage first = stored("m1");
    assertEquals(List.of(first, second), load(3).messages());
    assertFalse(load(3).more());
    InboxMessage third = stored("m3");
    assertEquals(List.of(first, second), load(2).messages());
    assertTrue(load(2).more());
    assertEquals(List.of(first, second, third), load(3).messages());
    assertTrue(load(3).more(), "a full page says nothing of what comes after it");
  }

  @Test
  void aPageOfLargeMessagesEndsEarlyAndLeavesOutWhatIsKnown() {
    String payload = "\"" + "x".repeat(1 << 20) + "\"";
    for (int i = 100; i < 140; i++) {
      InboxMessage small = Records.message("m" + i, Deliveries.ACTOR);
      var unused =
          store.store(
              new InboxMessage(
                  small.id(),
                  small.target(),
                  small.type(),
                  payload,
                  small.sender(),
                  small.at(),
                  small.headers()));
    }
    InboxPage page = load(100);
    assertTrue(page.messages().size() < 20, "messages: " + page.messages().size());
    assertTrue(page.more());
    InboxPage rest =
        InboxPage.load(
            store.access, Deliveries.ACTOR, 100, message -> message.id().compareTo("m135") < 0);
    assertEquals("m135", rest.messages().getFirst().id());
    assertFalse(rest.more());
  }

  @Test
  void bringsTheManifestsThatItsMessagesName() {
    Manifest manifest = Manifest.of(Map.of("Counter", Records.V1));
    store.memory.registry().saveManifest(manifest, 0);
    InboxMessage plain = stored("m1");
    InboxMessage pinned =
        store.store(Records.pinned(Records.message("m2", Deliveries.ACTOR), manifest.sha()));
    InboxPage page = load(10);
    assertNull(page.pin(plain));
    assertEquals(manifest, page.pin(pinned));
    assertEquals(Map.of(manifest.sha(), manifest), page.pins());
  }

  @Test
  void fault23_aManifestThatIsNotStoredConcernsItsMessageAlone() {
    InboxMessage pinned =
        store.store(Records.pinned(Records.message("m1", Deliveries.ACTOR), "f".repeat(64)));
    InboxMessage plain = stored("m2");
    InboxPage page = load(10);
    assertEquals(List.of(pinned, plain), page.messages());
    assertTrue(page.lacksPin(pinned));
    assertFalse(page.lacksPin(plain));
  }
}
