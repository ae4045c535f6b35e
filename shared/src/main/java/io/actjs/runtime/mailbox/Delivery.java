package io.actjs.runtime.mailbox;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.Envelope;
import io.actjs.model.InboxMessage;
import io.actjs.model.Manifest;
import io.actjs.model.ProblemCode;
import io.actjs.policy.Budget;
import io.actjs.policy.Charge;
import java.util.ArrayList;
import java.util.List;
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

  private long ifSeq = -1;
  private @Nullable String mutationId;

  /** Repetitions that get the same outcome. Guarded by the monitor, as what follows. */
  private @Nullable List<Delivery> followers;

  private boolean ended;

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
    return flag
        ? new Delivery(envelope, pin, receiver, stored, deadlineAt, true)
            .ifSeq(ifSeq)
            .mutation(mutationId)
        : this;
  }

  /** Only when that is the actor's last turn. Called before it is on its way. */
  public Delivery ifSeq(long seq) {
    ifSeq = seq;
    return this;
  }

  /** The turn that has to be the actor's last, as readers see it; negative for any. */
  public long ifSeq() {
    return ifSeq;
  }

  /** Its change is told as one of this mutation. Called before it is on its way. */
  public Delivery mutation(@Nullable String id) {
    mutationId = id;
    return this;
  }

  /** What its sender calls the change that it makes, or null. */
  public @Nullable String mutationId() {
    return mutationId;
  }

  /** Whether its outcome is stored under a key, for its repetitions. */
  public boolean isKeyed() {
    return envelope.headers().requestKey() != null;
  }

  /**
   * Gives a repetition of this request the same outcome; false when this has ended. Only of one
   * that {@link #isKeyed}.
   */
  public synchronized boolean follow(Delivery repetition) {
    if (ended) {
      return false;
    }
    if (followers == null) {
      followers = new ArrayList<>(1);
    }
    followers.add(repetition);
    return true;
  }

  /** Whether its outcome is known; of one that {@link #isKeyed}. */
  public synchronized boolean isEnded() {
    return ended;
  }

  private List<Delivery> end() {
    if (!isKeyed()) {
      return List.of();
    }
    synchronized (this) {
      List<Delivery> told = followers == null ? List.of() : followers;
      ended = true;
      followers = null;
      return told;
    }
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
      for (Delivery follower : end()) {
        follower.answer(answer.again());
      }
    }
  }

  /** Ends it without its work having been done. */
  public void fail(ActjsException reason) {
    try {
      receiver.failed(reason);
    } finally {
      charge.close();
      for (Delivery follower : end()) {
        follower.fail(reason.repeated());
      }
    }
  }

  /** Ends it without a word: nobody waits for it, or it comes again from elsewhere. */
  public void drop() {
    charge.close();
    for (Delivery follower : end()) {
      follower.fail(
          new ActjsException(
              ProblemCode.Fenced,
              "the request with the same key was given up by its sender; send the call again"));
    }
  }
}
