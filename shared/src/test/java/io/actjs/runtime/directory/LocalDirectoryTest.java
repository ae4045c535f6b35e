package io.actjs.runtime.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActorRef;
import io.actjs.model.ProblemCode;
import io.actjs.policy.Budget;
import io.actjs.runtime.mailbox.Deliveries;
import io.actjs.runtime.mailbox.Delivery;
import io.actjs.runtime.mailbox.Handover;
import io.actjs.runtime.mailbox.KeptOutcome;
import io.actjs.runtime.mailbox.Mailbox;
import io.actjs.runtime.mailbox.Receiver;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class LocalDirectoryTest {
  private static final int CAPACITY = 2;
  private static final ActorRef ACTOR = Deliveries.ACTOR;

  /** A resident without an actor: what it is given stays in its mailbox. */
  private static final class Shell implements Resident {
    final ActorRef ref;
    final Mailbox mailbox = new Mailbox(CAPACITY);
    final Handover handover = new Handover(CAPACITY);
    final List<Delivery> abandoned = new ArrayList<>();
    Seat seat = Seat.FREE;
    int settled;
    int behind;

    Shell(ActorRef ref) {
      this.ref = ref;
    }

    List<Delivery> messages() {
      List<Delivery> messages = new ArrayList<>();
      for (Delivery it = mailbox.poll(); it != null; it = mailbox.poll()) {
        messages.add(it);
      }
      return messages;
    }

    /** Leaves, as a host does: what it has not handled is for its successor. */
    void leave() {
      mailbox.close(handover::keep);
    }

    @Override
    public ActorRef ref() {
      return ref;
    }

    @Override
    public Mailbox.Offer offer(Delivery delivery) {
      return mailbox.offer(delivery);
    }

    @Override
    public void carryOver(Delivery delivery) {
      mailbox.carryOver(delivery);
    }

    @Override
    public Handover handover() {
      return handover;
    }

    @Override
    public void settle() {
      settled++;
    }

    @Override
    public Seat seat() {
      return seat;
    }

    @Override
    public void take(Seat value) {
      seat = value;
    }

    @Override
    public boolean isIdle() {
      return false;
    }

    @Override
    public long lastUsedMs() {
      return 0;
    }

    @Override
    public void leaveIfIdle(Consumer<Boolean> told) {
      told.accept(false);
    }

    @Override
    public void cancel(Delivery delivery) {}

    @Override
    public void demand(Delivery delivery, long total) {}

    @Override
    public void inboxBehind() {
      behind++;
    }

    @Override
    public void abandon(Delivery delivery) {
      abandoned.add(delivery);
    }
  }

  private final LocalDirectory<Shell> directory =
      new LocalDirectory<>(
          10, Budget.unbounded("server"), new Seats(Seats.Bounds.NONE), Shell::new);
  private final KeptOutcome outcome = new KeptOutcome();

  private Delivery deliver() {
    return deliver(Deliveries.call("add"));
  }

  private Delivery deliver(Delivery delivery) {
    directory.deliver(delivery);
    return delivery;
  }

  private Shell resident() {
    Shell resident = directory.find(ACTOR);
    if (resident == null) {
      throw new AssertionError("nobody lives there");
    }
    return resident;
  }

  @Test
  void theFirstDeliveryBringsItsActorIntoMemory() {
    assertNull(directory.find(ACTOR));
    Delivery first = deliver();
    Delivery second = deliver();
    assertEquals(1, directory.size());
    assertEquals(1, resident().settled);
    assertEquals(List.of(first, second), resident().messages());
  }

  @Test
  void aFullMailboxRefusesACall() {
    deliver();
    deliver();
    deliver(Deliveries.call(outcome));
    outcome.assertFailed(ProblemCode.MailboxFull);
    assertEquals(0, resident().behind);
  }

  @Test
  void aFullMailboxLeavesAStoredMessageInTheInbox() {
    deliver();
    deliver();
    deliver(Deliveries.tell("m1", outcome));
    assertTrue(outcome.isOpen());
    assertEquals(1, resident().behind);
    assertEquals(2, resident().mailbox.size());
  }

  @Test
  void whatComesWhileAHostLeavesWaitsForItsSuccessor() {
    Delivery before = deliver();
    Shell leaving = resident();
    leaving.leave();
    Delivery after = deliver();
    assertSame(leaving, resident());

    directory.replace(leaving);
    assertNotSame(leaving, resident());
    assertEquals(1, resident().settled);
    assertEquals(List.of(before, after), resident().messages());
  }

  @Test
  void aFullHandoverRefusesLikeAFullMailbox() {
    deliver();
    deliver();
    resident().leave();
    deliver(Deliveries.call(outcome));
    outcome.assertFailed(ProblemCode.MailboxFull);
    deliver(Deliveries.tell("m1", Receiver.NOBODY));
    assertEquals(1, resident().behind);
  }

  @Test
  void aHostThatLeavesNothingHasNoSuccessor() {
    deliver();
    Shell idle = resident();
    assertEquals(1, idle.messages().size());
    assertTrue(idle.mailbox.closeIfEmpty());
    directory.replace(idle);
    assertNull(directory.find(ACTOR));
    assertEquals(0, directory.size());
    deliver();
    assertEquals(1, resident().settled);
  }

  @Test
  void moreActorsThanTheHardLimitAreRefusedAndThoseInMemoryAreNot() {
    for (int i = 0; i < 12; i++) {
      deliver(Deliveries.call(new ActorRef("Counter", "n" + i), Receiver.NOBODY));
    }
    assertEquals(12, directory.size());
    deliver(Deliveries.call(outcome));
    outcome.assertFailed(ProblemCode.CapacityExhausted);
    deliver(Deliveries.call(new ActorRef("Counter", "n0"), Receiver.NOBODY));
    assertEquals(12, directory.size());
  }

  @Test
  void aClosedDirectoryDeliversNothing() {
    assertFalse(directory.isClosed());
    deliver();
    directory.close();
    assertTrue(directory.isClosed());
    deliver(Deliveries.call(outcome));
    outcome.assertFailed(ProblemCode.ShuttingDown);
    assertEquals(1, resident().mailbox.size());
  }

  @Test
  void aClosedDirectoryMakesNoSuccessor() {
    deliver(Deliveries.call(outcome));
    Shell leaving = resident();
    leaving.leave();
    directory.close();
    directory.replace(leaving);
    outcome.assertFailed(ProblemCode.ShuttingDown);
    assertEquals(0, directory.size());
  }

  @Test
  void onlyAResidentIsToldThatNobodyWaits() {
    directory.abandon(Deliveries.call("add"));
    Delivery delivery = deliver();
    directory.abandon(delivery);
    assertEquals(List.of(delivery), resident().abandoned);
    assertEquals(List.of(resident()), List.copyOf(directory.residents()));
  }

  @Test
  void aDeliveryThatLosesTheRaceForANewActorGoesToTheWinner() {
    List<Delivery> rivals = new ArrayList<>();
    LocalDirectory<?>[] self = new LocalDirectory<?>[1];
    LocalDirectory<Shell> raced =
        new LocalDirectory<>(
            10,
            Budget.unbounded("server"),
            new Seats(Seats.Bounds.NONE),
            ref -> {
              if (rivals.isEmpty()) {
                rivals.add(Deliveries.call("rival"));
                self[0].deliver(rivals.getFirst());
              }
              return new Shell(ref);
            });
    self[0] = raced;
    Delivery loser = Deliveries.call("loser");
    raced.deliver(loser);
    Shell winner = List.copyOf(raced.residents()).getFirst();
    assertEquals(1, winner.settled);
    assertEquals(List.of(rivals.getFirst(), loser), winner.messages());
  }
}
