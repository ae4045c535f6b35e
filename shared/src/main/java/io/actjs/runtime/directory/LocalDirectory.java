package io.actjs.runtime.directory;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorProblems;
import io.actjs.model.ActorRef;
import io.actjs.model.ProblemCode;
import io.actjs.model.access.Principal;
import io.actjs.policy.Budget;
import io.actjs.runtime.directory.Seats.Entry;
import io.actjs.runtime.mailbox.Delivery;
import io.actjs.runtime.mailbox.Mailbox;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The directory of a single server: every actor lives in this process.
 *
 * @param <R> the residents, for the code that created them
 */
public final class LocalDirectory<R extends Resident> implements Directory {
  /** Idle actors that are asked to leave for one newcomer: others may be quicker to take a seat. */
  private static final int MOST_ASKED = 16;

  private final ConcurrentHashMap<ActorRef, R> residents = new ConcurrentHashMap<>();
  private final int limit;
  private final int hardLimit;
  private final Budget memory;
  private final Seats seats;
  private final Function<ActorRef, R> maker;
  private volatile boolean closed;

  /**
   * @param limit actors in memory; the least recently used leave above it, a tenth more may come
   *     while they do
   * @param memory what deliveries are charged to until they end
   * @param seats of each class and tenant
   * @param maker makes a resident, which lives once it is told to settle
   */
  public LocalDirectory(int limit, Budget memory, Seats seats, Function<ActorRef, R> maker) {
    this.seats = seats;
    this.memory = memory;
    this.limit = limit;
    this.hardLimit = limit + limit / 10 + 1;
    this.maker = maker;
  }

  @Override
  public void deliver(Delivery delivery) {
    if (!delivery.chargeTo(memory)) {
      // Of a durable message this is not the end: it is looked for again in the stored inbox.
      delivery.fail(memory.exhausted());
      return;
    }
    deliver(delivery, 0);
  }

  private void deliver(Delivery delivery, int asked) {
    Mailbox.Offer offer = Mailbox.Offer.CLOSED;
    while (offer == Mailbox.Offer.CLOSED) {
      if (closed) {
        delivery.fail(ActorProblems.shuttingDown());
        return;
      }
      R resident = residents.get(delivery.target());
      if (resident == null) {
        offer = deliverToNew(delivery, asked);
        continue;
      }
      offer = resident.offer(delivery);
      if (offer == Mailbox.Offer.CLOSED) {
        offer = resident.handover().offer(delivery);
      }
      if (offer == Mailbox.Offer.FULL) {
        refuse(resident, delivery);
      }
    }
  }

  /**
   * @param asked how many idle actors were asked to leave for it
   */
  private Mailbox.Offer deliverToNew(Delivery delivery, int asked) {
    if (residents.size() >= hardLimit) {
      delivery.fail(
          new ActjsException(
              ProblemCode.CapacityExhausted,
              "the server holds " + limit + " active actors, and none is idle; try again"));
      return Mailbox.Offer.TAKEN;
    }
    switch (seats.enter(delivery.target().className(), tenantOf(delivery))) {
      case Entry.Full(var crowd) -> makeRoom(crowd, delivery, asked);
      case Entry.In(var seat) -> {
        R resident = maker.apply(delivery.target());
        resident.take(seat);
        var unused = seat.passTo(resident);
        resident.carryOver(delivery);
        if (residents.putIfAbsent(delivery.target(), resident) != null) {
          seats.leave(seat, resident);
          return Mailbox.Offer.CLOSED;
        }
        resident.settle();
      }
    }
    return Mailbox.Offer.TAKEN;
  }

  /** Whoever has an actor brought into memory is who it is counted for. */
  private static @Nullable String tenantOf(Delivery delivery) {
    Principal who = delivery.envelope().headers().principal();
    return who == null ? null : who.tenant();
  }

  /** Delivers when an idle actor has left; a durable message that is refused waits in the inbox. */
  private void makeRoom(Seats.Crowd crowd, Delivery delivery, int asked) {
    Resident idle = asked < MOST_ASKED ? crowd.claimIdle() : null;
    if (idle == null) {
      delivery.fail(crowd.refused());
      return;
    }
    Seat seat = idle.seat();
    idle.leaveIfIdle(
        leaves -> {
          if (leaves) {
            seats.leave(seat, idle);
          } else {
            seat.keep(idle);
          }
          if (delivery.abandoned()) {
            delivery.drop();
          } else {
            deliver(delivery, asked + 1);
          }
        });
  }

  private void refuse(R resident, Delivery delivery) {
    if (delivery.stored() != null) {
      // It is in the stored inbox; the actor reads it there when it has room.
      delivery.drop();
      resident.inboxBehind();
    } else {
      delivery.fail(
          new ActjsException(
              ProblemCode.MailboxFull,
              resident.ref() + " has a full mailbox; send the call again later"));
    }
  }

  @Override
  public void abandon(Delivery delivery) {
    R resident = residents.get(delivery.target());
    if (resident != null) {
      resident.abandon(delivery);
    }
  }

  @Override
  public void cancel(Delivery delivery) {
    R resident = residents.get(delivery.target());
    if (resident != null) {
      resident.cancel(delivery);
    }
  }

  @Override
  public void demand(Delivery delivery, long total) {
    R resident = residents.get(delivery.target());
    if (resident != null) {
      resident.demand(delivery, total);
    }
  }

  /** The resident is gone: its successor takes over any deliveries left. */
  public void replace(R gone) {
    List<Delivery> left = gone.handover().take();
    if (left.isEmpty() || closed) {
      residents.remove(gone.ref(), gone);
      seats.leave(gone.seat(), gone);
      left.forEach(delivery -> delivery.fail(ActorProblems.shuttingDown()));
      return;
    }
    R next = maker.apply(gone.ref());
    next.take(gone.seat());
    if (!gone.seat().passTo(next)) {
      // It left to make room: it needs another one.
      Delivery first = left.getFirst();
      switch (seats.enter(gone.ref().className(), tenantOf(first))) {
        case Entry.In(var seat) -> {
          next.take(seat);
          var unused = seat.passTo(next);
        }
        case Entry.Full(var crowd) -> {
          residents.remove(gone.ref(), gone);
          left.forEach(delivery -> delivery.fail(crowd.refused()));
          return;
        }
      }
    }
    left.forEach(next::carryOver);
    residents.put(gone.ref(), next);
    next.settle();
  }

  /** The actor in this process, or null. */
  public @Nullable R find(ActorRef ref) {
    return residents.get(ref);
  }

  /** All residents; a live view. */
  public Collection<R> residents() {
    return residents.values();
  }

  public int size() {
    return residents.size();
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  /** From now on nothing is delivered. */
  public void close() {
    closed = true;
  }
}
