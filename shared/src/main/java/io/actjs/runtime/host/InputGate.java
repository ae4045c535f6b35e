package io.actjs.runtime.host;

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
    Turn turn = inside.peek();
    if (turn == null || turn.id() != id) {
      throw new IllegalStateException("turn " + id + " awaits and is not the one that runs");
    }
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
    Turn turn = find(id);
    if (turn == null) {
      throw new IllegalStateException(
          "the kernel answered turn " + id + ", which it was not given");
    }
    inside.remove(turn);
    return turn;
  }

  /** The turn inside with this number, or null. */
  @Nullable Turn find(long id) {
    for (Turn turn : inside) {
      if (turn.id() == id) {
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

  /** The turn that runs: the oldest inside. */
  Turn first() {
    return inside.getFirst();
  }

  /** The same, or null when none is inside. */
  @Nullable Turn running() {
    return inside.peek();
  }

  /** The turn that awaits, or null. */
  @Nullable Turn awaiting() {
    return awaiting;
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
