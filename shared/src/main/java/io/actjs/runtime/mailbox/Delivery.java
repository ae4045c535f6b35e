package io.actjs.runtime.mailbox;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.Envelope;
import io.actjs.model.InboxMessage;
import io.actjs.model.Manifest;
import io.actjs.policy.Budget;
import io.actjs.policy.Charge;
import org.jspecify.annotations.Nullable;

/**
 * An envelope on its way in this process, and the receiver of its outcome. Exactly one outcome
 * reaches the receiver, whatever happens on the way; a receiver that takes more than one ignores
 * the later ones.
 */
public final class Delivery {
  private final Envelope envelope;
  private final @Nullable Manifest pin;
  private final Receiver receiver;
  private final @Nullable InboxMessage stored;
  private final boolean own;
  private final boolean strict;
  private final long deadlineAt;

  /** What it has in use of the server's memory until it ends. */
  private Charge charge = Charge.NONE;

  /** Bytes; measured when first asked for. */
  private int weight;

  /** By the clock that only durations are measured with. */
  private final long arrivedNanos = System.nanoTime();

  private Delivery(
      Envelope envelope,
      @Nullable Manifest pin,
      Receiver receiver,
      @Nullable InboxMessage stored,
      long deadlineAt,
      boolean strict) {
    this.envelope = envelope;
    this.pin = pin;
    this.receiver = receiver;
    this.stored = stored;
    this.own = stored != null && stored.sender().equals(stored.target().toString());
    this.deadlineAt = deadlineAt;
    this.strict = strict;
  }

  /**
   * @param pin the manifest that the envelope names, or null
   */
  public static Delivery of(Envelope envelope, @Nullable Manifest pin, Receiver receiver) {
    return new Delivery(envelope, pin, receiver, null, 0, false);
  }

  /**
   * A message whose sender waits for as long as its headers say.
   *
   * @param nowMs when it arrived here, by the steady clock
   */
  public static Delivery of(
      Envelope envelope, @Nullable Manifest pin, Receiver receiver, long nowMs) {
    long deadlineAt = nowMs + envelope.headers().remainingMs();
    return new Delivery(envelope, pin, receiver, null, deadlineAt, false);
  }

  /** A durable message; failing it leaves it in the stored inbox. */
  public static Delivery ofStored(InboxMessage message, @Nullable Manifest pin, Receiver receiver) {
    return new Delivery(Envelope.tell(message), pin, receiver, message, 0, false);
  }

  /** The same before it is sent, refused unless its pin is kept when the flag is set. */
  public Delivery strict(boolean flag) {
    return flag ? new Delivery(envelope, pin, receiver, stored, deadlineAt, true) : this;
  }

  public Receiver receiver() {
    return receiver;
  }

  public Envelope envelope() {
    return envelope;
  }

  public ActorRef target() {
    return envelope.target();
  }

  public Envelope.Kind kind() {
    return envelope.kind();
  }

  /** The versions that it is pinned to, or null. */
  public @Nullable Manifest pin() {
    return pin;
  }

  /** Whether it is refused when an older version than the pinned one would run. */
  public boolean isStrict() {
    return strict;
  }

  /** The durable message that it brings; null when it brings none. */
  public @Nullable InboxMessage stored() {
    return stored;
  }

  /** Whether the actor sent it to itself. */
  public boolean isOwn() {
    return own;
  }

  /** When nobody waits for it any more, by the steady clock; 0 when that is unknown. */
  public long deadlineAt() {
    return deadlineAt;
  }

  public long arrivedNanos() {
    return arrivedNanos;
  }

  /** Whether nobody waits for it any more, so that it need not be handled. */
  public boolean abandoned() {
    return receiver.abandoned();
  }

  /** Bytes that it takes while it waits. */
  public int weight() {
    if (weight == 0) {
      weight = envelope.weight();
    }
    return weight;
  }

  /** Its sender has charged it already. Called before it is on its way. */
  public void charged(Charge bySender) {
    charge = bySender;
  }

  /** Takes what it weighs, unless its sender has; false when that is not there. */
  public boolean chargeTo(Budget memory) {
    if (charge != Charge.NONE) {
      return true;
    }
    Charge taken = memory.tryCharge(weight());
    if (taken == null) {
      return false;
    }
    charge = taken;
    return true;
  }

  public void answer(Answer answer) {
    try {
      receiver.answered(answer);
    } finally {
      charge.close();
    }
  }

  /** Ends it without its work having been done. */
  public void fail(ActjsException reason) {
    try {
      receiver.failed(reason);
    } finally {
      charge.close();
    }
  }

  /** Ends it without a word: nobody waits for it, or it comes again from elsewhere. */
  public void drop() {
    charge.close();
  }
}
