package io.actjs.runtime.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorProblems;
import io.actjs.model.InboxMessage;
import io.actjs.model.ProblemCode;
import io.actjs.policy.RuntimeLimits;
import io.actjs.runtime.directory.KeptDeliveries;
import io.actjs.runtime.mailbox.DeadlineWheel;
import io.actjs.runtime.mailbox.Deliveries;
import io.actjs.runtime.output.DrivenStore;
import io.actjs.storage.Records;
import io.actjs.testkit.FaultyDriver.Fault;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class AcceptedTellTest {
  private final DrivenStore store = new DrivenStore();
  private final KeptDeliveries directory = new KeptDeliveries();
  private final StoredMessages stored =
      new StoredMessages(
          RuntimeLimits.DEFAULT, store.access, new DeadlineWheel(20, DrivenStore.NOW), directory);
  private final InboxMessage message = Records.message("m1", Deliveries.ACTOR);
  private final AcceptedTell tell = new AcceptedTell(message, null, null, directory, stored);

  private void append() {
    store.access.journal().append(Deliveries.ACTOR, tell);
  }

  private ProblemCode failure() {
    Throwable cause = assertThrows(CompletionException.class, tell.reply()::join).getCause();
    assertEquals(List.of(), directory.delivered);
    return assertInstanceOf(ActjsException.class, cause).code();
  }

  @Test
  void isAcknowledgedAndDeliveredWhenItIsDurable() {
    append();
    assertFalse(tell.reply().isDone());
    assertEquals(List.of(), directory.delivered);
    store.run();
    assertEquals(new AcceptedTell.Told("m1", false), tell.reply().join());
    assertEquals(message, directory.delivered.getFirst().stored());
    assertEquals(List.of("m1"), store.inbox(Deliveries.ACTOR));
  }

  @Test
  void isRefusedByADeletedActor() {
    store.memory.commit(
        List.of(Records.turn(Deliveries.ACTOR, 1, 0), Records.tombstone(Deliveries.ACTOR, 2, 0)));
    append();
    store.run();
    assertEquals(ProblemCode.Gone, failure());
  }

  @Test
  void failsWithItsCommit() {
    store.faults("commit", Fault.FAIL_BEFORE);
    append();
    store.run();
    assertEquals(ProblemCode.StorageUnavailable, failure());
  }

  @Test
  void isNotAcknowledgedByAServerThatMaySayNothing() {
    store.closure = ActorProblems.shuttingDown();
    append();
    store.run();
    assertEquals(ProblemCode.ShuttingDown, failure());
  }
}
