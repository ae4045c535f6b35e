package io.actjs.runtime.subscription;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ProblemCode;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The subscribers of each actor. They belong to the actor's address, not to its host, so they
 * outlive a host that is discarded or replaced by a new class version.
 */
public final class Subscriptions {
  /** Leaves times until the year 2248 below 2^53, where numbers are exact in JavaScript. */
  private static final int INCARNATION_BITS = 10;

  /** The subscribers of one actor. */
  static final class Audience {
    private final List<Attachment> attached = new CopyOnWriteArrayList<>();

    /** Attached subscribers and those that wait for their first snapshot. */
    private int claimed;
  }

  private final ConcurrentHashMap<ActorRef, Audience> audiences = new ConcurrentHashMap<>();
  private final AtomicInteger count = new AtomicInteger();
  private final int limit;

  /**
   * The highest position of an actor of which nothing is stored, of those that have left memory.
   */
  private final AtomicLong lastUnstored = new AtomicLong();

  private volatile boolean ending;

  private final Presences presences;
  private final EmitTap tap;

  public Subscriptions(int limit, Presences presences) {
    this(limit, presences, EmitTap.NONE);
  }

  /**
   * @param tap is told of each emitted message
   */
  public Subscriptions(int limit, Presences presences, EmitTap tap) {
    this.limit = limit;
    this.presences = presences;
    this.tap = tap;
  }

  /** A message leaves, whoever subscribes. */
  public EmitTap tap() {
    return tap;
  }

  /** Who they are. */
  public Presences presences() {
    return presences;
  }

  /**
   * Takes a place for a subscriber, which keeps the actor in memory from now on.
   *
   * @throws ActjsException {@code SubscriberLimit}
   */
  void claim(ActorRef ref) {
    audiences.compute(
        ref,
        (key, present) -> {
          Audience audience = present == null ? new Audience() : present;
          if (audience.claimed >= limit) {
            throw new ActjsException(
                ProblemCode.SubscriberLimit,
                "the actor has the maximum number of subscribers (" + limit + ") for " + ref.id());
          }
          audience.claimed++;
          return audience;
        });
    count.incrementAndGet();
  }

  /** Gives a claimed place back, with the attachment that filled it, if one did. */
  void release(ActorRef ref, @Nullable Attachment attachment) {
    audiences.computeIfPresent(
        ref,
        (key, audience) -> {
          if (attachment != null) {
            audience.attached.remove(attachment);
          }
          return --audience.claimed == 0 ? null : audience;
        });
    count.decrementAndGet();
  }

  /** Fills a claimed place: from now on the attachment gets every change. On the output thread. */
  void attach(ActorRef ref, Attachment attachment) {
    audiences.computeIfPresent(
        ref,
        (key, audience) -> {
          audience.attached.add(attachment);
          return audience;
        });
  }

  /** Undoes {@link #attach}; the place was given back before. */
  void detach(ActorRef ref, Attachment attachment) {
    audiences.computeIfPresent(
        ref,
        (key, audience) -> {
          audience.attached.remove(attachment);
          return audience;
        });
  }

  public boolean any(ActorRef ref) {
    return (!audiences.isEmpty() && audiences.containsKey(ref)) || presences.any(ref);
  }

  /** The subscribers that receive the actor's next change. */
  public List<Attachment> of(ActorRef ref) {
    if (audiences.isEmpty()) {
      return List.of();
    }
    Audience audience = audiences.get(ref);
    return audience == null ? List.of() : audience.attached;
  }

  /**
   * Where the positions of an actor begin of which nothing is stored: above all that an earlier
   * instance of it has had. Of one in an earlier process nothing but the time tells how far it
   * came; a turn takes longer than the thousandth part of a millisecond.
   */
  public long incarnation(long nowMs) {
    return Math.max(nowMs << INCARNATION_BITS, lastUnstored.get() + 1);
  }

  /** An actor of which nothing is stored has left memory at this position. */
  public void left(long position) {
    lastUnstored.accumulateAndGet(position, Math::max);
  }

  /**
   * What the actor was is gone: its subscribers need the state that it begins with. On the output
   * thread, after all that they were to see of it.
   */
  public void lost(ActorRef ref) {
    if (!ending) {
      of(ref).forEach(Attachment::resync);
    }
  }

  /** From now on no actor comes back into memory for its subscribers. */
  public void end() {
    ending = true;
    presences.end();
  }

  public int claimed(ActorRef ref) {
    Audience audience = audiences.get(ref);
    return audience == null ? 0 : audience.claimed;
  }

  public int total() {
    return count.get();
  }
}
