package io.actjs.runtime.output;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One host's part of the output gate: its outputs waiting for the journal, and the reason why none
 * may leave once a turn was not stored.
 */
public final class ActorGate {
  /** The host that sends through the gate. Called on the output thread; must not block. */
  public interface Owner {
    /** The first of its turns was not stored: it has seen changes that never happened. */
    void poisoned(ActjsException reason);

    /** An output did not leave, for that reason or a later one. */
    void refused(ActjsException reason);

    /** Nothing of it waits for the journal. */
    void drained();
  }

  private final ActorRef ref;
  private final Owner owner;
  private final AtomicInteger inFlight = new AtomicInteger();
  private volatile @Nullable ActjsException poison;

  public ActorGate(ActorRef ref, Owner owner) {
    this.ref = ref;
    this.owner = owner;
  }

  ActorRef ref() {
    return ref;
  }

  /** Turns and barriers that wait for the journal. */
  public int inFlight() {
    return inFlight.get();
  }

  /** One output more waits for the journal. On the worker. */
  public void journaled() {
    inFlight.incrementAndGet();
  }

  /** A journaled output has settled. */
  void settled() {
    if (inFlight.decrementAndGet() == 0) {
      owner.drained();
    }
  }

  /** The reason why nothing may leave any more, or null. */
  public @Nullable ActjsException poison() {
    return poison;
  }

  /** Shuts the gate for good. */
  public void poison(ActjsException reason) {
    if (poison == null) {
      poison = reason;
      owner.poisoned(reason);
    }
  }

  void refused(ActjsException reason) {
    owner.refused(reason);
  }
}
