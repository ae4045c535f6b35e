package io.actjs.runtime.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.actjs.runtime.mailbox.Mailbox.Offer;
import java.util.List;
import org.junit.jupiter.api.Test;

class HandoverTest {
  private final Delivery first = Deliveries.call("first");
  private final Delivery second = Deliveries.call("second");
  private final Delivery third = Deliveries.call("third");
  private final Handover handover = new Handover(2);

  @Test
  void givesTheSuccessorAllInOrder() {
    handover.keep(first);
    assertEquals(Offer.TAKEN, handover.offer(second));
    assertEquals(List.of(first, second), handover.take());
  }

  @Test
  void refusesSendersAboveItsBoundButNeverWhatTheHostHeld() {
    handover.keep(first);
    handover.keep(second);
    assertEquals(Offer.FULL, handover.offer(third));
    handover.keep(third);
    assertEquals(List.of(first, second, third), handover.take());
  }

  @Test
  void sendsLateSendersToTheSuccessor() {
    assertEquals(List.of(), handover.take());
    assertEquals(Offer.CLOSED, handover.offer(first));
  }
}
