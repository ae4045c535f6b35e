package io.actjs.runtime.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActorRef;
import io.actjs.policy.Budget;
import io.actjs.runtime.mailbox.Deliveries;
import io.actjs.runtime.mailbox.Delivery;
import io.actjs.runtime.mailbox.Handover;
import io.actjs.runtime.mailbox.Mailbox;
import io.actjs.runtime.mailbox.Receiver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SeatsTest {
  private static final int LIMIT = 3;

  private final Seats seats =
      new Seats(
          new Seats.Bounds() {
            @Override
            public int ofClass(String className) {
              return LIMIT;
            }

            @Override
            public int ofTenant() {
              return 2;
            }
          });

  private final AtomicInteger here = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private @Nullable LocalDirectory<Sitter> directory;

  /** Is idle whenever its mailbox has been emptied, and leaves when it is asked to. */
  private final class Sitter implements Resident {
    private final ActorRef ref;
    private final Mailbox mailbox = new Mailbox(100);
    private final Handover handover = new Handover(100);
    private volatile Seat seat = Seat.FREE;
    private volatile boolean idle;
    private volatile long usedMs;
    private boolean leaving;

    Sitter(ActorRef ref) {
      this.ref = ref;
    }

    @Override
    public ActorRef ref() {
      return ref;
    }

    @Override
    public Mailbox.Offer offer(Delivery delivery) {
      Mailbox.Offer offer = mailbox.offer(delivery);
      if (offer == Mailbox.Offer.TAKEN) {
        settle();
      }
      return offer;
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
      synchronized (this) {
        if (!idle) {
          most.accumulateAndGet(here.incrementAndGet(), Math::max);
          idle = true;
        }
        for (Delivery it = mailbox.poll(); it != null; it = mailbox.poll()) {
          it.drop();
        }
      }
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
      return idle;
    }

    @Override
    public long lastUsedMs() {
      return usedMs;
    }

    @Override
    public void leaveIfIdle(Consumer<Boolean> told) {
      boolean leaves;
      synchronized (this) {
        leaves = leaving || mailbox.closeIfEmpty();
        if (leaves && !leaving) {
          leaving = true;
          here.decrementAndGet();
        }
      }
      told.accept(leaves);
      LocalDirectory<Sitter> all = directory;
      if (leaves && all != null) {
        all.replace(this);
      }
    }

    @Override
    public void inboxBehind() {}

    @Override
    public void abandon(Delivery delivery) {}

    @Override
    public void cancel(Delivery delivery) {}

    @Override
    public void demand(Delivery delivery, long total) {}
  }

  private Sitter sits(String className, @Nullable String tenant, long usedMs) {
    Sitter sitter = new Sitter(new ActorRef(className, "a"));
    sitter.take(assertInstanceOf(Seats.Entry.In.class, seats.enter(className, tenant)).seat());
    sitter.seat().passTo(sitter);
    sitter.idle = true;
    sitter.usedMs = usedMs;
    return sitter;
  }

  private Seats.Crowd full(String className, @Nullable String tenant) {
    return assertInstanceOf(Seats.Entry.Full.class, seats.enter(className, tenant)).crowd();
  }

  @Test
  void theOneThatWasIdleForTheLongestTimeIsAskedAndOnlyOnce() {
    Sitter second = sits("A", null, 2);
    Sitter first = sits("A", null, 1);
    Sitter busy = sits("A", null, 0);
    busy.idle = false;
    Seats.Crowd crowd = full("A", null);
    assertSame(first, crowd.claimIdle());
    assertSame(second, crowd.claimIdle());
    assertNull(crowd.claimIdle());
    first.seat().keep(first);
    assertSame(first, crowd.claimIdle());
    seats.leave(first.seat(), first);
    seats.leave(first.seat(), first);
    sits("A", null, 3);
    full("A", null);
  }

  @Test
  void aSuccessorKeepsTheSeatUnlessItWasGivenAway() {
    Sitter leaves = sits("A", null, 1);
    Sitter successor = new Sitter(leaves.ref());
    assertTrue(leaves.seat().passTo(successor));
    // Whoever had asked the one before comes too late.
    seats.leave(leaves.seat(), leaves);
    sits("A", null, 2);
    sits("A", null, 3);
    full("A", null);
    seats.leave(leaves.seat(), successor);
    sits("A", null, 4);
    assertEquals(false, leaves.seat().passTo(leaves));
  }

  @Test
  void aTenantThatHasNoRoomTakesNoneOfItsClass() {
    sits("A", "acme", 1);
    sits("B", "acme", 2);
    for (int i = 0; i < 10; i++) {
      full("C", "acme");
    }
    for (int i = 0; i < LIMIT; i++) {
      sits("C", null, i);
    }
    full("C", null);
    assertEquals(new Seats.Refused(0, 0), seats.refused());
  }

  @Test
  void theBoundHoldsWhateverHappensAtTheSameTime() throws InterruptedException {
    LocalDirectory<Sitter> all =
        new LocalDirectory<>(1_000, Budget.unbounded("server"), seats, Sitter::new);
    directory = all;
    List<Thread> senders = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      int sender = t;
      senders.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int i = 0; i < 2_000; i++) {
                      all.deliver(
                          Deliveries.call(
                              new ActorRef("A", "a" + (sender + i) % 9), Receiver.NOBODY));
                    }
                  }));
    }
    for (Thread sender : senders) {
      sender.join();
    }
    assertTrue(most.get() <= LIMIT, () -> most + " at once");
    assertTrue(all.size() <= LIMIT, () -> all.size() + " are left");
    assertEquals(LIMIT, here.get());
  }
}
