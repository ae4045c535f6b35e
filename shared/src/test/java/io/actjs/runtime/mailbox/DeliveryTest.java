package io.actjs.runtime.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorProblems;
import io.actjs.model.Envelope;
import io.actjs.model.Headers;
import io.actjs.model.InboxMessage;
import io.actjs.storage.Records;
import org.junit.jupiter.api.Test;

class DeliveryTest {
  @Test
  void aDeadlineCountsFromTheArrival() {
    Envelope asked = Envelope.query(Deliveries.ACTOR, Headers.NONE.waiting(500));
    assertEquals(10_500, Delivery.of(asked, null, Receiver.NOBODY, 10_000).deadlineAt());
    assertEquals(0, Delivery.of(asked, null, Receiver.NOBODY).deadlineAt());
  }

  @Test
  void bringsAStoredMessageAsItIs() {
    InboxMessage message = Records.message("m1", Deliveries.ACTOR);
    Delivery delivery = Delivery.ofStored(message, null, Receiver.NOBODY);
    assertSame(message, delivery.stored());
    assertEquals(Envelope.Kind.TELL, delivery.kind());
    assertEquals(message.payload(), delivery.envelope().payload());
    assertEquals(Deliveries.ACTOR, delivery.target());
    assertNull(Deliveries.call("add").stored());
  }

  @Test
  void knowsWhatTheActorSentToItself() {
    assertTrue(Delivery.ofStored(from("Counter/a"), null, Receiver.NOBODY).isOwn());
    assertFalse(Delivery.ofStored(from("Counter/b"), null, Receiver.NOBODY).isOwn());
    assertFalse(Deliveries.tell("m1", Receiver.NOBODY).isOwn());
    assertFalse(Deliveries.call("add").isOwn());
  }

  private static InboxMessage from(String sender) {
    return new InboxMessage("m1", Deliveries.ACTOR, "add", "1", sender, 0, Headers.NONE);
  }

  @Test
  void tellsItsReceiverAndAsksItWhetherAnybodyWaits() {
    KeptOutcome answered = new KeptOutcome();
    Deliveries.call(answered).answer(Answer.Done.DONE);
    assertEquals(Answer.Done.DONE, answered.answer());

    ActjsException reason = ActorProblems.shuttingDown();
    KeptOutcome failed = new KeptOutcome();
    Delivery delivery = Deliveries.call(failed);
    assertFalse(delivery.abandoned());
    delivery.fail(reason);
    assertSame(reason, failed.failure());
    failed.abandon();
    assertTrue(delivery.abandoned());
  }
}
