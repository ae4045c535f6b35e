package io.actjs.runtime.host;

import static io.actjs.runtime.host.DrivenHosts.A;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.actjs.model.ClassRef;
import io.actjs.model.Headers;
import io.actjs.model.InboxMessage;
import io.actjs.model.Version;
import io.actjs.policy.RuntimeLimits;
import io.actjs.runtime.output.DrivenStore;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Stored messages for which a mailbox had no room, and hosts that leave before they have them. */
class InboxBehindTest {
  private static final RuntimeLimits LIMITS =
      new RuntimeLimits(2, 10, 10, 60_000, 30_000, 5, 100, 60_000);

  private final DrivenHosts world = new DrivenHosts(LIMITS);

  private InboxMessage stored(String id) {
    return world.store.store(
        new InboxMessage(id, A, "add", "[]", "external", DrivenStore.NOW, Headers.NONE));
  }

  private void tell(String id) {
    world.directory().deliver(world.hosts.services().stored().delivery(stored(id), null));
  }

  /** Of the actor, without a message for it. */
  private String count() {
    return world.store.memory.readJournal(A, 1, 100).getLast().change().toString();
  }

  @Test
  void whatIsReadForAHostThatLeavesMeanwhileIsHandledByItsSuccessor() {
    world.call(A, "add");
    for (String id : List.of("s1", "s2", "s3", "s4")) {
      tell(id);
    }
    world.store.before(
        "pendingInbox",
        () -> {
          world.store.registry.floating("Counter", "2.0.0");
          world.hosts.replace(new ClassRef("Counter", Version.parse("2.0.0")));
          for (int i = 0; i < 5; i++) {
            var unused = world.thread.doWork();
          }
        });
    world.run();
    assertEquals(List.of(), world.store.inbox(A));
    assertEquals("Patch[json=[{\"op\":\"replace\",\"path\":\"/n\",\"value\":5}]]", count());
  }

  @Test
  void aMessageThatWasHandledWhileItWasOnItsWayIsNotHandledAgain() {
    var late = world.hosts.services().stored().delivery(stored("s1"), null);
    world.call(A, "add");
    assertEquals(List.of(), world.store.inbox(A));
    world.hosts.superseded(A, Long.MAX_VALUE);
    world.run();
    world.directory().deliver(late);
    world.run();
    assertEquals(2, Collections.frequency(world.engine.seen, "add"));
  }
}
