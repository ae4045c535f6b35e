package io.actjs.runtime.output;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
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

  /** The last turn of the host; null when there was none, or it is stored. */
  private final AtomicReference<@Nullable Emission> last = new AtomicReference<>();

  /**
   * The last turns of other actors that the host has learned of before they were stored, and on
   * which no turn of its own depends yet. Confined to the worker.
   */
  private List<Emission> seen = List.of();

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

  /** Whether something that the host has done or seen is not durable yet. On the worker. */
  boolean mustWait() {
    return inFlight() > 0 || sees();
  }

  private boolean sees() {
    if (!seen.isEmpty()) {
      seen.removeIf(Emission::isDurable);
    }
    return !seen.isEmpty();
  }

  /**
   * The host learns of what another has done so far, although that may not be durable: nothing that
   * it does from now on is, unless that is. On the worker, which both live on.
   */
  public void learnsOf(ActorGate other) {
    Emission turn = other.last.get();
    if (turn != null) {
      see(turn);
    }
    other.seen.forEach(this::see);
  }

  private void see(Emission turn) {
    if (turn.isDurable() || turn.gate() == this) {
      return;
    }
    if (seen.isEmpty()) {
      seen = new ArrayList<>(1);
    }
    // The turns of an actor are stored in order: its last one stands for all.
    seen.removeIf(earlier -> earlier.gate() == turn.gate());
    seen.add(turn);
  }

  /** One output more waits for the journal. On the worker. */
  public void journaled(Emission output) {
    inFlight.incrementAndGet();
    if (sees()) {
      output.dependsOn(List.copyOf(seen));
    }
    if (output.isTurn()) {
      seen = List.of();
      last.set(output);
    }
  }

  /** A journaled output has settled. */
  void settled(Emission output) {
    if (output.isDurable()) {
      last.compareAndSet(output, null);
    }
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
