package io.actjs.storage;

import io.actjs.model.TurnRecord;

/**
 * A turn in the order of its shard.
 *
 * @param pos positive; ascending in the order, not dense
 * @param turn without what it answered, as every turn that is read back
 */
public record OrderedTurn(long pos, TurnRecord turn) {
  public OrderedTurn {
    turn = turn.reply() == null ? turn : turn.answering(null);
  }
}
