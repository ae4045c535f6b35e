package io.actjs.storage.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.actjs.model.AuditEntry;
import io.actjs.storage.Expired;
import io.actjs.storage.memory.MemoryDriver;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class AuditWatermarkTest {
  private final MemoryDriver store = new MemoryDriver();
  private final AuditWatermark watermark = new AuditWatermark("class.");
  private final AtomicInteger updates = new AtomicInteger();

  private int updatesAfter(String... actions) {
    for (String action : actions) {
      store.registry().audit(new AuditEntry("a", 1, "ann", action, "it", "{}"));
    }
    watermark.catchUp(store.registry().audit(), updates::incrementAndGet);
    return updates.get();
  }

  @Test
  void onlyEntriesAboutClassesMakeItLook() {
    assertEquals(1, updatesAfter(), "what was there before");
    assertEquals(1, updatesAfter());
    assertEquals(2, updatesAfter("class.published"));
    assertEquals(2, updatesAfter("login.failed", "token.created"));
    assertEquals(3, updatesAfter("login.failed", "class.deprecated", "login.failed"));
    assertEquals(3, updatesAfter());
  }

  @Test
  void manyEntriesMakeItLookWhateverTheyAreAbout() {
    assertEquals(1, updatesAfter("class.published"));
    String[] many = Collections.nCopies(64, "login.failed").toArray(String[]::new);
    assertEquals(2, updatesAfter(many));
  }

  @Test
  void itLooksWhenWhatItKnewIsGone() {
    assertEquals(1, updatesAfter("class.published"));
    assertEquals(1, store.drop(new Expired.AuditEntries(9), 9));
    assertEquals(1, updatesAfter());
    assertEquals(2, updatesAfter("login.failed"));
  }
}
