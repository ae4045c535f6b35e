package io.actjs.runtime.directory;

import io.actjs.model.ActorRef;
import io.actjs.runtime.mailbox.Delivery;
import io.actjs.runtime.mailbox.Handover;
import io.actjs.runtime.mailbox.Mailbox;
import java.util.function.Consumer;

/** An actor in this process, as the directory sees it. Every method may be called on any thread. */
public interface Resident {
  ActorRef ref();

  /** Puts the delivery into the mailbox. */
  Mailbox.Offer offer(Delivery delivery);

  /** Takes a delivery before {@link #settle}, whatever the mailbox's bound. */
  void carryOver(Delivery delivery);

  /** The place where deliveries wait for the successor once the mailbox is closed. */
  Handover handover();

  /** Begins to bring the actor into memory; its first delivery is in the mailbox. */
  void settle();

  /** A durable message found the mailbox full: it is to be read from the stored inbox later. */
  void inboxBehind();

  /** What it may be here with. */
  Seat seat();

  /** Has that seat from now on. */
  void take(Seat seat);

  /** Whether it seems to have nothing to do, and nobody watches it; or leaves already. */
  boolean isIdle();

  /** Milliseconds since 1970. */
  long lastUsedMs();

  /**
   * Leaves if it is idle.
   *
   * @param told whether it leaves, for that or another reason; called once
   */
  void leaveIfIdle(Consumer<Boolean> told);

  /** Nobody waits for the delivery any more. */
  void abandon(Delivery delivery);

  /** Its sender has left. */
  void cancel(Delivery delivery);

  /** Its sender wants the values that it yields, until there are so many. */
  void demand(Delivery delivery, long total);
}
