package io.actjs.runtime.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.runtime.mailbox.Mailbox.Offer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MailboxTest {
  private final Delivery first = Deliveries.call("first");
  private final Delivery second = Deliveries.call("second");
  private final Mailbox mailbox = new Mailbox(2);

  @Test
  void givesFirstWhatCameFirst() {
    assertEquals(Offer.TAKEN, mailbox.offer(first));
    assertEquals(Offer.TAKEN, mailbox.offer(second));
    assertEquals(2, mailbox.size());
    assertSame(first, mailbox.poll());
    assertSame(second, mailbox.poll());
    assertNull(mailbox.poll());
    assertTrue(mailbox.isEmpty());
  }

  @Test
  void refusesMoreThanItHoldsUntilThereIsRoom() {
    assertEquals(Offer.TAKEN, mailbox.offer(first));
    assertEquals(Offer.TAKEN, mailbox.offer(first));
    assertEquals(Offer.FULL, mailbox.offer(second));
    assertSame(first, mailbox.poll());
    assertEquals(Offer.TAKEN, mailbox.offer(second));
  }

  @Test
  void takesOverMoreThanItsBoundAndIsFullUntilThatIsDone() {
    for (int i = 0; i < 3; i++) {
      mailbox.carryOver(first);
    }
    assertEquals(3, mailbox.size());
    assertSame(first, mailbox.poll());
    assertEquals(Offer.FULL, mailbox.offer(second));
    assertSame(first, mailbox.poll());
    assertEquals(Offer.TAKEN, mailbox.offer(second));
  }

  @Test
  void closesWhileEmptyOnly() {
    assertEquals(Offer.TAKEN, mailbox.offer(first));
    assertFalse(mailbox.closeIfEmpty());
    assertSame(first, mailbox.poll());
    assertTrue(mailbox.closeIfEmpty());
    assertEquals(Offer.CLOSED, mailbox.offer(second));
    assertEquals(0, mailbox.size());
    assertFalse(mailbox.closeIfEmpty(), "it is closed already");
  }

  @Test
  void closingGivesAwayEachMessageOnceAndInOrder() {
    assertEquals(Offer.TAKEN, mailbox.offer(first));
    assertEquals(Offer.TAKEN, mailbox.offer(second));
    List<Delivery> left = new ArrayList<>();
    mailbox.close(left::add);
    mailbox.close(left::add);
    assertEquals(List.of(first, second), left);
    assertEquals(Offer.CLOSED, mailbox.offer(first));
    assertNull(mailbox.poll());
  }

  @Test
  void holdsAtLeastOneMessage() {
    assertThrows(IllegalArgumentException.class, () -> new Mailbox(0));
  }
}
