package io.actjs.storage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The order of turns over the actors of a shard, for readers that follow all that happens. A reader
 * has a named cursor: what is behind the cursor's positions is kept until the reader has passed it,
 * and nothing is kept for anybody else. Calls and errors are as in {@link StorageDriver}.
 */
public interface OrderStore {

  /**
   * Turns of the shard behind a position, ascending. No turn ever appears at or below a position
   * that was read, and those behind the slowest cursor are all there.
   *
   * @param afterPos a position that a turn or a cursor of this shard has; positions of different
   *     shards have nothing to do with each other
   */
  List<OrderedTurn> readOrder(int shard, long afterPos, int limit);

  /**
   * Makes a cursor that is at the end of every shard: the turns that are committed after this
   * returned are behind it. One of this name that is there stays where it is.
   *
   * @param name 1 to 255 characters without control characters
   */
  void openCursor(String name);

  /** Where the cursor is in the shard; null when there is no such cursor. */
  @Nullable Long cursor(String name, int shard);

  /**
   * Moves the cursor to a position that its reader has dealt with; one that is not further does
   * nothing. A crash of the store may take the last moves back.
   *
   * @return false when there is no such cursor
   */
  boolean advanceCursor(String name, int shard, long pos);

  /** Forgets the cursor, and what was kept for it alone. */
  void dropCursor(String name);

  /**
   * @throws IllegalArgumentException when no cursor can have the name
   */
  static void requireName(String name) {
    if (name.isEmpty() || name.length() > 255 || name.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("a cursor's name has 1 to 255 characters, none a control");
    }
  }
}
