package io.actjs.runtime.subscription;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ProblemCode;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The subscribers of each actor. They belong to the actor's address, not to its host, so they
 * outlive a host that is discarded or replaced by a new class version.
 */
public final class Subscriptions {
  /** The subscribers of one actor. */
  static final class Audience {
    private final List<Attachment> attached = new CopyOnWriteArrayList<>();

    /** Attached subscribers and those that wait for their first snapshot. */
    private int claimed;
  }

  private final ConcurrentHashMap<ActorRef, Audience> audiences = new ConcurrentHashMap<>();
  private final AtomicInteger count = new AtomicInteger();
  private final int limit;

  public Subscriptions(int limit) {
    this.limit = limit;
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
    return !audiences.isEmpty() && audiences.containsKey(ref);
  }

  /** The subscribers that receive the actor's next change. */
  public List<Attachment> of(ActorRef ref) {
    if (audiences.isEmpty()) {
      return List.of();
    }
    Audience audience = audiences.get(ref);
    return audience == null ? List.of() : audience.attached;
  }

  public int claimed(ActorRef ref) {
    Audience audience = audiences.get(ref);
    return audience == null ? 0 : audience.claimed;
  }

  public int total() {
    return count.get();
  }
}
