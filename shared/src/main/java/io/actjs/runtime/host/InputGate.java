package io.actjs.runtime.host;

import io.actjs.runtime.mailbox.Delivery;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second turn out while one awaits. It knows the turns in the kernel; while one of them
 * awaits, none is admitted. Confined to the worker.
 */
final class InputGate {
  /** Turns that the kernel may have at once: so a hot actor does not fill a step alone. */
  private static final int CAPACITY = 64;

  private final ArrayDeque<Turn> inside = new ArrayDeque<>(2);
  private @Nullable Turn awaiting;

  /** The number of turns that may enter now. */
  int room() {
    return awaiting != null ? 0 : CAPACITY - inside.size();
  }

  void enter(Turn turn) {
    if (awaiting != null) {
      throw new IllegalStateException("a turn awaits: " + awaiting.delivery().envelope().kind());
    }
    inside.add(turn);
  }

  /**
   * The turn awaits: the gate is shut until it has left.
   *
   * @return false when it was shut for this turn before
   */
  boolean shutFor(long id) {
    Turn turn = get(id);
    boolean first = awaiting == null;
    awaiting = turn;
    return first;
  }

  /**
   * The turn has ended, or the kernel gives it back.
   *
   * @throws IllegalStateException when it is not inside
   */
  Turn leave(long id) {
    Turn turn = get(id);
    inside.remove(turn);
    return turn;
  }

  /**
   * A turn inside.
   *
   * @throws IllegalStateException when it is not
   */
  Turn get(long id) {
    Turn turn = find(id);
    if (turn == null) {
      throw new IllegalStateException("the kernel tells of turn " + id + ", which it has not");
    }
    return turn;
  }

  /** A turn inside, or null. */
  @Nullable Turn find(long id) {
    for (Turn turn : inside) {
      if (turn.id() == id) {
        return turn;
      }
    }
    return null;
  }

  /** The turn inside that handles the delivery, or null. */
  @Nullable Turn of(Delivery delivery) {
    for (Turn turn : inside) {
      if (turn.delivery() == delivery) {
        return turn;
      }
    }
    return null;
  }

  /**
   * Opens the gate if it was shut for this turn.
   *
   * @return whether it was
   */
  boolean openAfter(Turn turn) {
    if (awaiting == null || awaiting.id() != turn.id()) {
      return false;
    }
    awaiting = null;
    return true;
  }

  /** The turn that awaits, or null. */
  @Nullable Turn awaiting() {
    return awaiting;
  }

  /** Whether the kernel has begun one of the turns by itself. */
  boolean hasLocal() {
    for (Turn turn : inside) {
      if (turn.isLocal()) {
        return true;
      }
    }
    return false;
  }

  /** Whether no turn is in the kernel. */
  boolean isQuiet() {
    return inside.isEmpty();
  }

  /** Removes and returns all turns inside, oldest first. */
  void drain(Consumer<Turn> receiver) {
    inside.forEach(receiver);
    inside.clear();
    awaiting = null;
  }
}
