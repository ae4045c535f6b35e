package io.actjs.storage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The order of turns across the actors of a shard, for readers that follow everything that happens.
 * Each reader has a named cursor. Turns that a cursor has not passed are kept for it; without a
 * cursor none are. Positions and cursors belong to one store: an export has neither, so the readers
 * of an imported store begin again. Calls and errors are as in {@link StorageDriver}.
 */
public interface OrderStore {

  /**
   * Turns of the shard after a position, ascending. No turn ever appears at or below a position
   * that a reader has seen, and no turn after the slowest cursor is missing.
   *
   * @param afterPos the position of a turn or a cursor in this shard; positions of different shards
   *     must not be compared
   */
  List<OrderedTurn> readOrder(int shard, long afterPos, int limit);

  /**
   * Creates a cursor at the end of every shard: it has yet to pass all turns that are committed
   * after this method returns. An existing cursor of this name stays where it is.
   *
   * @param name 1 to 255 characters without control characters
   */
  void openCursor(String name);

  /** The cursor's position in the shard; null when there is no such cursor. */
  @Nullable Long cursor(String name, int shard);

  /**
   * Moves the cursor forward to a position that its reader has dealt with; a lower position changes
   * nothing. A crash of the store may undo the last moves.
   *
   * @return false when there is no such cursor
   */
  boolean advanceCursor(String name, int shard, long pos);

  /** Drops the cursor and everything that was kept for it alone. */
  void dropCursor(String name);

  /**
   * Refuses a name that no cursor can have.
   *
   * @throws IllegalArgumentException when the name is empty, too long or has control characters
   */
  static void requireName(String name) {
    if (name.isEmpty() || name.length() > 255 || name.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("a cursor's name has 1 to 255 characters, none a control");
    }
  }
}
